"""The record of adoption: what a group adopted, under which rule, how its seats stood, after which pilots."""

from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from curricula.domain import ballots, rounds
from curricula.domain.tallies import tally_of
from curricula.models import Adoption, ConsensusRound, PilotRecord, RoundModule
from lms.documents.domain.render import DocumentError, render_pdf
from lms.look.domain.dates import write_day
from lms.look.domain.numbers import write_number
from lms.look.domain.statuses import find_status

KEPT_SECONDS = 3600
MOST_ATTEMPTS = 5


@dataclass(frozen=True)
class AdoptionRecord:
    """`named`: with names and words, for members and those who see the country's people; else seats alone."""

    adoption: Adoption
    round: ConsensusRound
    tally: ballots.Tally
    stands: list[rounds.Stand]
    modules: list[RoundModule]
    pilots: list[PilotRecord]
    named: bool

    def rule(self) -> list[str]:
        """The rule of the round in the active language."""
        return ballots.rule_in_words(self.round, self.tally.seats, self.round.closes_on)


def read(round: ConsensusRound, *, named: bool) -> AdoptionRecord:
    """The record of a round that was adopted."""
    made = round.adoption
    counted = PilotRecord.objects.filter(
        version__curriculum=round.curriculum_id, version__major=made.version.major, assessed_on__lte=made.adopted_on)
    return AdoptionRecord(
        made, round, tally_of(round), rounds.stands(round) if named else rounds.stands_without_names(round),
        list(round.modules.select_related("module")),
        list(counted.select_related("version").order_by("assessed_on", "pk")[:made.pilots]), named)


def as_pdf(record: AdoptionRecord, *, language: str) -> bytes:
    """The record on paper. The public one, the same for everyone, is kept for an hour.

    Letters that no font has (a comment may hold any) are printed as a question mark.
    """
    key = f"curricula:adoption:{record.adoption.pk}:{language}"
    kept = None if record.named else cache.get(key)
    if kept is not None:
        return kept
    with override(language):
        data = on_paper(record, language)
    content = printed(data, record)
    if not record.named:
        cache.set(key, content, KEPT_SECONDS)
    return content


def printed(data: dict[str, Any], record: AdoptionRecord) -> bytes:
    """The PDF; each letter that no font has becomes a question mark. Raises DocumentError when that does not help."""
    for _attempt in range(MOST_ATTEMPTS):
        try:
            return render_pdf(template="adoption", data=data, timestamp=record.adoption.version.released_at,
                              name=str(record.adoption.version))
        except DocumentError as error:
            data, fault = without(data, error.letters), error
    raise fault


def without(value: Any, letters: tuple[str, ...]) -> Any:
    """The same data with a question mark in the place of each of these letters, and of all that scripts do not use."""
    if isinstance(value, str):
        lost = {letter for cluster in letters for letter in cluster}
        return "".join("?" if letter in lost or ord(letter) > 0xFFFF else letter for letter in value)
    if isinstance(value, dict):
        return {key: without(inner, letters) for key, inner in value.items()}
    return [without(inner, letters) for inner in value] if isinstance(value, list) else value


def on_paper(record: AdoptionRecord, language: str) -> dict[str, Any]:
    """What the template prints, all words in the active language."""
    made, row = record.adoption, record.round
    since = made.version.in_force or made.adopted_on
    text = row.curriculum.language
    return {
        "lang": language, "labels": labels(), "title": row.curriculum.title, "title_lang": text,
        "number": made.version.number, "notes": made.version.notes,
        "facts": [[_("Adopted by"), row.body.label], [_("Adopted on"), write_day(made.adopted_on, language=language)],
                  [_("In force from"), write_day(since, language=language)],
                  [_("Round"), write_number(row.number, language=language)],
                  [_("Seats"), counts(record.tally, language)]],
        "rule": record.rule(), "pilots": pilots_in_words(record, language), "override": made.override_reason,
        "modules": [{"letter": one.letter, "title": one.title, "sha256": one.sha256} for one in record.modules],
        "stands": [{"seat": one.word, "names": ", ".join(one.names), "choice": status_word(one),
                    "day": write_day(one.position.at, language=language, short=True) if one.position else "",
                    "comment": one.position.comment if one.position and record.named else ""} for one in record.stands],
        "named": record.named}


def counts(tally: ballots.Tally, language: str) -> str:
    figures = {name: write_number(getattr(tally, name), language=language) for name in ("seats", "agree", "aside", "silent")}
    return _("%(seats)s: %(agree)s agree, %(aside)s stand aside, %(silent)s without a position") % figures


def status_word(stand: rounds.Stand) -> str:
    return str(find_status(stand.status).word) if stand.status else _("No position")


def pilots_in_words(record: AdoptionRecord, language: str) -> list[str]:
    """A line a pilot: its version and last day; its name only for those who read names."""
    said = []
    for one in record.pilots:
        line = _("Pilot of version %(number)s, held until %(day)s") % {
            "number": one.version.number, "day": write_day(one.held_until, language=language)}
        said.append(f"{line}: {one.title}" if record.named else line)
    return said


def labels() -> dict[str, str]:
    return {"house": "COMMIT Academy", "tagline": _("Training against human trafficking"), "record": _("Record of adoption"),
            "version": _("Version"), "rule": _("The rule"), "positions": _("Positions"), "seat": _("Seat"),
            "name": _("Name"), "choice": pgettext("in a round", "Position"), "comment": _("Comment"), "modules": _("Modules"),
            "pilots": _("Pilots"), "no_pilots": _("No pilot was counted."), "override": _("Allowed by the task force"),
            "notes": _("What is new"), "page": _("Page %(here)s of %(all)s") % {"here": "{here}", "all": "{all}"},
            "seats_only": _("The public record shows seats, not names."),
            "hash": _("Each text is named by its SHA-256: equal hash, equal text.")}
