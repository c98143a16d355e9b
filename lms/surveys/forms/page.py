"""Builds what a page shows of a judged form: every node, in the form's order, as parts that templates draw.

What does not show now is on the page all the same, marked hidden: a script opens it at once, the server on the next post.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language

from lms.look.domain.nav import in_language
from lms.surveys.domain import markup
from lms.surveys.domain.answer_files import ACCEPT
from lms.surveys.domain.evaluation import Judged, Node
from lms.surveys.domain.languages import say, tag
from lms.surveys.domain.refusals import Complaint
from lms.surveys.domain.script import script_data
from lms.surveys.forms.fields import FIELDS, as_select, as_steps, attributes_of, steps_of
from lms.surveys.forms.parts import Choice, Instance, Medium, Part, Words, Wrong
from lms.surveys.models.definition import CHOSEN, FILES, SILENT, Definition

GRID = "list-nolabel"
GRID_TEMPLATE = "surveys/node_grid.html"
LARGE = frozenset({"surveys/node_group.html", "surveys/node_repeat.html", GRID_TEMPLATE})
SAID = SILENT | {"note"}
DEEPEST = 6
MOST_PLACES = 20
MEDIA = ("image", "audio", "video")
DRAWN_BY_LOT = ("once(", "random(", "uuid(")


@dataclass(frozen=True)
class Said:
    """How texts become words: in the form's language `language`, on a page in `frame`."""

    judged: Judged
    language: str
    frame: str

    def words(self, texts: dict[str, Any], at: str) -> Words:
        text, spoken = say(texts, self.language)
        if not text:
            return Words()
        value_of = lambda expression: self.judged.value_of(expression, at)  # noqa: E731
        made = markup.html(text, value_of)
        return Words(made, "" if spoken == self.frame else tag(spoken), markup.plain(text, value_of))

    def complaint(self, complaint: Complaint) -> Words:
        spoken = complaint.language
        text = complaint.message
        return Words(markup.html(text), tag(spoken) if spoken not in {None, self.frame} else "", text)


@dataclass
class Page:
    """Builds the parts. `media_at` gives the address of a medium of the form, "" when it has no such file."""

    definition: Definition
    judged: Judged
    language: str
    frame: str
    complaints: dict[str, Complaint] = field(default_factory=dict)
    media_at: Callable[[str], str] = lambda _name: ""

    def __post_init__(self) -> None:
        self.said = Said(self.judged, self.language, self.frame)
        self.found: dict[str, Part] = {}

    def parts(self) -> list[Part]:
        """All of the form, from the top."""
        return self._tree(self.judged.nodes, "", 2)

    def wrong(self) -> list[Wrong]:
        """The complaints in the form's order, each with the place that it leads to."""
        listed = []
        for place, complaint in self.complaints.items():
            part, error = self.found.get(place), self.said.complaint(complaint)
            listed.append(Wrong(part.label if part else Words(), part.target if part else "", error))
        return listed

    # --- the tree ---

    def _tree(self, nodes: list[Node], scope: str, depth: int) -> list[Part]:
        """The parts of a scope: the form (""), or an instance ("members[2]")."""
        top: list[Part] = []
        into: dict[str, tuple[list[Part], int]] = {scope: (top, depth)}
        for node in nodes:
            parent, level = _above(node.at, into, scope)
            part = self._part(node, level)
            parent.append(part)
            self.found[node.at] = part
            below = level + 1 if part.label else level
            if node.item["type"] == "group":
                into[node.at] = (part.parts, below)
            elif node.item["type"] == "repeat":
                for number in range(1, node.instances + 1):
                    instance = Instance(f"{node.at}[{number}]", number, [])
                    part.instances.append(instance)
                    into[instance.at] = (instance.parts, below + 1)
                if (node.addable or node.item["count"]) and "[0]" not in node.at:
                    at = f"{node.at}[0]"
                    part.fresh = Instance(at, 0, self._tree(self.judged.fresh(node), at, below + 1))
        for parts, _level in into.values():
            parts[:] = _grids(parts)
        return top

    def _part(self, node: Node, depth: int) -> Part:
        item, kind = node.item, node.item["type"]
        label, hint = self.said.words(item["labels"], node.at), self.said.words(item["hints"], node.at)
        if not label and kind != "group":
            label, hint = hint, Words()
        complaint = self.complaints.get(node.at)
        part = Part(node, FIELDS.get(kind, "surveys/node_field.html"), label, hint, self._media(item["media"], label),
                    self.said.complaint(complaint) if complaint else None, min(depth, DEEPEST), kind,
                    filtered=bool(item["filter"]))
        if kind in SILENT:
            part.template = "surveys/node_silent.html" if _carried(node) else "surveys/node_nothing.html"
        elif kind in CHOSEN:
            self._choose(part)
        elif kind == "range" and (steps := steps_of(item["range"])):
            as_steps(part, steps, self.frame)
        elif kind in FILES:
            part.attributes = {"accept": ACCEPT[kind]} | (
                {"capture": "environment"} if "new" in item["appearance"].split() else {})
        else:
            part.attributes, part.note = attributes_of(node)
        return part

    # --- choices ---

    def _choose(self, part: Part) -> None:
        node = part.node
        chosen = node.value if isinstance(node.value, list) else [node.value]
        part.choices = [
            Choice(choice["name"], self.said.words(choice["labels"], node.at), choice["name"] in chosen,
                   f"{part.id}:1" if number == 1 else "", self._media(choice["media"]))
            for number, choice in enumerate(self.judged.choices(node), start=1)]
        if part.kind == "rank":
            wanted = [*chosen, *[""] * len(part.choices)]
            part.places = [[Choice(one.value, one.words, one.value == wanted[place]) for one in part.choices]
                           for place in range(min(len(part.choices), MOST_PLACES))]
        elif as_select(node, part.choices):
            part.template = "surveys/node_select.html"

    def _media(self, media: dict[str, dict[str, str]], label: Words | None = None) -> tuple[Medium, ...]:
        named = media.get(self.language) or next(iter(media.values()), {})
        found = ((kind, self.media_at(named[kind])) for kind in MEDIA if named.get(kind))
        return tuple(Medium(kind, url, label.plain if label else "") for kind, url in found if url)


