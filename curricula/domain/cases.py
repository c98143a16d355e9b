"""Case studies that could say who a victim is: what the checker found, who lets a text through, and what waits for it.

A draft is always saved. It is published, scheduled, released or put to a vote only when nothing in it is flagged, or a
second editor has said why the words may stay.
"""

import hashlib
import html
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from curricula.domain.identifying import Flag, Kind, flags
from curricula.models import CaseClearance, CurriculumPage, ModulePage
from lms.audit.domain.log import record
from lms.people.domain.refusal import Refused, require
from lms.people.models import Person

__all__ = ["Case", "Flag", "Kind", "cases", "flags", "let_through", "require_settled", "unsettled"]

CHECKED = ("case_study", "activity")
"""The kinds of block that tell of people."""

_BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|div|ul|ol)>|<br\s*/?>|<hr\s*/?>", re.I)
_TAG = re.compile(r"<[^>]*>")
_CONTACT_LINK = re.compile(r"""<a\b[^>]*\bhref=["'](?:tel|mailto|sms):([^"'?]*)[^>]*>""", re.I)


@dataclass(frozen=True)
class Case:
    """A case study or an activity in which something is flagged. `text` is what the flags' places refer to.

    `clearance` is there when a second editor let exactly this text through.
    """

    block: str
    kind: str
    heading: str
    text: str
    digest: str
    flags: tuple[Flag, ...]
    clearance: CaseClearance | None = None


def readable(value: Mapping[str, Any]) -> str:
    """What a block says as plain text in composed form, with numbers and addresses that stand behind its links."""
    body = _CONTACT_LINK.sub(lambda hit: f"{hit[1]} ", value.get("text") or "")
    body = html.unescape(_TAG.sub("", _BLOCK_END.sub("\n", body)))
    lines = [value.get("heading") or "", *body.split("\n")]
    return unicodedata.normalize("NFC", "\n".join(line.strip() for line in lines if line.strip()))


def cases(draft: ModulePage) -> list[Case]:
    """The flagged texts of a module object as it is in hand (a draft, or a revision's), let through or not. One query,
    and none when nothing is flagged."""
    found = []
    for block in draft.body.get_prep_value():
        if block["type"] not in CHECKED:
            continue
        text = readable(block["value"])
        if flagged := flags(text):
            found.append(Case(block.get("id") or "", block["type"], block["value"].get("heading") or "", text,
                              digest_of(text), tuple(flagged)))
    if not found:
        return []
    known = {(row.block, row.digest): row for row in CaseClearance.objects.filter(
        module=draft.pk, digest__in=[case.digest for case in found])}
    return [Case(case.block, case.kind, case.heading, case.text, case.digest, case.flags,
                 known.get((case.block, case.digest))) for case in found]


def unsettled(draft: ModulePage) -> list[Case]:
    """The flagged texts that nobody has let through yet: while there are any, the module is not published or voted on."""
    return [case for case in cases(draft) if case.clearance is None]


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def require_settled(drafts: Iterable[ModulePage]) -> None:
    """Raise Refused, naming the modules, unless nothing in these texts waits for a second editor."""
    waiting = [draft.letter for draft in drafts if unsettled(draft)]
    if waiting:
        raise Refused(ngettext(
            "A case study of module %(letters)s could say who a victim is. Change it, or ask a second editor to let it through.",
            "Case studies of modules %(letters)s could say who a victim is. Change them, or ask a second editor to let them "
            "through.", len(waiting)) % {"letters": ", ".join(waiting)})


def authors_of(module: ModulePage, found: Iterable[Case]) -> dict[str, Person | None]:
    """Who wrote each flagged text, by block: the person of the oldest draft since which it stands unchanged; None for
    texts that the platform began with. Reads no further back than it must."""
    open_still = {case.block: case.digest for case in found}
    authors: dict[str, Person | None] = dict.fromkeys(open_still)
    for revision in module.revisions.select_related("user").order_by("-created_at", "-pk").iterator(chunk_size=10):
        text = ModulePage.from_serializable_data(revision.content, check_fks=False)
        said = {row.get("id"): row for row in text.body.get_prep_value() if row.get("id") in open_still}
        for block, digest in list(open_still.items()):
            if block in said and digest_of(readable(said[block]["value"])) == digest:
                authors[block] = revision.user
            else:
                del open_still[block]
        if not open_still:
            break
    return authors


@transaction.atomic
def let_through(*, module: ModulePage, block: str, digest: str, reason: str, by: Person, now: datetime) -> CaseClearance:
    """A second editor says why the flagged words of one text may stay. It holds for this text: an edit is checked anew.

    Raises Refused without a reason, for the author of the text, and when the text was changed or let through meanwhile.
    """
    row = ModulePage.objects.select_for_update(of=("self",)).get(pk=module.pk)
    country = CurriculumPage.objects.parent_of(row).select_related("country").get().country
    require("edit curricula", by=by, country=country)
    case = next((one for one in unsettled(row.get_latest_revision_as_object())
                 if one.block == block and one.digest == digest), None)
    if case is None:
        raise Refused(_("This text was changed or let through meanwhile. Look at it again."))
    if not reason.strip():
        raise Refused(_("Say why the words may stay: the reason is kept."), field="reason")
    if authors_of(row, [case])[block] == by:
        raise Refused(_("You wrote this text. Another editor of the curriculum lets it through."))
    made = CaseClearance.objects.create(module=row, block=block, digest=digest, reason=reason.strip(), at=now, by=by.uuid)
    record(verb="case.let_through", thing=made, by=by.uuid, now=now, country=country.code if country else "",
           after={"module": row.letter, "flags": len(case.flags)})
    return made
