"""Two rows were one person: everything of the one goes to the other, and can be moved back.

The merged row stays, without an account and out of all lists, so that its number never names another person. What moved
is written down row by row; undoing moves exactly that back. The audit log is not touched: it says what was, at the time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Model, QuerySet, UniqueConstraint
from django.utils.translation import gettext as _

from lms.audit.domain.log import record
from lms.people.domain import naming
from lms.people.domain.privacy import registered
from lms.people.domain.refusal import Refused, require
from lms.people.models import Distinct, Merge, NameWord, Person

FIELDS = ("name", "own_name", "email", "language", "languages", "province_id", "profession_id", "sex", "level",
          "birth_year")
"""What may be taken over from the merged row."""
STAY = {"people.merge", "people.distinct", "people.nameword"}
"""Rows that are about the two rows themselves."""


@dataclass(frozen=True)
class Pointer:
    """A column that names a person: a relation holds the key, any other the uuid."""

    model: type[Model]
    field: str

    @property
    def column(self) -> str:
        return self.model._meta.get_field(self.field).name

    def value(self, person: Person) -> object:
        return person.pk if self.model._meta.get_field(self.field).is_relation else person.uuid

    def rows(self, person: Person) -> QuerySet:
        # the plain manager: a ledger's own refuses every update, and here only whose row it is changes
        return self.model._base_manager.filter(**{self.column: self.value(person)})


def pointers() -> Iterator[Pointer]:
    """All columns that name a person, as the rooms have registered them."""
    for label, data in sorted(registered().items()):
        if label.lower() not in STAY:
            model = apps.get_model(label)
            yield from (Pointer(model, field) for field in data.pointers)


def clashing(pointer: Pointer, *, kept: Person, gone: Person) -> set[int]:
    """Keys of the merged person's rows that cannot move, because the kept person has such a row already."""
    names = [tuple(rule.fields) for rule in pointer.model._meta.constraints
             if isinstance(rule, UniqueConstraint) and pointer.field in rule.fields]
    field = pointer.model._meta.get_field(pointer.field)
    found: set[int] = set()
    if getattr(field, "unique", False):
        return set(pointer.rows(gone).values_list("pk", flat=True)) if pointer.rows(kept).exists() else set()
    for fields in names:
        others = [name for name in fields if name != pointer.field]
        held = set(pointer.rows(kept).values_list(*others)) if others else set()
        found |= {row[0] for row in pointer.rows(gone).values_list("pk", *others) if tuple(row[1:]) in held}
    return found


def staying(*, kept: Person, gone: Person) -> list[Model]:
    """The rows that both have and that stay where they are: the same edition, for example. Shown before the merge."""
    return [row for pointer in pointers()
            for row in pointer.model._base_manager.filter(pk__in=clashing(pointer, kept=kept, gone=gone))]


def _checked(kept: Person, gone: Person, by: Person) -> None:
    for person in (kept, gone):
        require("manage people", by=by, country=person.country)
        if person.merged_into_id or person.erased_at:
            raise Refused(_("One of the two was merged or erased already. Look at the list again."))
    if kept.pk == gone.pk:
        raise Refused(_("Choose two different people."))
    if kept.country_id != gone.country_id:
        raise Refused(_("The two belong to different countries. Move one of them first."))


