"""What Django costs under our settings and middleware when a page does next to nothing: the floor for every page."""

from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.template import engines

from certification.models import Certificate

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
