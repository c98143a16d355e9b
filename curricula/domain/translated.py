"""Saving what a translator wrote (activity 1.2): the parts that it is about and no other, and never over somebody's newer words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from curricula.domain import drafts, following
from curricula.domain.translating import module_of
from curricula.models import Adaptation, ModulePage, Translation
from lms.audit.domain.log import record
from lms.people.domain.refusal import require
from lms.people.models import Person


@dataclass(frozen=True)
class Entry:
    """What a person wrote for one part: `words` as they are stored, by field. `was` is the digest of the own part that the
    person saw ("" when the text left it out), `source` that of the regional part. `done` None: not said."""

    unit: str
    words: Mapping[str, Any]
    was: str
    source: str
    done: bool | None = None


@dataclass(frozen=True)
class Saved:
    """How many parts were written or ticked, and those that were not, because somebody else wrote them in between."""

    parts: int
    clashes: list[Entry]


@transaction.atomic
def save(*, bond: Adaptation, entries: Sequence[Entry], by: Person, now: datetime) -> Saved:
    """Write the words of these parts in one revision, and how far each is.

    A part whose own text is no longer the one that the person saw is left alone and given back, unless the same words stand
    there already. Raises Refused while a round of consensus locks the draft.
    """
    require("translate", by=by, country=bond.curriculum.country)
    module = module_of(bond)
    clashes: list[Entry] = []
    written: set[str] = set()

    def edit(draft: ModulePage) -> bool:
        here = drafts.parts(draft)
        for entry in entries:
            own = here.get(entry.unit)
            words = {name: value for name, value in entry.words.items() if own is None or own.fields[name] != value}
            if words and (own.digest if own else "") != entry.was:
                clashes.append(entry)
            elif words and own and drafts.write(draft, entry.unit, words):
                written.add(entry.unit)
        return bool(written)

    drafts.change(module=module, by=by, edit=edit)  # compared part by part above, not as a whole
    taken = [entry for entry in entries if entry not in clashes]
    ticked = _tick(bond, taken, written, by, now)
    if written or ticked:
        country = bond.curriculum.country
        record(verb="translation.saved", thing=bond, by=by.uuid, now=now, country=country.code if country else "",
               after={"curriculum": bond.curriculum.slug, "module": module.letter, "written": len(written),
                      "done": sum(ticked.values())})
    return Saved(len(written | ticked.keys()), clashes)


def _tick(bond: Adaptation, entries: Sequence[Entry], written: set[str], by: Person, now: datetime) -> dict[str, bool]:
    """Keep how far these parts are, where that changes: {part: done}."""
    rows = {row.unit: row for row in Translation.objects.filter(adaptation=bond)}
    known = _known(bond)
    ticked: dict[str, bool] = {}
    for entry in entries:
        row = rows.get(entry.unit)
        if (entry.unit, entry.source) not in known:
            continue  # a local part, or a regional text that never was
        changed = entry.unit in written
        older = bool(row and row.done and row.source != entry.source)
        if entry.done:
            after = (entry.source, True)
        elif (not row and not changed) or (row and entry.done is None) or (older and not changed):
            continue  # nothing was said and nothing begun; or done from an older text that nobody touched now
        else:
            after = (row.source if row else entry.source, False)
        if row is None or after != (row.source, row.done):
            Translation.objects.update_or_create(adaptation=bond, unit=entry.unit, defaults={
                "source": after[0], "done": after[1], "at": now, "by": by.uuid})
            ticked[entry.unit] = after[1]
    return ticked


def _known(bond: Adaptation) -> set[tuple[str, str]]:
    """Every regional text of the module's parts that a version ever had: (part, digest)."""
    origin = bond.curriculum.origin
    rows = following.history(origin).frozen.values() if origin else []
    return {(key, digest) for row in rows if row.module_id == bond.origin_id for key, digest in row.units}
