"""Judges given answers by the rules of a form: which questions show, which answers are missing or break a rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from lms.surveys.domain.evaluation_rest import Settled
from lms.surveys.domain.evaluation_tree import MOST_INSTANCES, MOST_SPOTS, Spot
from lms.surveys.domain.languages import say
from lms.surveys.domain.reading import text_of
from lms.surveys.domain.refusals import Complaint
from lms.surveys.models.definition import SEVERAL, SILENT, STRUCTURE, Definition

NOT_ASKED = STRUCTURE | SILENT | {"note"}


@dataclass(frozen=True)
class Said:
    """A text with its quoted answers filled in, and the language of the form that it is in ("" when there is none)."""

    text: str
    language: str


@dataclass(frozen=True)
class Node:
    """One node of the filled form as a page shows it.

    `value` is a text, or a list where several can be chosen: as typed, or as worked out. `instances` is the number of a
    repeat's instances; `addable` is True for one that the person may lengthen.
    """

    item: dict[str, Any]
    at: str
    value: str | list[str]
    relevant: bool
    required: bool
    readonly: bool
    instances: int = 0
    addable: bool = False


class Judged:
    """What the form makes of the answers.

    answers: those to keep, as models/definition.py describes them: relevant and readable ones, calculations included.
    complaints: {place: Complaint} in the form's order. relevant: the places that show.
    """

    def __init__(self, settled: Settled, definition: Definition, language: str) -> None:
        self._settled, self._definition, self._language = settled, definition, language
        self._spots = {spot.at: spot for spot in settled.root.each()}
        self.relevant: set[str] = {at for at, spot in self._spots.items() if spot.shown}
        self.answers: dict[str, Any] = _answers(settled.root)
        self.complaints: dict[str, Complaint] = self._complaints()

    @property
    def root(self) -> Spot:
        """The tree of the filled form."""
        return self._settled.root

    @cached_property
    def nodes(self) -> list[Node]:
        """Every node in document order, each repeat's instances one after the other; those that do not show as well."""
        return [self._node(spot) for spot in self._spots.values() if spot.item is not None]

    def fresh(self, repeat: Node) -> list[Node]:
        """The nodes of one more instance of a repeat, numbered [0]: what a page keeps ready to add."""
        instance = self._settled.spare(self._spots[repeat.at])
        spots = {spot.at: spot for spot in instance.each()}
        self._spots = spots | self._spots
        return [self._node(spot) for spot in spots.values() if spot.item is not None]

    def say(self, texts: dict[str, Any], at: str) -> Said:
        """A text in the language of the judging, else in one it has, with the answers it quotes as they are at a place."""
        found, language = say(texts, self._language)
        if isinstance(found, list):
            found = "".join(part if isinstance(part, str) else self.value_of(part["value"], at) for part in found)
        return Said(found, language)

    def value_of(self, expression: str, at: str) -> str:
        """The text of an expression at a place, "" when it cannot be worked out."""
        return self._settled.text(expression, self._spots.get(at, self.root))

    def choices(self, node: Node) -> list[dict[str, Any]]:
        """The choices that stand there now: after the filter, in the order of the shuffle."""
        return self._settled.choices(self._spots[node.at])

    def _node(self, spot: Spot) -> Node:
        item, settled = spot.item or {}, self._settled
        value: str | list[str] = spot.text if item["calculation"] or spot.kind in SILENT | {"note"} else _typed(spot)
        if spot.kind in SEVERAL and isinstance(value, str):
            value = value.split()
        readonly = settled.holds(item["readonly"], spot, otherwise=False)
        repeat = spot.kind == "repeat"
        return Node(item, spot.at, value, spot.shown, settled.holds(item["required"], spot, otherwise=False), readonly,
                    spot.count, repeat and not item["count"] and not readonly and spot.count < MOST_INSTANCES)

    # --- complaints ---

    def _complaints(self) -> dict[str, Complaint]:
        found = {place: Complaint(_("The form does not ask this.")) for place in self._settled.filling.unknown}
        for spot in self._spots.values():
            if spot.shown and spot.item is not None and (complaint := self._complaint(spot, spot.item)):
                found[spot.at] = complaint
        if self._settled.filling.spots > MOST_SPOTS or self._settled.scope.left < 0:
            found[""] = Complaint(_("These are more answers than one form can hold."))
        return found

    def _complaint(self, spot: Spot, item: dict[str, Any]) -> Complaint | None:
        if spot.kind == "repeat" and spot.over:
            return Complaint(_("Here are more than %(most)s entries. Delete some.") % {"most": MOST_INSTANCES})
        if spot.kind in NOT_ASKED:
            return None
        if spot.wrong and not item["calculation"]:
            return Complaint(spot.wrong)
        holds = self._settled.holds
        if spot.answer is None:
            asked = item["required"] and holds(item["required"], spot, otherwise=False)
            if asked and not holds(item["readonly"], spot, otherwise=False):
                return self._said(item["required_messages"], spot, _("Answer this question."))
            return None
        if item["filter"] and not self._settled.offered(spot):
            return Complaint(_("Choose one of the answers in the list."))
        if item["constraint"] and not holds(item["constraint"], spot):
            return self._said(item["constraint_messages"], spot, _("This answer is outside what the question allows."))
        return None

    def _said(self, texts: dict[str, Any], spot: Spot, ours: str) -> Complaint:
        said = self.say(texts, spot.at)
        return Complaint(said.text, said.language) if said.text else Complaint(ours)


def judge(*, definition: Definition, data: Mapping[str, Any], language: str, now: datetime, seed: str = "") -> Judged:
    """Read `data` as typed, {path: text, number or list of names; repeat: [the same]}, and judge it.

    Never raises for what a person typed. `language` is a code of the form; `now` aware; `seed` the instance's id, which
    lets shuffled choices stand still. Complaints are the form's own words where it has them, else ours in the active
    language. An answer to a question that does not show is dropped, as the XForms rules say.
    """
    return Judged(Settled(definition, dict(data), language, now, seed), definition, language)


def _typed(spot: Spot) -> str | list[str]:
    """As typed; where several can be chosen a list."""
    if spot.kind in SEVERAL and isinstance(spot.typed, (list, tuple)):
        return [text_of(one) for one in spot.typed]
    return text_of(spot.typed)


def _answers(scope: Spot) -> dict[str, Any]:
    """The answers of the form, or of one instance of a repeat."""
    answers: dict[str, Any] = {}
    for spot in scope.below:
        if not spot.shown:
            continue
        if spot.repeats:
            rows = [_answers(instance) for instance in spot.pool[:spot.count]]
            if rows:
                answers[spot.plan.path] = rows
        elif spot.below:
            answers |= _answers(spot)
        elif spot.kind in {"calculate", "hidden"}:
            if spot.text:
                answers[spot.plan.path] = spot.text
        elif spot.answer is not None and spot.kind not in NOT_ASKED:
            answers[spot.plan.path] = spot.answer
    return answers
