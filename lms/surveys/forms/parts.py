"""What a template draws: the nodes of a judged form as a tree of parts, each with its words, ids and names."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString

from lms.surveys.domain.evaluation import Node

EMPTY = SafeString("")


@dataclass(frozen=True)
class Words:
    """A text as safe HTML and the lang attribute that it needs ("" when it is in the frame's language)."""

    html: SafeString = EMPTY
    lang: str = ""
    plain: str = ""

    def __bool__(self) -> bool:
        return bool(self.html)


@dataclass(frozen=True)
class Medium:
    """A picture, sound or film beside a text. `kind` is image, audio or video."""

    kind: str
    url: str
    alt: str = ""


@dataclass(frozen=True)
class Choice:
    """One answer to choose. Only the first has an id, which the list of errors leads to."""

    value: str
    words: Words
    chosen: bool
    id: str = ""
    media: tuple[Medium, ...] = ()

    @property
    def short(self) -> bool:
        """True for a figure or two: several of them stand in one row of a phone."""
        return len(self.words.plain) <= 2 and not self.media


@dataclass
class Part:
    """One node on the page.

    `template` draws it. `depth` is the level of its heading. `parts` are those below a group, `instances` those of a
    repeat, `fresh` a new one for a script; `columns` and `parts` the two sides of a rating grid.
    """

    node: Node
    template: str
    label: Words = Words()
    hint: Words = Words()
    media: tuple[Medium, ...] = ()
    error: Words | None = None
    depth: int = 2
    kind: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    choices: list[Choice] = field(default_factory=list)
    places: list[list[Choice]] = field(default_factory=list)
    note: str = ""
    filtered: bool = False
    parts: list["Part"] = field(default_factory=list)
    instances: list["Instance"] = field(default_factory=list)
    fresh: "Instance | None" = None

    @property
    def at(self) -> str:
        return self.node.at

    @property
    def path(self) -> str:
        return self.node.item["path"]

    @property
    def id(self) -> str:
        return f"q-{self.node.at}"

    @property
    def name(self) -> str:
        return f"a:{self.node.at}"

    @property
    def value(self) -> Any:
        return self.node.value

    @property
    def values(self) -> list[str]:
        """What was answered, as a list: for a locked question, whose own fields are not sent."""
        return self.value if isinstance(self.value, list) else [self.value]

    @property
    def rows(self) -> str:
        """How choices stand: in a row that becomes a column on a phone, or always one below the other."""
        words = self.node.item["appearance"].split()
        return "choice-row" if any(word in IN_A_ROW for word in words) else "choice-rows"

    @property
    def hidden(self) -> bool:
        return not self.node.relevant

    @property
    def described_by(self) -> str:
        """Ids of the hint, the note and the error, for aria-describedby."""
        parts = [f"{self.id}-hint" if self.hint else "", f"{self.id}-note" if self.note else "",
                 f"{self.id}-error" if self.error else ""]
        return " ".join(part for part in parts if part)

    @property
    def target(self) -> str:
        """Where the list of errors leads to: the field itself, or the first of the choices."""
        return f"{self.id}:1" if self.choices and self.template.endswith("choices.html") else self.id


@dataclass
class Instance:
    """One instance of a repeat: its place, its number from 1 (0 for the one a script copies), and its parts."""

    at: str
    number: int
    parts: list[Part]


IN_A_ROW = frozenset({"likert", "horizontal", "horizontal-compact", "columns-pack"})


@dataclass(frozen=True)
class Wrong:
    """One line of the list of errors: which question, where it stands, and why."""

    label: Words
    target: str
    error: Words
