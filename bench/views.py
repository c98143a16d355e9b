"""What Django costs under our settings and middleware when a page does next to nothing: the floor for every page."""

from functools import cache
from pathlib import Path

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import engines

from certification.models import Certificate
from lms.people.models import Person

FILE = Path(__file__).with_name("bare.html")


@cache
def template():
    """The 4 kB page, compiled once, as Django's cached loader keeps it."""
    return engines["django"].from_string(FILE.read_text(encoding="utf-8"))


def bare(request: HttpRequest) -> HttpResponse:
    """`bare`: a template of 4 kB, no query."""
    return HttpResponse(template().render({"title": "bare", "text": "no row"}, request))


def bare_orm(request: HttpRequest, code: str) -> HttpResponse:
    """`bare ORM`: the same with one row fetched by a unique index, the one that the certificate check asks for."""
    certificate = Certificate.objects.get(code=code)
    return HttpResponse(template().render({"title": certificate.number, "text": certificate.holder}, request))


ROWS = """<h1>{{ title }}</h1><table>{% for row in rows %}<tr><th><a href="/en/people/{{ row.uuid }}/">{{ row.name }}</a></th>
<td>{{ row.number }}</td><td>{{ row.country.names.en }}</td></tr>{% endfor %}</table>"""


@login_required
def bare_rows(request: HttpRequest) -> HttpResponse:
    """`bare ORM, 50 rows`: as `bare ORM`, signed in, with 50 persons fetched by their keys and written as a table."""
    rows = Person.objects.filter(pk__in=KEYS).select_related("country").order_by("name")
    return HttpResponse(rows_template().render({"title": "bare", "rows": rows}, request))


@cache
def rows_template():
    return engines["django"].from_string(ROWS)


KEYS: list[int] = []
"""Whose rows `bare_rows` shows; set by the peer."""
