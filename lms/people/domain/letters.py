"""Writes a letter to a person in the person's language."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import override

from lms.notices.domain import outbox
from lms.notices.models import Notice
from lms.people.domain import wall
from lms.people.models import Person


def write_to(*, person: Person, key: str, text: Callable[[], tuple[str, str]], now: datetime, path: str = "",
             code: str = "", by_mail: bool = True) -> Notice:
    """`text` gives subject and body; it is called with the person's language in force. `path` is where it leads.

    Everyone's letters can be printed; one that is not `by_mail` is only printed.
    """
    with override(person.language):
        subject, body = text()
    with wall.lifted("letters"):
        return outbox.write(
            key=f"{key}:{person.uuid}", person=person.uuid, address=person.email if by_mail else "",
            language=person.language, subject=subject, body=body, now=now, path=path, code=code,
            country=person.country.code if person.country else "")
