"""Every status of the look: shape, tone and word. Shape first, then the word, colour last."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LONG_WAIT_DAYS = 180
"""After so many days "waiting" turns from gilt to lacquer (look, table of statuses)."""


@dataclass(frozen=True)
class Status:
    """Shape is a name of `icons`; tone one of river, gilt, lacquer, indigo, grey, none."""

    shape: str
    tone: str
    word: str | Promise


STATUSES = {
    # may this person train?
    "valid": Status("disc-tick", "river", _("Valid")),
    "due": Status("disc-half", "gilt", _("Due")),
    "grace": Status("disc-quarter", "gilt", _("In grace")),
    "lapsed": Status("ring-broken", "lacquer", _("Lapsed")),
    "expired": Status("ring-cross", "grey", _("Expired")),
    "provisional": Status("ring-dot", "indigo", _("Provisional")),
    "suspended": Status("disc-pause", "lacquer", _("Suspended")),
    "revoked": Status("disc-bar", "lacquer", _("Revoked")),
    "retired": Status("ring-bar", "grey", _("Retired")),
    # does the module keep step?
    "in-step": Status("waves", "none", _("In step")),
    "waiting": Status("clock", "gilt", _("Waiting")),
    "translating": Status("pencil", "river", _("Translating")),
    "diverged": Status("fork", "indigo", _("Diverged")),
    "declined": Status("ring-bar", "grey", _("Declined")),
    # consensus
    "agree": Status("disc-tick", "river", _("Agrees")),
    "stands-aside": Status("ring-bar", "grey", _("Stands aside")),
    "objects": Status("warning", "lacquer", _("Objects")),
    # editions and assessments
    "planned": Status("ring-dotted", "grey", _("Planned")),
    "open": Status("clock", "gilt", pgettext_lazy("status", "Open")),
    "closed": Status("disc-half", "gilt", pgettext_lazy("status", "Closed")),
    "confirmed": Status("disc-tick", "river", _("Confirmed")),
    "completed": Status("check", "grey", _("Completed")),
    "cancelled": Status("ring-cross", "grey", _("Cancelled")),
    # nominations
    "nominated": Status("ring-dotted", "gilt", _("Nominated")),
    "endorsed": Status("disc-half", "gilt", _("Endorsed")),
    "selected": Status("disc-three-quarter", "river", _("Selected")),
    "accepted": Status("disc-tick", "river", _("Accepted")),
    "reserve": Status("ring-number", "grey", _("Reserve")),
    "withdrawn": Status("ring-cross", "grey", _("Withdrawn")),
    # was it sent?
    "draft": Status("arrow-down", "grey", _("Draft on this phone")),
    "unsent": Status("clock", "gilt", _("Waiting to be sent")),
    "sent": Status("disc-tick", "river", _("Sent")),
}

_ALIASES = {"in-grace": "grace", "agrees": "agree", "draft-here": "draft", "waiting-to-be-sent": "unsent"}


def find_status(key: str, *, days: int | None = None) -> Status:
    """The status of a key; underscores, spaces and hyphens are the same, capitals do not matter.

    `days` is how long a decision waits; over LONG_WAIT_DAYS the tone is lacquer. Raises KeyError for an
    unknown key: a status without a shape would be told by colour alone.
    """
    key = str(key).strip().lower().replace("_", "-").replace(" ", "-")
    found = STATUSES[_ALIASES.get(key, key)]
    if found.shape == "clock" and days is not None and days > LONG_WAIT_DAYS:
        return Status(found.shape, "lacquer", found.word)
    return found
