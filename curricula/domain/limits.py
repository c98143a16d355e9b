"""How long the fields of a part may be, and which are never empty: as the models and blocks have it. Pure."""

from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from curricula.blocks import ModuleBlocks
from curricula.domain import light, units
from curricula.domain.units import Written
from curricula.models import ModulePage, Session

LONGEST = 50_000
"""Characters of a field that has no limit of its own."""
NEEDED = {(units.HEAD, "title"), (units.SESSION, "title")}


@cache
def longest(kind: str, name: str) -> int:
    """Most characters of a field as people type it; for a list, of each item."""
    if kind in (units.HEAD, units.SESSION):
        model = ModulePage if kind == units.HEAD else Session
        return getattr(model._meta.get_field(name), "max_length", None) or LONGEST
    block = ModuleBlocks().child_blocks[kind].child_blocks[name]
    return getattr(getattr(block, "child_block", block).field, "max_length", None) or LONGEST


def missing(kind: str, name: str, how: Written, text: str) -> str:
    """What has to be mended before this text can be kept in this field, in words; empty when nothing."""
    value = light.from_text(text, how)
    if not value and (kind, name) in NEEDED:
        return _("A title cannot be empty.")
    most = longest(kind, name)
    if how is Written.LIST and any(len(item) > most for item in value):
        return ngettext("Shorten the lines to %(most)s character at most.", "Shorten the lines to %(most)s characters at most.",
                        most) % {"most": most}
    if (how is not Written.LIST and len(light.tidy(text).strip()) > most) or len(text) > LONGEST:
        return _("Shorten this text.")
    return ""