@transaction.atomic
def merge(*, kept: Person, gone: Person, take: set[str], by: Person, now: datetime) -> Merge:
    """Move every record of `gone` to `kept`; `take` names the FIELDS to take over. An empty field is filled in any case.

    The account stays with the kept person; one that only the other has goes over. Raises Refused when the two cannot be
    one person, PermissionDenied when `by` does not manage their country.
    """
    locked = {row.pk: row for row in Person.objects.select_for_update(of=("self",)).select_related("country")
              .filter(pk__in=[kept.pk, gone.pk]).order_by("pk")}
    kept, gone = locked[kept.pk], locked.get(gone.pk, gone)
    _checked(kept, gone, by)
    moved = []
    for pointer in pointers():
        stay = clashing(pointer, kept=kept, gone=gone)
        rows = [pk for pk in pointer.rows(gone).values_list("pk", flat=True) if pk not in stay]
        if rows and pointer.model is not Person:
            pointer.model._base_manager.filter(pk__in=rows).update(**{pointer.column: pointer.value(kept)})
            moved.append({"model": pointer.model._meta.label_lower, "field": pointer.field, "rows": rows})
    names = [name for name in FIELDS if getattr(gone, name) and (name in take or not getattr(kept, name))]
    before, taken = ({name: getattr(row, name) for name in names} for row in (kept, gone))
    gone_before = {name: getattr(gone, name) for name in ("username", "email", "is_active")}
    account = {"username": gone.username, "password": gone.password} if gone.username and not kept.username else {}
    Person.objects.filter(pk=gone.pk).update(merged_into=kept, username=None, email="", is_active=False)
    Person.objects.filter(pk=kept.pk).update(**taken, **account)
    kept.refresh_from_db()
    NameWord.objects.filter(person=gone).delete()
    naming.index(kept)
    made = Merge.objects.create(kept=kept, gone=gone, country=kept.country, by=by.uuid, at=now, moved={
        "rows": moved, "before": before, "after": taken, "gone": gone_before, "account": bool(account)})
    record(verb="person.merged", thing=kept, by=by.uuid, now=now, about=kept.uuid, country=_code(kept),
           before={"number": gone.number}, after={"number": kept.number, "rows": sum(len(one["rows"]) for one in moved)},
           personal_before=before, personal_after=taken)
    return made


@transaction.atomic
def undo(*, merge: Merge, by: Person, now: datetime) -> Merge:
    """Move back what was moved and still is where the merge put it; the kept person's fields go back unless changed since.

    Raises Refused when it was undone before or one of the two was erased.
    """
    row = Merge.objects.select_for_update(of=("self",)).select_related("kept__country", "gone").get(pk=merge.pk)
    kept, gone = row.kept, row.gone
    require("manage people", by=by, country=kept.country)
    if row.undone_at or kept.erased_at or gone.erased_at or kept.merged_into_id:
        raise Refused(_("This can no longer be undone. Look at the page again."))
    for one in row.moved["rows"]:
        pointer = Pointer(apps.get_model(one["model"]), one["field"])
        pointer.rows(kept).filter(pk__in=one["rows"]).update(**{pointer.column: pointer.value(gone)})
    back = {name: value for name, value in row.moved["before"].items()
            if getattr(kept, name) == row.moved["after"].get(name)}
    # the merged row kept its password; the other had no account before
    account = {"username": None, "password": make_password(None)} if row.moved["account"] else {}
    Person.objects.filter(pk=kept.pk).update(**back, **account)
    Person.objects.filter(pk=gone.pk).update(merged_into=None, **row.moved["gone"])
    for person in Person.objects.filter(pk__in=[kept.pk, gone.pk]):
        naming.index(person)
    row.undone_at, row.undone_by = now, by.uuid
    row.save(update_fields=["undone_at", "undone_by"])
    record(verb="person.merge_undone", thing=kept, by=by.uuid, now=now, about=kept.uuid, country=_code(kept),
           after={"number": gone.number})
    return row


@transaction.atomic
def keep_apart(*, one: Person, other: Person, by: Person, now: datetime) -> Distinct:
    """They look alike and are two: not proposed again."""
    for person in (one, other):
        require("manage people", by=by, country=person.country)
    first, second = sorted((one, other), key=lambda person: person.pk)
    made, created = Distinct.objects.get_or_create(one=first, other=second, defaults={
        "country": first.country, "by": by.uuid, "at": now})
    if created:
        record(verb="person.kept_apart", thing=first, by=by.uuid, now=now, about=first.uuid, country=_code(first),
               after={"number": second.number})
    return made


def _code(person: Person) -> str:
    return person.country.code if person.country else ""
