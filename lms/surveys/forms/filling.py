"""Turns the nodes of a form version into what a page shows, and what a page sends into answers."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.http import QueryDict

from lms.surveys.domain.languages import say, tag
from lms.surveys.domain.refusals import Complaint

PREFIX = "a:"
INPUT_MODES = {"integer": "numeric", "decimal": "decimal"}


@dataclass(frozen=True)
class Words:
    """A text and the lang attribute that it needs ("" when it is in the frame's language)."""

    text: str
    lang: str


@dataclass(frozen=True)
class Choice:
    id: str
    value: str
    words: Words
    chosen: bool


@dataclass(frozen=True)
class Question:
    """One node on the page: a heading, a paragraph, or a question with what was answered and what is wrong."""

    path: str
    kind: str
    id: str
    name: str
    label: Words
    hint: Words
    optional: bool
    value: str
    several: bool
    long: bool
    input_mode: str
    choices: list[Choice] = field(default_factory=list)
    error: Words | None = None

    @property
    def described_by(self) -> str:
        """Ids of the hint and the error, for aria-describedby."""
        parts = [f"{self.id}-hint" if self.hint.text else "", f"{self.id}-error" if self.error else ""]
        return " ".join(part for part in parts if part)

    @property
    def target(self) -> str:
        """Where the list of errors links to: the field itself, or the first of the choices."""
        return self.choices[0].id if self.choices else self.id


def questions(*, items: list[dict], data: dict, relevant: set[str], complaints: dict[str, Complaint], language: str,
              frame: str) -> list[Question]:
    """The nodes to show, in order: those in `relevant`, in `language`, with answers and complaints filled in."""
    shown = []
    for number, item in enumerate(items, start=1):
        if item["path"] in relevant and item["type"] != "meta":
            shown.append(_question(item, f"q{number}", data.get(item["path"], ""), complaints.get(item["path"]),
                                   language, frame))
    return [one for one in shown if one.kind != "group" or one.label.text]


def _question(item: dict, at: str, given: str | list[str], complaint: Complaint | None, language: str,
              frame: str) -> Question:
    def words(texts: dict[str, str]) -> Words:
        text, spoken = say(texts, language)
        return Words(text, "" if spoken == frame else tag(spoken))

    label, hint = words(item["labels"]), words(item["hints"])
    if not label.text:
        label, hint = hint, Words("", "")
    chosen = given if isinstance(given, list) else [str(given)]
    choices = [Choice(f"{at}-{place}", one["name"], words(one["labels"]), one["name"] in chosen)
               for place, one in enumerate(item["choices"], start=1)]
    error = Words(complaint.message, tag(complaint.language) if complaint.language not in {None, frame} else "") \
        if complaint else None
    return Question(
        path=item["path"], kind=item["type"], id=at, name=PREFIX + item["path"], label=label, hint=hint,
        optional=not item["required"], value="" if isinstance(given, list) else str(given),
        several=item["type"] == "select_multiple", long="multiline" in item["appearance"],
        input_mode=INPUT_MODES.get(item["type"], ""), choices=choices, error=error)


def defaults(items: list[dict]) -> dict[str, str | list[str]]:
    """What stands in a form before anyone has answered."""
    return {item["path"]: item["default"].split() if item["type"] == "select_multiple" else item["default"]
            for item in items if item["default"] and item["type"] not in {"group", "note", "meta"}}


@dataclass(frozen=True)
class Sent:
    """What a page sent: answers by path, the instance and version it was made for, and what it showed."""

    data: dict[str, str | list[str]]
    instance_id: UUID
    version: int | None
    shown: set[str] | None


def read_sent(*, post: QueryDict, items: Iterable[dict]) -> Sent:
    """Read a sent page. Fields that the form does not ask are left out; a broken instance id becomes a new one."""
    data: dict[str, str | list[str]] = {}
    for item in items:
        name = PREFIX + item["path"]
        if name in post and item["type"] not in {"group", "note", "meta"}:
            data[item["path"]] = post.getlist(name) if item["type"] == "select_multiple" else post[name]
    shown = set(post.getlist("shown")) or None
    return Sent(data, as_uuid(post.get("instance")) or uuid4(), version_number(post), shown)


def version_number(post: QueryDict) -> int | None:
    """The number of the version that the page was made from, None when it does not say."""
    text = post.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None


def as_uuid(text: str | None) -> UUID | None:
    """A uuid from an address or a field, None when it is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
