"""Reads what a page of a form sends: answers as typed, the instance and version it was made for, and the button."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from lms.surveys.domain.evaluation_tree import MOST_SPOTS
from lms.surveys.models.definition import FILES, SEVERAL, STRUCTURE, Definition

ANSWER, COUNT, FILE = "a:", "r:", "f:"
"""What the names of fields begin with: an answer, the number of a repeat's instances, a file to be kept; then the place."""
MOST_INSTANCES = 200
PLACE = re.compile(r"(?P<repeat>.+)\[(?P<number>[0-9]{1,4})\]", re.S)
YEAR, MONTH = re.compile(r"\d{4}", re.ASCII), re.compile(r"\d{4}-\d\d", re.ASCII)


@dataclass(frozen=True)
class Sent:
    """What a page sent. `version` is None when the page does not say, 0 when what it says is no number.

    data: answers as typed. shown: the places that the page showed, None when a script took care of that. action: the
    button, and `place` what it is about. files: {place: upload} to be kept.
    """

    data: dict[str, Any]
    instance_id: UUID
    version: int | None = None
    shown: frozenset[str] | None = None
    action: str = "send"
    place: str = ""
    files: dict[str, UploadedFile] = field(default_factory=dict)


def read_sent(*, post: QueryDict, files: MultiValueDict, definition: Definition) -> Sent:
    """Read a sent page. Fields that the form does not ask are left out; a broken instance id becomes a new one."""
    action, _colon, place = post.get("do", "").partition(":")
    shown = frozenset(post["shown"].split()) if "shown" in post else None
    found = _Reader(post, files, definition)
    data = found.scope("", "")
    return Sent(data, as_uuid(post.get("instance")) or uuid4(), version_number(post), shown,
                action if action in ACTIONS else "send", place, found.uploads)


class _Reader:
    """Follows the form and not the fields: so many as the form asks, in as many instances as the page says."""

    def __init__(self, post: QueryDict, files: MultiValueDict, definition: Definition) -> None:
        self.post, self.files, self.definition = post, files, definition
        self.uploads: dict[str, UploadedFile] = {}
        self.left = MOST_SPOTS + 1  # one too many is enough for the judge to say so

    def scope(self, repeat: str, prefix: str) -> dict[str, Any]:
        """The answers of the form ("" and ""), or of one instance: the repeat's path and "members[2]/"."""
        data: dict[str, Any] = {}
        for item in self.definition.inside(repeat):
            place = prefix + item["path"][len(repeat) + 1 if repeat else 0:]
            if item["type"] == "repeat":
                count = self._count(place)
                if not item["count"] or count:
                    data[item["path"]] = [self.scope(item["path"], f"{place}[{number}]/") for number in range(1, count + 1)]
            elif item["type"] not in STRUCTURE | {"note"}:
                self._answer(item, place, data)
        return data

    def _count(self, place: str) -> int:
        text = self.post.get(COUNT + place, "")
        count = min(int(text), MOST_INSTANCES, self.left) if re.fullmatch("[0-9]{1,4}", text) else 0
        self.left -= count
        return count

    def _answer(self, item: dict[str, Any], place: str, data: dict[str, Any]) -> None:
        name = ANSWER + place
        if item["type"] in FILES and (upload := self.files.get(FILE + place)):
            self.uploads[place] = upload
        if item["type"] in SEVERAL:
            data[item["path"]] = [one for one in map(_storable, self.post.getlist(name)) if one]
        elif name in self.post:
            typed = _whole_date(item, _storable(self.post[name]))
            # what waits for another answer is worked out while it is blank, script or not
            if typed or not item["changes"]:
                data[item["path"]] = typed


def _storable(typed: str) -> str:
    """Without the NUL, which nobody types and PostgreSQL stores in no draft."""
    return typed.replace("\0", "")


def _whole_date(item: dict[str, Any], typed: str) -> str:
    """A month or a year as the first day of it: a date that was asked for without its day."""
    if item["type"] != "date":
        return typed
    words = item["appearance"].split()
    if "month-year" in words and MONTH.fullmatch(typed):
        return f"{typed}-01"
    return f"{typed}-01-01" if "year" in words and YEAR.fullmatch(typed) else typed


def version_number(post: QueryDict) -> int | None:
    """The number of the version that the page was made from: None when it does not say, 0 for no number at all."""
    text = post.get("version", "")
    return (int(text) if re.fullmatch("[0-9]{1,6}", text) else 0) if text else None


def as_uuid(text: str | None) -> UUID | None:
    """A uuid from an address or a field, None when it is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


# --- what the buttons do with the answers -----------------------------------------------------------------------------
ACTIONS = frozenset({"send", "add", "remove", "drop", "save", "show"})


def with_instance(*, data: dict[str, Any], definition: Definition, place: str) -> dict[str, Any]:
    """The answers with one more instance of the repeat at `place`; as they are when there is no such repeat."""
    rows = _rows(data, definition, place)
    if rows is not None and len(rows) < MOST_INSTANCES:
        rows.append({})
    return data


def without_instance(*, data: dict[str, Any], definition: Definition, place: str) -> dict[str, Any]:
    """The answers without the instance at `place` ("members[2]")."""
    found = PLACE.fullmatch(place)
    rows = _rows(data, definition, found["repeat"]) if found else None
    if found and rows and 1 <= int(found["number"]) <= len(rows):
        del rows[int(found["number"]) - 1]
    return data


def answer_at(data: dict[str, Any], place: str) -> Any:
    """What was typed at a place, "" when nothing was."""
    scope = _scope(data, place)
    return scope.get(path_of(place), "") if scope is not None else ""


def put(data: dict[str, Any], place: str, answer: Any) -> None:
    """Write an answer to a place that the page sent."""
    scope = _scope(data, place)
    if scope is not None:
        scope[path_of(place)] = answer


def path_of(place: str) -> str:
    """"members/name" of "members[2]/name"."""
    return re.sub(r"\[[0-9]+\]", "", place)


def _rows(data: dict[str, Any], definition: Definition, place: str) -> list[dict[str, Any]] | None:
    item = definition.by_path.get(path_of(place))
    scope = _scope(data, place)
    if item is None or item["type"] != "repeat" or item["count"] or scope is None:
        return None
    return scope.setdefault(item["path"], [])


def _scope(data: dict[str, Any], place: str) -> dict[str, Any] | None:
    """The form's answers, or those of the innermost instance that a place names."""
    scope: dict[str, Any] = data
    for path, number in _instances(place):
        rows = scope.get(path)
        if not isinstance(rows, list) or not 1 <= number <= len(rows) or not isinstance(rows[number - 1], dict):
            return None
        scope = rows[number - 1]
    return scope


def _instances(place: str) -> Iterator[tuple[str, int]]:
    path = ""
    for step in place.split("/"):
        name, _bracket, number = step.partition("[")
        path = f"{path}/{name}" if path else name
        if number:
            yield path, int(number[:-1]) if re.fullmatch(r"[0-9]{1,4}\]", number) else 0
