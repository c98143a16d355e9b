"""Putting parts of a regional text into a national draft, taking them out, and taking that back: never over a written word."""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime

from curricula.domain import drafts, units
from curricula.domain.tandem import ORDER
from curricula.models import ModulePage, Session, VersionModule


@dataclass(frozen=True)
class Source:
    """A frozen regional text: its parts, their order, and the stored blocks and sessions behind them."""

    parts: dict[str, units.Unit]
    blocks: dict[str, dict]
    sessions: dict[str, Session]

    @classmethod
    def of(cls, frozen: VersionModule) -> "Source":
        return cls.of_page(ModulePage.from_serializable_data(frozen.revision.content, check_fks=False))

    @classmethod
    def of_page(cls, page: ModulePage) -> "Source":
        return cls(parts=drafts.parts(page),
                   blocks={f"block:{row['id']}": row for row in drafts.raw_blocks(page)},
                   sessions={f"session:{row.uid}": row for row in page.sessions.all()})

    @property
    def order(self) -> list[str]:
        return list(self.parts)


def follow(draft: ModulePage, key: str, text: Source, *, whole: bool) -> bool:
    """Bring one part of a draft in line with the regional text; True when the draft changed.

    A part that is missing is put in with the regional words; figures of one that stands there follow, its words do not.
    With `whole` (adopted, not adapted) a part that the region dropped is taken out and the order follows.
    """
    if key == ORDER:
        return whole and reorder(draft, text.order)
    here = drafts.parts(draft)
    if key not in text.parts:
        return whole and take_out(draft, key)
    if key not in here:
        return put_in(draft, key, text)
    return whole and drafts.write(draft, key, figures(text.parts[key]))


def complete(draft: ModulePage, text: Source) -> bool:
    """Put in every part that a draft lacks, with the regional words; what stands there stays."""
    lacking = [key for key in text.order if key not in drafts.parts(draft)]
    for key in lacking:
        put_in(draft, key, text)
    return bool(lacking)


def take_back(draft: ModulePage, key: str, text: Source, earlier: Source | None) -> bool:
    """Undo `follow` for one part, as far as nobody has worked on it: what was put in and not touched goes, what was taken
    out comes back, figures return to what the draft had before."""
    here = drafts.parts(draft)
    if earlier is None:
        return False
    if key == ORDER:
        return reorder(draft, earlier.order)
    if key not in here:
        return key in earlier.parts and put_in(draft, key, earlier)
    theirs = text.parts.get(key)
    if key not in earlier.parts:
        return theirs is not None and here[key].digest == theirs.digest and take_out(draft, key)
    followed = theirs is not None and figures(here[key]) == figures(theirs)
    return followed and drafts.write(draft, key, figures(earlier.parts[key]))


def figures(one: units.Unit) -> dict:
    """The fields of a part that are no words of a language."""
    return {name: one.fields[name] for name, how in units.FIELDS[one.kind].items()
            if how is units.Written.BARE and one.fields[name] is not None}


def put_in(draft: ModulePage, key: str, text: Source) -> bool:
    """Copy a part into a draft, behind the nearest part before it that both have; at the front when there is none."""
    before = text.order[:text.order.index(key)]
    if key in text.sessions:
        rows = list(draft.sessions.all())
        at = place(before, [f"session:{row.uid}" for row in rows])
        model = text.sessions[key]
        rows.insert(at, Session(uid=model.uid, key=model.key, title=model.title, minutes=model.minutes,
                                method=model.method, objective=model.objective))
        return set_sessions(draft, rows)
    if key not in text.blocks:
        return False
    blocks = drafts.raw_blocks(draft)
    blocks.insert(place(before, [f"block:{row['id']}" for row in blocks]), deepcopy(text.blocks[key]))
    drafts.set_blocks(draft, blocks)
    return True


def place(before: list[str], here: list[str]) -> int:
    """Behind the last key of `before` that stands `here`."""
    return next((here.index(key) + 1 for key in reversed(before) if key in here), 0)


def take_out(draft: ModulePage, key: str) -> bool:
    """Take a part out of a draft; its words stay in the revisions before."""
    if key.startswith("session:"):
        rows = list(draft.sessions.all())
        kept = [row for row in rows if f"session:{row.uid}" != key]
        return len(kept) < len(rows) and set_sessions(draft, kept)
    blocks = drafts.raw_blocks(draft)
    kept = [row for row in blocks if f"block:{row['id']}" != key]
    if len(kept) == len(blocks):
        return False
    drafts.set_blocks(draft, kept)
    return True


def reorder(draft: ModulePage, order: list[str]) -> bool:
    """Put the parts that both have into the other's order; a part that only the draft has stays behind its neighbour."""
    rows = list(draft.sessions.all())
    sorted_rows = in_order(rows, order, lambda row: f"session:{row.uid}")
    blocks = drafts.raw_blocks(draft)
    sorted_blocks = in_order(blocks, order, lambda row: f"block:{row['id']}")
    if sorted_blocks != blocks:
        drafts.set_blocks(draft, sorted_blocks)
    if sorted_rows != rows:
        set_sessions(draft, sorted_rows)
    return sorted_blocks != blocks or sorted_rows != rows


def in_order(rows: list, order: list[str], key_of) -> list:
    """`rows` with those whose key is in `order` sorted by it; each of the others follows the one it followed before."""
    places = {key: at for at, key in enumerate(order)}
    groups: list[list] = [[]]
    for row in rows:
        if key_of(row) in places:
            groups.append([row])
        else:
            groups[-1].append(row)
    first, *rest = groups
    return [*first, *(row for group in sorted(rest, key=lambda group: places[key_of(group[0])]) for row in group)]


def set_sessions(draft: ModulePage, rows: list[Session]) -> bool:
    for at, row in enumerate(rows):
        row.sort_order = at
    draft.sessions = rows
    return True


def earlier(module: ModulePage, moment: datetime) -> Source | None:
    """The draft as it stood before a moment."""
    revision = module.revisions.filter(created_at__lt=moment).order_by("-created_at", "-pk").first()
    return Source.of_page(revision.as_object()) if revision else None


def unit_with(frozen: Iterable[VersionModule], key: str, digest: str) -> units.Unit | None:
    """A part of some regional version with this digest, with its text."""
    for row in frozen:
        if [key, digest] in row.units:
            return next(one for one in units.of_content(row.revision.content) if one.key == key)
    return None
