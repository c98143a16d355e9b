"""The language a text is written in, as the frame names it: by its own name, with its own `lang`."""

from collections.abc import Iterable

from django.conf import settings


def own_name(code: str) -> str:
    """The language's name in itself (`vi` gives Tiếng Việt); an unknown code gives the code."""
    return dict(settings.LANGUAGES).get(code, code)


def choose(languages: Iterable[str], *wishes: str | None) -> str:
    """The first wish that exists among `languages`, else English, else the first there is.

    Raises ValueError when there is no language at all.
    """
    known = list(languages)
    if not known:
        raise ValueError("a text without a language cannot be chosen")
    return next((wish for wish in (*wishes, "en") if wish in known), known[0])
