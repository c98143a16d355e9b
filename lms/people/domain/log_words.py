"""The one place where the log's verbs, fields and values have their words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lms.look.domain.dates import write_day
from lms.look.domain.numbers import write_number
from lms.look.domain.statuses import STATUSES
from lms.people.models import Sector
from lms.people.permissions import Role

STATES = ("planned", "open", "closed", "confirmed", "completed", "cancelled")
SEATS = ("made", "endorsed", "selected", "reserve", "declined", "accepted", "withdrawn")
NOUNS: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "person": (_("Person"), ("added", "changed", "moved", "merged", "merge_undone", "kept_apart", "erased")),
    "account": (_("Account"), ("invited", "opened", "password_set", "password_changed", "sessions_ended", "locked", "closed",
                              "reopened")),
    "second_factor": (_("Second factor"), ("added", "removed", "reset", "codes_made")),
    "grant": (_("Role"), ("given", "ended")),
    "affiliation": (_("Work"), ("added", "ended")),
    "membership": (_("Seat in a body"), ("given", "ended")),
    "consent": (_("Consent"), ("given", "taken back")),
    "erasure": (_("Request to be erased"), ("asked", "decided")),
    "organisation": (_("Organisation"), ("added", "changed")),
    "body": (_("Body"), ("changed",)),
    "import": (_("Sheet of persons"), ("uploaded", "confirmed", "undone")),
    "people": (_("List of persons"), ("exported",)),
    "edition": (_("Edition"), STATES),
    "nomination": (_("Nomination"), SEATS),
    "enrolment": (_("Place on the roster"), ("made",)),
    "facilitation": (_("Trainer of an edition"), ("appointed",)),
    "attendance": (_("Attendance"), ("entered",)),
    "result": (_("Post-test"), ("entered",)),
    "observation": (_("Observation"), ("entered",)),
    "evaluation": (_("Evaluation"), ("opened",)),
    "evidence": (_("Evidence for a certificate"), ("kept",)),
    "conduct": (_("Code of conduct"), ("accepted",)),
    "certificate": (_("Certificate"), ("issued",)),
    "finding": (_("Need"), ("recorded",)),
    "action": (_("Action"), ("agreed", "edition_made")),
    "curriculum": (_("Curriculum"), ("released", "adopted")),
    "adaptation": (_("National text of a module"), ("started", "added", "removed")),
    "change": (_("Change of the regional curriculum"), ("decided",)),
    "translation": (_("Translation"), ("saved",)),
    "case": (_("Case study"), ("let_through",)),
    "rule": (_("Rule of adoption"), ("changed",)),
    "round": (_("Round of consensus"), ("opened", "ended")),
    "position": (_("Position in a round"), ("taken",)),
    "gate": (_("Adoption with fewer pilots"), ("allowed",)),
    "pilot": (_("Pilot"), ("recorded", "updated", "assessed")),
    "pilot_finding": (_("Finding of a pilot"), ("recorded", "decided", "answered")),
    "feedback": (_("Feedback"), ("sent", "taken_back", "answered", "done")),
    "resource": (_("Entry of the library"), ("added", "changed", "put_away", "put_back")),
    "form": (_("Form"), ("uploaded", "taken_back", "published", "withdrawn", "reopened")),
    "submission": (_("Answers to a form"), ("emptied",)),
    "answers": (_("Answers"), ("read", "exported")),
    "reading": (_("Reading"), ("taken",)),
    "report": (_("Report"), ("published",)),
    "retention": (_("Period of keeping"), ("applied",)),
    "starter": (_("Starter content"), ("loaded",)),
}
"""{first half of a verb: (what it is about, the second halves)}: nomination.endorsed reads “Nomination: Endorsed”."""

PAST: dict[str, str | Promise] = {
    "accepted": STATUSES["accepted"].word, "added": _("Added"), "adopted": _("Adopted"), "agreed": _("Agreed"),
    "allowed": _("Allowed"), "answered": _("Answered"), "applied": _("Came to an end"), "assessed": _("Assessed"),
    "appointed": _("Appointed"), "asked": _("Asked for"), "changed": _("Changed"), "confirmed": STATUSES["confirmed"].word,
    "codes_made": _("New recovery codes"), "decided": _("Decided"), "done": _("Done"),
    "edition_made": _("Edition made from the action"),
    "emptied": _("Emptied"), "ended": _("Ended"), "entered": _("Entered"), "erased": _("Erased"), "exported": _("Exported"),
    "given": _("Given"),
    "let_through": _("Let through"), "put_away": _("Put away"), "put_back": _("Put back"), "saved": _("Saved"),
    "sent": STATUSES["sent"].word, "started": _("Begun"), "taken_back": _("Taken back"),
    "invited": _("Invited"), "issued": _("Issued"), "kept": _("Kept"), "kept_apart": _("Marked as two people"),
    "loaded": _("Loaded"), "locked": _("Locked after wrong attempts"), "made": _("Made"), "merge_undone": _("Merge undone"),
    "merged": _("Merged"),
    "moved": _("Moved to another country"), "opened": _("Opened"), "password_changed": _("Password changed"),
    "password_set": _("Password set"),
    "published": _("Published"), "recorded": _("Recorded"),
    "read": _("Read"), "released": _("Released"), "removed": _("Taken away"), "reopened": _("Reopened"), "reset": _("Reset"),
    "sessions_ended": _("Signed out everywhere"),
    "taken": _("Taken"), "taken back": _("Taken back"), "undone": _("Undone"), "updated": _("Changed"),
    "uploaded": _("Uploaded"),
}
"""The second halves that are no status of the look."""

FIELDS: dict[str, str | Promise] = {
    "added": _("Added"), "changed": _("Changed"), "given": _("Changed back"), "kept": _("Kept"), "out": _("Left out"),
    "removed": _("Taken away"), "same": _("As before"),
    "birth_year": _("Birth year"), "body": _("Body"), "completed_on": _("Completed on"), "country": _("Country"),
    "day": _("Day"), "decision": _("Decision"), "due": _("Due"), "edition": _("Edition"), "email": _("Mail address"),
    "end": _("Last day"), "figure": _("Figure"), "kind": _("Kind"), "language": _("Language"), "languages": _("Working languages"),
    "level": _("Level"), "modules": _("Modules"), "most": _("Of at most"), "name": _("Name"), "number": _("Number"),
    "on": _("Day"), "organisation": _("Organisation"), "own_name": _("Name in the own script"),
    "participants": _("Participants"), "passed": _("Passed"), "position": _("Position"), "post_score": _("Post-test"),
    "present": _("Present"), "profession": _("Profession"), "province": _("Province"), "role": _("Role"),
    "rows": _("Rows"), "score": _("Points of the rubric"), "seat": _("Speaks for"), "seats": _("Seats"),
    "sector": _("Sector"), "sex": _("Sex"), "since": _("First day"), "start": _("First day"), "state": _("State"),
    "until": _("Last day"), "version": _("Version"),
}
"""Fields without a word here show their values alone: a reader has no use for a column's name."""