def _above(at: str, into: dict[str, tuple[list[Part], int]], scope: str) -> tuple[list[Part], int]:
    """Where a node goes: below the nearest group or instance around it."""
    place = at
    while place != scope:
        place = place.rpartition("/")[0]
        if place in into:
            return into[place]
        if not place:
            break
    return into[scope]


def _carried(node: Node) -> bool:
    """What no page shows but must come back with it: a hidden value, when the form was begun, a lot that was drawn."""
    item = node.item
    if not node.value:
        return False
    if item["type"] == "meta":
        return [*item["preload"], "", ""][1] == "start"
    return item["type"] == "hidden" or any(word in item["calculation"] for word in DRAWN_BY_LOT)


def _grids(parts: list[Part]) -> list[Part]:
    """Neighbours that ask the same choices without their labels, as one table."""
    made: list[Part] = []
    for part in parts:
        if not _in_grid(part):
            made.append(part)
        elif made and made[-1].template == GRID_TEMPLATE and made[-1].parts[0].node.item["list"] == part.node.item["list"]:
            made[-1].parts.append(part)
        else:
            made.append(Part(part.node, GRID_TEMPLATE, choices=part.choices, parts=[part]))
    return made


def _in_grid(part: Part) -> bool:
    item = part.node.item
    return (GRID in item["appearance"].split() and item["type"] in {"select_one", "select_multiple"}
            and not item["filter"] and not item["shuffle"] and not part.media)


def _sheets(parts: list[Part]) -> list[list[Part]]:
    """The parts page by page: each group, repeat or table of its own, questions between them together.

    What is only said comes with the questions it leads to.
    """
    sheets: list[list[Part]] = []
    alone = False
    for part in parts:
        large = part.template in LARGE
        if not sheets or ((large or alone) and any(one.kind not in SAID for one in sheets[-1])):
            sheets.append([])
        sheets[-1].append(part)
        alone = large if part.kind not in SILENT else alone
    return sheets


def page_of(address: str, *, definition: Definition, judged: Judged, language: str, instance_id: UUID,
            now: datetime, complaints: dict[str, Complaint] | None = None,
            media_at: Callable[[str], str] = lambda _name: "", preview: bool = False) -> dict[str, Any]:
    """The context of `surveys/nodes.html` and of the page around it.

    `address` is where the page is sent to, path and query. `language` (a code of the form) and `now` are those of the judging. With `preview` nothing on the page can be sent,
    and there is no switch of languages. `media_at(name)` gives the address of a picture, sound or film of the form.
    """
    page = Page(definition, judged, language, get_language(), complaints or {}, media_at)
    parts = page.parts()
    own, frame = dict(settings.LANGUAGES), get_language()
    path, _mark, query = address.partition("?")
    tongues = [] if preview or len(definition.languages) < 2 else [
        {"tag": tag(code), "name": own[code], "current": code == language,
         "url": in_language(path, query=query, language=code, languages=list(own))}
        for code in definition.languages if code in own]
    return {
        "parts": parts, "sheets": _sheets(parts) if definition.pages else [parts], "paged": definition.pages,
        "wrong": page.wrong(), "shown": " ".join(asked_places(judged)), "instance": instance_id, "address": address, "preview": preview,
        "questions": len(definition.asked), "tongues": tongues, "foreign": tag(language) if language != frame else "",
        "script": script_data(definition=definition, judged=judged, language=language, now=now, seed=str(instance_id))}


def asked_places(judged: Judged) -> Iterator[str]:
    """The places that a page shows a field for."""
    silent = SILENT | {"note", "group", "repeat"}
    return (node.at for node in judged.nodes if node.relevant and node.item["type"] not in silent)
