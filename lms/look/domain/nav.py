"""Where one can go from every page, and the same page in another language. Paths only: no room is known here."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

SECTIONS = (("curricula", _("Curricula")), ("courses", _("Courses")), ("trainers", _("Trainers")),
            ("needs", _("Needs")), ("learn", _("Learn")), ("monitoring", _("Monitoring")))
PAGES = (("about", _("About")), ("help", _("Help")), ("privacy", _("Privacy")), ("accessibility", _("Accessibility")))


@dataclass(frozen=True)
class NavLink:
    """A link of the navigation; `current` is true on its page and on every page below it."""

    url: str
    title: str
    current: bool


def links(pairs, *, language: str, path: str) -> list[NavLink]:
    """Links `/{language}/{key}/` of (key, title) pairs for a reader who stands at `path`."""
    made = []
    for key, title in pairs:
        url = f"/{language}/{key}/"
        made.append(NavLink(url=url, title=title, current=path.startswith(url)))
    return made


def html_language(code: str) -> str:
    """Django's code as a BCP 47 tag: zh-hans becomes zh-Hans."""
    return "zh-Hans" if code == "zh-hans" else code


def in_language(path: str, *, query: str, language: str, languages: list[str]) -> str:
    """The same page in another language: the first part of the path is replaced, the query string kept.

    A path that carries no language (a certificate's public address, for example) keeps its path and says the
    language in the query as `lang`; the view decides what it does with it.
    """
    first, _slash, rest = path.removeprefix("/").partition("/")
    if first in languages:
        path = f"/{language}/{rest}"
    elif path in ("", "/"):
        path = f"/{language}/"
    else:
        kept = [pair for pair in query.split("&") if pair and not pair.startswith("lang=")]
        query = "&".join([*kept, urlencode({"lang": language})])
    return f"{path}?{query}" if query else path