VALUES: dict[str, Mapping] = {
    "state": {key: status.word for key, status in STATUSES.items()}, "role": dict(Role.choices),
    "sector": dict(Sector.choices), "seat": dict(Sector.choices), "seats": dict(Sector.choices),
    "kind": {"totp": _("app"), "webauthn": _("passkey"), "recovery_codes": _("recovery codes")}}
"""Words of values that are no choice of the record's own model, which knows its words best."""

ABOUT_A_PERSON = tuple(f"{noun}.{past}" for noun in ("person", "account", "second_factor", "grant", "affiliation",
                                                     "membership", "consent", "erasure") for past in NOUNS[noun][1])
"""What a person's page tells. Attendance and results stand with the edition, whose people alone read them."""


def halves(verb: str) -> tuple[str, str]:
    """A verb of the log in words: what it is about and what happened. One that has none is a change."""
    noun, _dot, past = verb.partition(".")
    if noun not in NOUNS or not (said := past_word(past)):
        return str(_("Changed")), ""
    return str(NOUNS[noun][0]), said


def word_for(verb: str) -> str:
    """Both halves as one phrase."""
    return ": ".join(filter(None, halves(verb)))


def past_word(past: str) -> str:
    """Second halves that are a state have the state's word."""
    return str(PAST.get(past) or (STATUSES[past].word if past in STATUSES else ""))


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """All verbs for a choice, grouped by what they are about."""
    return [(str(label), [(f"{noun}.{past}", f"{label}: {past_word(past)}") for past in pasts])
            for noun, (label, pasts) in NOUNS.items()]


Names = Mapping[str, Mapping[str, str]]
DIGEST = re.compile("[0-9a-f]{40,}")
"""Its beginning is enough to compare by eye; whole it would push a phone's page sideways."""


@dataclass(frozen=True)
class Difference:
    """One field of a change, in words. `before` is empty when nothing is known to have stood there."""

    label: str
    before: str
    after: str


def differences(before: dict, after: dict, *, thing: str, names: Names) -> list[Difference]:
    """What differs between two sets of values of a record, and what only one of them says.

    `thing` is the record's model (`courses.nomination`), `names` those of what fields point at: {"country": {code: name}}.
    """
    found = []
    for key in dict.fromkeys([*before, *after]):
        was, now = (written(key, values.get(key), thing, names) for values in (before, after))
        if was or now:
            found.append(Difference(str(FIELDS.get(key, "")), "" if was == now else was, now or str(_("none"))))
    return found


def written(key: str, value: object, thing: str, names: Names) -> str:
    """A value in the frame's language: yes and no, days, names of countries, words of choices."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, list):
        return ", ".join(written(key, one, thing, names) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{name}: {written('', one, thing, names)}" for name, one in value.items())
    if isinstance(value, int | float):
        return str(value) if key in ("birth_year", "number") else write_number(value, language=get_language() or "en")
    text = str(value)
    if known := names.get(key, {}).get(text) or chosen(thing, key, text) or VALUES.get(key, {}).get(text):
        return str(known)
    if DIGEST.fullmatch(text):
        return f"{text[:12]}…"
    try:
        return write_day(date.fromisoformat(text), language=get_language() or "en")
    except ValueError:
        return text


def chosen(thing: str, key: str, text: str) -> str:
    """The word of a choice, as the record's own model has it; nothing for what is no choice."""
    try:
        field = apps.get_model(thing)._meta.get_field(key)
    except (LookupError, ValueError, FieldDoesNotExist):
        return ""
    return str(dict(getattr(field, "flatchoices", [])).get(text, ""))
