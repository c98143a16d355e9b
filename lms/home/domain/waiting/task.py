"""A task on a person's agenda, and the desk that every source of tasks is asked with."""

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from lms.look.domain.nav import html_language
from lms.people.models import Person
from lms.people.permissions import Access

PART = re.compile(r"%\((\w+)\)s")
MOST = 20
"""Tasks that one source puts on the agenda; those after them come when these are done."""


@dataclass(frozen=True)
class Task:
    """One thing to do: what, why, where, by when.

    `title` is in the frame's language, parts in another one are marked. `due` is the last day, at the venue or in the
    site's time zone; None: no day is set. `press` is name and value of the one button when the task is done by a
    press, without a page of its own. `late` and `urgent` are set when the agenda is made.
    """

    title: str
    why: str
    url: str
    verb: str
    due: date | None = None
    trail: tuple[str, ...] = ()
    press: tuple[str, str] | None = None
    sample: bool = False
    late: bool = False
    urgent: bool = False

    @property
    def post(self) -> bool:
        """True when the button sends a form."""
        return self.press is not None


@dataclass(frozen=True)
class Desk:
    """Whose agenda it is, on which day, and what the person may do."""

    person: Person
    access: Access
    today: date

    def may(self, verb: str) -> bool:
        """True when the verb is allowed anywhere: without it, a source asks the database nothing."""
        return self.access.where(verb) != set()

    def own(self, verb: str, path: str = "country") -> Q:
        """Condition on records that are this person's turn: of the countries where the verb is allowed.

        Who may everywhere (the secretariat) is asked for the region's own records only: those of a country wait for
        that country's people.
        """
        places = self.access.where(verb)
        return Q(**{f"{path}__isnull": True}) if places is None else Q(**{f"{path}__in": places})


def marked(text: str, language: str) -> SafeString:
    """A text with the language it is written in."""
    return format_html('<span lang="{}">{}</span>', html_language(language), text)


def named(names: dict[str, str]) -> SafeString:
    """A name that is data: in the frame's language, else in English, else in any, marked with its language."""
    language = next((code for code in (get_language() or "en", "en") if names.get(code)), next(iter(names), "en"))
    return marked(names.get(language, ""), language)


def say(sentence: str, **parts: object) -> SafeString:
    """Fill a translated sentence (`%(name)s`) with parts; parts that are marked stay marked, others are escaped."""
    pieces = enumerate(PART.split(sentence))
    return format_html_join("", "{}", ((parts[piece] if place % 2 else piece,) for place, piece in pieces))
