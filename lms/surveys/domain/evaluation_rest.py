"""Works a filled form out until it rests: what shows, what is calculated, how often a repeat stands there."""

import logging
import math
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils import timezone

from lms.surveys.domain import evaluation_lists as lists
from lms.surveys.domain import xpath
from lms.surveys.domain.evaluation_tree import MOST_INSTANCES, Filling, Spot
from lms.surveys.domain.xpath_functions import seeded_shuffle
from lms.surveys.domain.xpath_values import number_of, text_of, truth_of
from lms.surveys.models.definition import CHOSEN, SILENT, Definition

logger = logging.getLogger(__name__)
MOST_PASSES = 100
"""A chain of questions that lean on later ones settles one link a pass; real forms need two or three."""


class Settled:
    """A filled form at rest. `data` None means a form that nobody has touched."""

    def __init__(self, definition: Definition, data: dict[str, Any] | None, language: str, now: datetime,
                 seed: str) -> None:
        self.definition, self.language, self.seed = definition, language, seed
        self.filling = Filling(definition)
        self.root = self.filling.fill(data)
        self.scope = xpath.Scope(
            self.root, timezone.localtime(now), language, seed,
            instance=lambda name: lists.list_element(definition, name, language),
            choice_name=lambda node, name: lists.label_of(definition, getattr(node, "item", None), name, language),
            itext=lambda key: lists.by_key(definition, key, language))
        self._begin(self.root)
        self._rest(self.root)

    # --- expressions at a spot ---

    def value(self, expression: str, spot: Spot) -> Any:
        """The value of an expression; "" when it cannot be worked out."""
        try:
            return xpath.evaluate(expression=expression, scope=self.scope, node=spot)
        except (xpath.ExpressionFailed, xpath.ExpressionRefused):
            logger.warning("An expression failed at %s", spot.path)
            return ""

    def text(self, expression: str, spot: Spot) -> str:
        """The text of an expression, "" when it is no number where one was worked out."""
        value = self.value(expression, spot)
        return "" if isinstance(value, float) and math.isnan(value) else text_of(value)

    def holds(self, expression: str, spot: Spot, *, otherwise: bool = True) -> bool:
        """True when the expression is true; `otherwise` when there is none, or it breaks: that is the form's fault,
        and must not cost a person the answers."""
        if not expression:
            return otherwise
        if expression in CONSTANT:
            return CONSTANT[expression]
        try:
            return truth_of(xpath.evaluate(expression=expression, scope=self.scope, node=spot))
        except (xpath.ExpressionFailed, xpath.ExpressionRefused):
            logger.warning("An expression failed at %s", spot.path)
            return otherwise

    # --- until it rests ---

    def _begin(self, scope: Spot) -> None:
        """The values that stand in a form, or an instance, before anybody answers; and what a device would fill in."""
        for spot in scope.each():
            item = spot.item
            if item is None or spot.repeats:
                continue
            if item["type"] == "meta" and not spot.text:
                spot.text = self._preload(item["preload"])
            elif item["first"] and self._untouched(spot):
                spot.take(self.text(item["first"], spot))

    def _untouched(self, spot: Spot) -> bool:
        """True in a form or an instance that is new."""
        above: Spot | None = spot.parent
        while above is not None and above.parent is not None and not above.repeats:
            above = above.parent
        return above is not None and above.fresh

    def _preload(self, preload: list[str]) -> str:
        kind, parameter = [*preload, "", ""][:2]
        if kind == "date" or parameter == "today":
            return self.scope.now.date().isoformat()
        if kind == "timestamp":
            return self.scope.now.isoformat(timespec="milliseconds")
        return f"uuid:{self.seed}" if kind == "uid" else ""

    def _rest(self, scope: Spot) -> None:
        """A hidden answer counts as empty for what leans on it, so this runs until nothing changes."""
        for _pass in range(MOST_PASSES):
            if not self._pass(scope, scope.shown):
                return
        logger.warning("A form did not rest")

    def _pass(self, scope: Spot, above: bool) -> bool:
        changed = False
        for spot in scope.below:
            item = spot.item
            shown = above and (item is None or self.holds(item["relevant"], spot))
            if shown != spot.shown:
                spot.shown, changed = shown, True
            if spot.repeats:
                changed = self._repeat(spot) or changed
            elif spot.below:
                changed = self._pass(spot, shown) or changed
            elif item is not None and shown and (item["calculation"] or item["changes"]):
                changed = self._work_out(spot, item) or changed
        return changed

    def _repeat(self, spot: Spot) -> bool:
        changed, count, had = False, spot.item["count"] if spot.item else "", len(spot.pool)
        if count and spot.shown:
            wanted = number_of(self.value(count, spot))
            spot.over = wanted > MOST_INSTANCES
            changed = self.filling.use(spot, int(min(wanted, MOST_INSTANCES)) if wanted >= 1 else 0)
            for instance in spot.pool[had:]:
                self._begin(instance)
        for instance in spot.pool[:spot.count]:
            instance.shown = spot.shown
            changed = self._pass(instance, spot.shown) or changed
        return changed

    def _work_out(self, spot: Spot, item: dict[str, Any]) -> bool:
        if item["calculation"]:
            text = self.text(item["calculation"], spot)
        elif spot.text or (spot.given and spot.kind not in SILENT):
            return False  # it was worked out when its trigger changed, or the person wrote something else
        else:
            text = next((self.text(change["value"], spot) for change in item["changes"]
                         if text_of(self.value(f"/{xpath.ROOT}/{change['when']}", spot))), "")
        if text == spot.worked and (text or not spot.text or not item["calculation"]):
            return False  # an empty result takes the place of what a page carried along
        spot.worked = text
        spot.take(text)
        return True

    # --- choices ---

    def choices(self, spot: Spot) -> list[dict[str, Any]]:
        """The choices of a question after its filter, in the order of its shuffle."""
        item = spot.item
        if item is None or item["type"] not in CHOSEN:
            return []
        choices = self.definition.choices(item)
        if item["filter"]:
            choices = self._filtered(choices, item, spot)
        if item["shuffle"]:
            seed = None if item["shuffle"] == "by instance" else number_of(self.value(item["shuffle"], spot))
            choices = seeded_shuffle(choices, seed, f"{self.seed}{spot.path}")
        return choices

    def _filtered(self, choices: list[dict[str, Any]], item: dict[str, Any], spot: Spot) -> list[dict[str, Any]]:
        """All of them when the filter breaks: a person must be able to answer."""
        top = lists.list_element(self.definition, item["list"], self.language)
        if top is None:
            return choices
        rows = lists.table_of(top).rows()
        try:
            kept = {id(row) for row in xpath.pick(condition=item["filter"], rows=rows, scope=self.scope, current=spot)}
        except (xpath.ExpressionFailed, xpath.ExpressionRefused):
            logger.warning("A filter failed at %s", spot.path)
            return choices
        return [choice for choice, row in zip(choices, rows, strict=True) if id(row) in kept]

    def offered(self, spot: Spot) -> bool:
        """True when everything chosen is among the choices that stand there now."""
        names: Collection[str] = {choice["name"] for choice in self.choices(spot)}
        return all(name in names for name in (spot.answer if isinstance(spot.answer, list) else [spot.answer]))

    def spare(self, repeat: Spot) -> Spot:
        """One more instance of a repeat, numbered 0, that is not part of the form."""
        instance = self.filling.make(repeat, None, 0)
        instance.shown = repeat.shown
        self._begin(instance)
        self._rest(instance)
        return instance


CONSTANT = {"true()": True, "false()": False}
