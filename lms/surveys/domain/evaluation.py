"""Judges given answers by the rules of a form: which questions show, which answers are missing or break a rule."""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from lxml import etree

from lms.surveys.domain import xpath
from lms.surveys.domain.instance import clean, node_at, text_of, tree
from lms.surveys.domain.languages import say
from lms.surveys.domain.refusals import Complaint

logger = logging.getLogger(__name__)
LONGEST_TEXT = 10_000
INTEGER = re.compile(r"[+-]?\d{1,9}")
DECIMAL = re.compile(r"[+-]?\d{1,12}([.,]\d{1,9})?")


class Unreadable(ValueError):
    """The message says what the answer should be."""


@dataclass(frozen=True)
class Judged:
    """`answers` holds the readable, relevant ones; `texts` their text form; `relevant` the paths that show."""

    answers: dict[str, Any]
    texts: dict[str, str]
    relevant: set[str]
    complaints: dict[str, Complaint]


def judge(*, items: list[dict], data: Mapping[str, Any], language: str, now: datetime) -> Judged:
    """Read `data` {path: text, number or list of names} and judge it. Never raises for what a person typed.

    Complaints are the form's own words in `language` where it has them, else ours in the active language. An
    answer to a question that does not show is dropped, as the XForms rules say.
    """
    complaints: dict[str, Complaint] = {}
    answers: dict[str, Any] = {}
    by_path = {item["path"]: item for item in items if item["type"] not in {"group", "note", "meta"}}
    for path in data:
        if path not in by_path:
            complaints[path] = Complaint(_("The form does not ask this."))
    for path, item in by_path.items():
        try:
            answer = read(item=item, given=data.get(path))
        except Unreadable as error:
            complaints[path] = Complaint(str(error))
            continue
        if answer is not None:
            answers[path] = answer
    texts = {path: text_of(answer) for path, answer in answers.items()}
    clock = xpath.Clock(now, timezone.localdate(now))
    root = tree(items=items, texts=texts)
    relevant = _relevant(items, root, texts, clock)
    for path, item in by_path.items():
        if path not in relevant:
            complaints.pop(path, None)
            answers.pop(path, None)
        elif path not in complaints and (complaint := _complaint(item, path in answers, root, language, clock)):
            complaints[path] = complaint
    order = {item["path"]: place for place, item in enumerate(items)}
    return Judged(answers, {path: texts[path] for path in answers}, relevant,
                  dict(sorted(complaints.items(), key=lambda pair: order.get(pair[0], -1))))


def read(*, item: dict, given: Any) -> Any:
    """One answer as it is kept: text, int, float, a choice's name or a list of names; None when empty.

    Digits of any script count as digits; a decimal comma is a point. Raises Unreadable.
    """
    if item["type"] == "select_multiple":
        return _several(item, given)
    text = clean(text_of(given))
    if not text:
        return None
    if item["type"] == "integer":
        if not INTEGER.fullmatch(text):
            raise Unreadable(_("Write a whole number, for example 12."))
        return int(text)
    if item["type"] == "decimal":
        if not DECIMAL.fullmatch(text):
            raise Unreadable(_("Write a number, for example 12.5."))
        return float(text.replace(",", "."))
    if item["type"] == "select_one" and text not in {choice["name"] for choice in item["choices"]}:
        raise Unreadable(_("Choose one of the answers in the list."))
    if len(text) > LONGEST_TEXT:
        raise Unreadable(_("This answer is longer than 10,000 letters. Make it shorter."))
    return text


def _several(item: dict, given: Any) -> list[str] | None:
    chosen = given.split() if isinstance(given, str) else [clean(text_of(one)) for one in given or []]
    names = [choice["name"] for choice in item["choices"]]
    if any(one not in names for one in chosen if one):
        raise Unreadable(_("Choose from the answers in the list."))
    return [name for name in names if name in chosen] or None


def _relevant(items: list[dict], root: etree._Element, texts: dict[str, str], clock: xpath.Clock) -> set[str]:
    """The paths that show. A hidden answer counts as empty for what depends on it, so this runs until it rests."""
    relevant: set[str] = {item["path"] for item in items}
    groups = {item["path"] for item in items if item["type"] == "group"}
    for _round in range(len(items) + 1):
        found: set[str] = set()
        for item in items:
            parent = item["path"].rpartition("/")[0]
            if parent in groups and parent not in found:
                continue
            node = node_at(root, item["path"])
            if not item["relevant"] or _holds(item["relevant"], node, clock):
                found.add(item["path"])
        for item in items:
            if item["type"] != "group":
                node_at(root, item["path"]).text = texts.get(item["path"], "") if item["path"] in found else ""
        if found == relevant:
            break
        relevant = found
    return relevant


def _holds(expression: str, node: etree._Element, clock: xpath.Clock) -> bool:
    """An expression that breaks on an odd answer holds: the form's fault must not cost a person the answers."""
    try:
        return xpath.holds(expression=expression, node=node, clock=clock)
    except xpath.ExpressionRefused:
        logger.warning("An expression failed at %s", node.tag)
        return True


def _complaint(item: dict, answered: bool, root: etree._Element, language: str, clock: xpath.Clock,
               ) -> Complaint | None:
    node = node_at(root, item["path"])
    if not answered:
        if item["required"] and _holds(item["required"], node, clock):
            return _said(item["required_messages"], language, _("Answer this question."))
        return None
    if item["constraint"] and not _holds(item["constraint"], node, clock):
        return _said(item["constraint_messages"], language, _("This answer is outside what the question allows."))
    return None


def _said(texts: dict[str, str], language: str, ours: str) -> Complaint:
    message, spoken = say(texts, language)
    return Complaint(message, spoken) if message else Complaint(ours)
