"""Who asks: nobody, every role of two countries, and the region's roles; and what none of them may find."""

import re
from functools import cache
from html import unescape

from django.test import Client

from curricula.blocks import NOTES
from curricula.models import ModulePage
from lms.people.domain.second_factor import factors_of
from lms.people.models import Person
from tests.people.second_factors import signed_in, with_app

NATIONAL = ("trainee", "trainer", "translator", "focal", "member", "group", "coordinator")
VISITORS = ["", "donor", *(f"{role}.vn" for role in NATIONAL), *(f"{role}.kh" for role in NATIONAL), "secretariat", "admin"]
WITHOUT_NOTES = {"", "donor", *(f"{role}.{code}" for role in ("trainee", "focal", "coordinator") for code in ("vn", "kh"))}
TAG = re.compile(r"<[^>]*>")


def browser(name: str) -> Client:
    """A browser of this account over https, signed in with a second factor; without a name, nobody's."""
    client = Client()
    if name:
        person = Person.objects.get(username=name)
        if not factors_of(person).exists():
            with_app(person)
        client = signed_in(person)
    client.defaults |= {"wsgi.url_scheme": "https", "HTTP_X_FORWARDED_PROTO": "https"}
    return client


def words_about(**which) -> set[str]:
    """Names, own names and issued numbers of persons."""
    rows = Person.objects.filter(**which).values_list("name", "own_name", "number")
    return {word for row in rows for word in row if word}


ON_FORMS = {"VN-0007"}
"""A number that stands on a form as an example."""


def foreign_to(visitor: str) -> set[str]:
    """What this visitor may find on no page: for national people the persons of other countries and of the region, for
    those who see nobody all persons but oneself."""
    if visitor in {"secretariat", "admin"}:
        return set()
    own = words_about(username=visitor or "nobody") | ON_FORMS
    if visitor in {"", "donor"}:
        return words_about() - own
    if visitor.partition(".")[0] in {"trainee", "trainer", "translator"}:
        # members of one body read each other's names
        return words_about() - own - words_about(memberships__body__memberships__person__username=visitor)
    return words_about() - ON_FORMS - words_about(country__code=visitor[-2:].upper())


def plain(text: str) -> str:
    return " ".join(unescape(TAG.sub("", text)).split())


@cache
def notes() -> frozenset[str]:
    """Sentences of the facilitator's notes that stand nowhere else."""
    kept: set[str] = set()
    for page in ModulePage.objects.all():
        for block in page.body:
            if block.block_type == NOTES:
                kept |= {plain(text)[:50] for text in block.block.get_searchable_content(block.value)
                         if len(plain(text)) > 30}
    return frozenset(kept)
