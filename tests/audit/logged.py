"""Entries to seal, and a hand that reaches past the platform into the tables."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.db.models import Model, QuerySet

from lms.audit.domain.log import record
from lms.audit.domain.seal import seal
from lms.audit.models import Entry
from lms.people.models import Country
from tests.factories import NOW

EARLIER = NOW - timedelta(minutes=5)


def thing() -> Country:
    return Country.objects.get_or_create(code="VN", defaults={"names": {}, "languages": [], "time_zone": "Asia/Bangkok"})[0]


def entries(count: int, about: UUID | None = None, at=EARLIER) -> list[Entry]:
    """So many entries, each with something in every column; about one person if none is given."""
    about = about or uuid4()
    return [record(verb=f"test.done{number}", thing=thing(), by=uuid4(), now=at + timedelta(microseconds=number),
                   country="VN", before={"state": "a", "count": number}, after={"state": "b"}, why="Lan is on leave",
                   about=about, personal_after={"name": "Nguyễn Lan"}) for number in range(count)]


def sealed(count: int) -> list[Entry]:
    made = entries(count)
    assert seal(now=NOW) == count
    return made


def past_the_platform(model: type[Model], **which) -> QuerySet:
    """Rows as somebody with a database shell reaches them, who may change and delete."""
    return QuerySet(model).filter(**which)
