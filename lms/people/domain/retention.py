"""What goes by itself with time: rules from the registry, a preview of what they would remove, and their application."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Min, Q, QuerySet

from lms.audit.domain.log import record
from lms.files.domain.drop import drop, finish
from lms.people.domain.emptying import empty, nothing_in
from lms.people.domain.privacy import PersonalData, registered
from lms.people.domain.refusal import require
from lms.people.domain.wall import lifted
from lms.people.models import Country, Person


@dataclass(frozen=True)
class Rule:
    """One rule with what it would do now: how many rows would lose what is named, and the oldest day among them."""

    data: PersonalData
    months: int
    rows: int
    oldest: datetime | None


def preview(*, now: datetime) -> list[Rule]:
    """Every rule, by its table, with what it would remove at `now`. Changes nothing."""
    with lifted("task"):
        return [look(data, now) for data in ruled()]


@transaction.atomic
def apply(*, by: Person | None, now: datetime) -> dict[str, int]:
    """Remove what is past its time and return {table: rows}. One entry in the log has these figures.

    `by` is None for the operator's command. Raises PermissionDenied unless `by` erases people everywhere.
    """
    if by:
        require("erase people", by=by, country=None)
    with lifted("task"):
        removed = {data.label: let_go(data, now) for data in ruled()}
        transaction.on_commit(finish)
        # a record is about a thing; the rules hold for the region as a whole, which its oldest country stands for
        thing = Country.objects.order_by("pk").first() or Country()
        record(verb="retention.applied", thing=thing, by=by.uuid if by else None, now=now, after={"rows": removed})
    return removed


def ruled() -> Iterator[PersonalData]:
    """The tables whose contents go with time: those that settings give months to."""
    return (data for _label, data in sorted(registered().items()) if data.dated and data.label in settings.RETENTION_MONTHS)


def months_of(data: PersonalData) -> int:
    return settings.RETENTION_MONTHS[data.label]


def months_before(now: datetime, months: int) -> datetime:
    """The same day and time, so many months ago; the last day of a shorter month."""
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    return now.replace(year=year, month=month + 1, day=min(now.day, calendar.monthrange(year, month + 1)[1]))


def due(data: PersonalData, now: datetime) -> QuerySet:
    """Rows past their time that still hold something."""
    model = apps.get_model(data.label)
    rows = model._base_manager.filter(**{f"{data.dated}__lt": months_before(now, months_of(data))})
    if data.may_go:
        rows = data.may_go(rows)
    if data.gone:
        return rows
    holds = Q()
    for name in data.erase:
        column = model._meta.get_field(name)
        nothing = nothing_in(column)
        holds |= Q(**{f"{name}__isnull": False}) if nothing is None else ~Q(**{name: nothing})
    return rows.filter(holds)


def look(data: PersonalData, now: datetime) -> Rule:
    rows = due(data, now)
    return Rule(data, months_of(data), rows.count(), rows.aggregate(oldest=Min(data.dated))["oldest"])


def let_go(data: PersonalData, now: datetime) -> int:
    rows = due(data, now)
    for column in data.files:
        drop(rows.exclude(**{column: None}).values_list(column, flat=True))
    return empty(data, rows)
