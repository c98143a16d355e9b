"""`bare ORM, 50 rows`: a signed-in view that fetches 50 persons by their keys and writes them as a table."""

from bench import views
from bench.client import Page
from lms.people.models import Person


def peer(cookie: str) -> Page:
    views.KEYS[:] = Person.objects.filter(number__startswith="P-").order_by("pk").values_list("pk", flat=True)[:50]
    return Page("bare ORM, 50 rows, signed in", "/bench/bare-rows/", "P-", cookie)
