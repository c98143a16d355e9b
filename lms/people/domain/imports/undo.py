"""Takes a written list back, as long as nobody built on it."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from lms.audit.domain import keys
from lms.audit.domain.log import Said, record, record_many
from lms.jobs.domain import progress
from lms.jobs.models import Job
from lms.people.domain.imports.begin import require_own
from lms.people.domain.imports.difference import COMPARED, OWN, values_of, with_work
from lms.people.domain.imports.faults import log_fault
from lms.people.domain.imports.kinds import Kind
from lms.people.domain.imports.write import TIE, rename
from lms.people.domain.privacy import registered
from lms.people.domain.refusal import Refused
from lms.people.models import Affiliation, Import, ImportRow, NameWord, Person, Profession, Province
from lms.people.models.place import code_of, day_in

CHUNK = 500
NO_WORDS = ("people.nameword", "people.importrow", "people.affiliation", "people.person", "audit.personkey", "audit.entry")
"""What belongs to the import itself, or is looked at by its own rule."""


@dataclass(frozen=True)
class Plan:
    """What undoing would do: rows whose persons go, rows whose persons get their old values back, and rows that stay
    because somebody built on them: (the sheet's row number, name, why)."""

    removed: int
    given_back: int
    kept: list[tuple[int, str, str]]


def plan(batch: Import, kind: Kind) -> Plan:
    """Computed now; a moment later it may be another."""
    removed = given_back = 0
    kept: list[tuple[int, str, str]] = []
    for rows in _chunks(batch):
        why = built_on(batch, rows, kind)
        kept += [(row.number, row.person.name if row.person else "", why[row.pk]) for row in rows if row.pk in why]
        for row in rows:
            if row.pk not in why:
                removed += made_person(row)
                given_back += not made_person(row)
    return Plan(removed, given_back, kept)


@transaction.atomic
def undo(*, batch: Import, others: bool, kind: Kind, by: Person, now: datetime) -> Job:
    """Ask for a written list to be taken back. `others`: rows that somebody built on stay, and be it so.

    Raises PermissionDenied; Refused when it is not written, or taken back already. The worker is rung by the caller.
    """
    require_own(batch, kind=kind, by=by)
    if Import.objects.select_for_update(of=("self",)).get(pk=batch.pk).state != Import.State.DONE:
        raise Refused(_("This list is at work or done already. Look at the page again."))
    return progress.ask(kind=kind.undo_job, owner=by.uuid, total=2, now=now, arguments={
        "import": str(batch.uuid), "others": others, "language": get_language() or "en"})


def run(job_uuid: uuid.UUID, *, kind: Kind) -> None:
    """Take the list of a job back, whole or not at all."""
    job = progress.claim(job=job_uuid, now=timezone.now())
    if job is None:
        return
    batch = Import.objects.select_related("country").get(uuid=job.arguments["import"])
    with override(job.arguments["language"]):
        try:
            _take_back(batch, kind, others=job.arguments["others"])
        except Refused as refused:
            _say(batch, str(refused))
        except IntegrityError as fault:
            log_fault("import undo", fault)
            _say(batch, _("Somebody built on this list at the same moment. Nothing was undone: look at the list again."))
        except Exception as fault:  # said to the person in one sentence, and the rest to the log
            log_fault("import undo", fault)
            _say(batch, _("The list could not be taken back. Nothing was undone. If it happens again, tell the secretariat."))
    progress.end(job=job, now=timezone.now(), result_path=kind.path(batch))


def _say(batch: Import, text: str) -> None:
    notes = [note for note in batch.notes if not note.get("stopped")]
    Import.objects.filter(pk=batch.pk).update(notes=[*notes, {"text": text, "stopped": True}])


@transaction.atomic
def _take_back(batch: Import, kind: Kind, *, others: bool) -> None:
    now = timezone.now()
    if not Import.objects.filter(pk=batch.pk, state=Import.State.DONE).update(state=Import.State.UNDONE):
        return
    by = Person.objects.get(uuid=batch.owner)
    require_own(batch, kind=kind, by=by)
    removed = given_back = kept = 0
    for rows in _chunks(batch):
        pks = [row.person_id for row in rows]
        list(Person.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk").values_list("pk", flat=True))
        why = built_on(batch, rows, kind)
        if why and not others:
            raise Refused(_("Somebody built on %(count)s rows. Nothing was undone: look at the list again.")
                          % {"count": len(why)})
        free = [row for row in rows if row.pk not in why]
        kind.extra.undo(batch, free, by=by, now=now)
        _give_back([row for row in free if not made_person(row)], batch, by=by, now=now)
        removed += _remove([row for row in free if made_person(row)], now=now)
        given_back += sum(1 for row in free if not made_person(row))
        kept += len(why)
        batch.rows.filter(pk__in=[row.pk for row in free]).update(applied=False)
    counts = {"removed": removed, "given": given_back, "kept": kept}
    record(verb="import.undone", thing=batch, by=by.uuid, now=now, country=code_of(batch.country),
           after={"kind": kind.key, "subject": batch.subject, **counts})
    notes = [note for note in batch.notes if not note.get("stopped")]
    Import.objects.filter(pk=batch.pk).update(counts={**batch.counts, **counts}, notes=notes)


def made_person(row: ImportRow) -> bool:
    """True for a row that made its person, False for one that changed somebody."""
    return row.state == ImportRow.State.NEW or row.choice == "new"


def _chunks(batch: Import) -> Iterator[list[ImportRow]]:
    last = 0
    while some := list(batch.rows.filter(number__gt=last, applied=True).select_related("person").order_by("number")[:CHUNK]):
        last = some[-1].number
        yield some


def built_on(batch: Import, rows: list[ImportRow], kind: Kind) -> dict[int, str]:
    """{row's pk: what somebody did with its person since}: such a row is not undone by itself."""
    today = day_in(batch.country, timezone.now())
    persons = {person.pk: person for person in with_work(
        Person.objects.filter(pk__in=[row.person_id for row in rows]), today)}
    ties = {tie.pk: tie for tie in Affiliation.objects.select_related("organisation").filter(
        pk__in=[row.before[TIE]["made"] for row in rows if "made" in row.before.get(TIE, {})])}
    found: dict[int, str] = {}
    for row in rows:
        person = persons.get(row.person_id) if row.person_id else None
        if person is None or person.erased_at or person.merged_into_id:
            found[row.pk] = _("merged with another person, or erased")
        elif changed_since(row, person) or work_changed(row, ties):
            found[row.pk] = _("changed since")
        elif made_person(row) and person.username:
            found[row.pk] = _("has an account")
    made = {row.person_id: row for row in rows if made_person(row) and row.pk not in found and row.person_id}
    for pk, label in pointing(made, persons, kind.extra.made(rows), rows).items():
        found[made[pk].pk] = _("has more in the register: %(what)s") % {"what": label}
    return {**kind.extra.kept(batch, rows), **found}


def changed_since(row: ImportRow, person: Person) -> bool:
    """True when what the list wrote is not what stands there now."""
    now = values_of(person)
    keys_written = OWN if made_person(row) else [key for key in COMPARED if key in row.before]
    for key in keys_written:
        written = row.values.get(key)
        if key == "language" and not written:
            continue
        if written in (None, "", []) and now[key] in (None, "", []):
            continue
        if now[key] != written:
            return True
    return False


def work_changed(row: ImportRow, ties: dict[int, Affiliation]) -> bool:
    """True when the affiliation that the list made is not what stands there now."""
    if "made" not in row.before.get(TIE, {}):
        return False
    tie = ties.get(row.before[TIE]["made"])
    return tie is None or (tie.person_id, tie.organisation.key, tie.until, tie.position) != (
        row.person_id, row.values["organisation"], None, row.values.get("position", ""))


def pointing(made: dict[int, ImportRow], persons: dict[int, Person], own: dict[str, set[int]],
             rows: list[ImportRow]) -> dict[int, str]:
    """{person's pk: what else the register holds of the person}, asked of every room through the privacy registry."""
    uuids = {persons[pk].uuid: pk for pk in made}
    ties = {row.before[TIE]["made"] for row in rows if "made" in row.before.get(TIE, {})}
    found: dict[int, str] = {}
    extra = Affiliation.objects.filter(person__in=made).exclude(pk__in=ties)
    found |= dict.fromkeys(extra.values_list("person_id", flat=True), str(registered()["people.affiliation"].title))
    for label, data in registered().items():
        if label in NO_WORDS:
            continue
        model = apps.get_model(label)
        for name in pointers_of(model, data.pointers):
            column = model._meta.get_field(name)
            wanted = made if column.is_relation else uuids
            held = model._default_manager.filter(**{f"{name}__in": list(wanted)}).exclude(pk__in=own.get(label, set()))
            for value in held.order_by().values_list(column.attname, flat=True).distinct():
                pk = value if column.is_relation else uuids[value]
                found.setdefault(pk, str(data.title or model._meta.verbose_name_plural))
    return found


def pointers_of(model, named: tuple[str, ...]) -> list[str]:
    """The columns of a table that point at a person: all its relations, and the uuid columns that the registry names."""
    relations = [field.name for field in model._meta.concrete_fields if field.is_relation and field.related_model is Person]
    columns = {field.name for field in model._meta.concrete_fields}
    return list(dict.fromkeys([*relations, *(name for name in named if name in columns)]))


def _remove(rows: list[ImportRow], *, now: datetime) -> int:
    """Remove persons that the list made, with the words and affiliations it made for them; their numbers stay taken."""
    pks = [row.person_id for row in rows if row.person_id]
    uuids = list(Person.objects.filter(pk__in=pks).values_list("uuid", flat=True))
    ImportRow.objects.filter(pk__in=[row.pk for row in rows]).update(person=None)
    Affiliation.objects.filter(person__in=pks).delete()
    NameWord.objects.filter(person__in=pks).delete()
    Person.objects.filter(pk__in=pks).delete()
    keys.destroy_many(persons=uuids, now=now)
    return len(pks)


def _give_back(rows: list[ImportRow], batch: Import, *, by: Person, now: datetime) -> None:
    """Give changed persons back what they had."""
    persons = {person.pk: person for person in Person.objects.select_related("country").filter(
        pk__in=[row.person_id for row in rows])}
    things: dict[str, dict] = {"province": {one.code: one for one in Province.objects.all()},
                               "profession": {one.key: one for one in Profession.objects.all()}}
    renamed, said = [], []
    for row in rows:
        before = {key: row.before[key] for key in COMPARED if key in row.before}
        if not before or row.person_id is None:
            continue
        person = persons[row.person_id]
        for key in OWN:
            if key in before:
                setattr(person, key, things[key].get(before[key]) if key in things else before[key])
        if before.keys() & {"name", "own_name"}:
            renamed.append(person)
        _tie_back(row.before.get(TIE, {}))
        said.append(Said(person, about=person.uuid, country=code_of(person.country), personal_after=before,
                         personal_before={key: row.values[key] for key in before}))
    Person.objects.bulk_update(persons.values(), OWN, batch_size=200)
    rename(renamed)
    record_many(verb="person.changed", said=said, by=by.uuid, now=now)


def _tie_back(tie: dict) -> None:
    if "made" in tie:
        Affiliation.objects.filter(pk=tie["made"]).delete()
    if "ended" in tie:
        Affiliation.objects.filter(pk=tie["ended"]).update(until=date.fromisoformat(tie["until"]) if tie["until"] else None)
    if "corrected" in tie:
        Affiliation.objects.filter(pk=tie["corrected"]).update(position=tie["position"],
                                                               since=date.fromisoformat(tie["since"]))
