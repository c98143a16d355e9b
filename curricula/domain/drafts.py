"""Working on the draft of a module outside Wagtail's editor: one part at a time, and never over somebody's newer text."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from curricula.domain import units
from curricula.domain.versions import parts_of
from curricula.models import CurriculumPage, ModulePage
from lms.people.domain.refusal import Refused
from lms.people.models import Person


def child_of(parent: Page, page: Page) -> Page:
    """Put a page under its parent in the tree, as the newest child."""
    parent.refresh_from_db(fields=["path", "depth", "numchild"])
    parent.add_child(instance=page)
    return page


def new_draft(curriculum: CurriculumPage, module: ModulePage, *, by: Person | None) -> ModulePage:
    """Put a new module, not public yet, under a curriculum, with its first revision."""
    child_of(curriculum, module)
    module.save_revision(user=by)
    return module


def draft_of(module: ModulePage) -> ModulePage:
    """The module as its newest revision has it."""
    return module.get_latest_revision_as_object()


def change(*, module: ModulePage, by: Person | None, edit: Callable[[ModulePage], bool]) -> Revision | None:
    """Let `edit` change the newest draft and save it as a revision, in the caller's transaction; None when it says that
    nothing changed. `edit` compares the parts that it writes with what its reader saw. Raises Refused while a round of
    consensus locks the draft.
    """
    row = ModulePage.objects.select_for_update(of=("self",)).get(pk=module.pk)
    if row.rounds_open():
        raise Refused(_("The draft is locked while its group decides on it. End the round to edit it."))
    draft = draft_of(row)
    if not edit(draft):
        return None
    revision = draft.save_revision(user=by, changed=True)
    module.latest_revision = revision
    return revision


def parts(draft: ModulePage) -> dict[str, units.Unit]:
    """The parts of a draft by key."""
    return {one.key: one for one in parts_of(draft)}


def raw_blocks(draft: ModulePage) -> list[dict]:
    """The blocks of a draft as they are stored; a copy that may be changed and put back by `set_blocks`."""
    return list(draft.body.get_prep_value())


def set_blocks(draft: ModulePage, blocks: list[dict]) -> None:
    draft.body = json.dumps(blocks)


def write(draft: ModulePage, key: str, values: Mapping[str, Any]) -> bool:
    """Write fields of one part into a draft (see `units.FIELDS`). False: nothing changed, or no such part."""
    if key == units.HEAD:
        return _set(draft, values)
    if key.startswith("session:"):
        rows = list(draft.sessions.all())  # copies: they are put back
        changed = any(_set(row, values) for row in rows if f"session:{row.uid}" == key)
        draft.sessions = rows
        return changed
    blocks, wanted = raw_blocks(draft), key.partition(":")[2]
    for block in blocks:
        if block.get("id") == wanted:
            before = units.unit(key, block["type"], block["value"])
            block["value"] = {**block["value"], **{
                name: _stored(block["value"].get(name), value) for name, value in values.items()}}
            if units.unit(key, block["type"], block["value"]).digest == before.digest:
                return False
            set_blocks(draft, blocks)
            return True
    return False


def _set(row: Any, values: Mapping[str, Any]) -> bool:
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)


def _stored(before: Any, value: Any) -> Any:
    """A list keeps the ids of the items that stay in their places."""
    if not isinstance(value, list):
        return value
    known = [item for item in before or [] if isinstance(item, dict)]
    return [{**(known[at] if at < len(known) else {"type": "item"}), "value": text} for at, text in enumerate(value)]
