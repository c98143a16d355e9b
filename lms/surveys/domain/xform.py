"""Reads a compiled XForm into the plain data that our pages, checks and figures are built from.

The contract is `models.definition`. What our pages cannot do is kept as a problem with its place in the workbook:
better said on publishing than shown to a respondent.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from lms.surveys.domain.columns import Places
from lms.surveys.domain.languages import code_of
from lms.surveys.domain.refusals import Problem
from lms.surveys.domain.xform_choices import ChoicesRefused, Lists
from lms.surveys.domain.xform_grids import fold
from lms.surveys.domain.xform_rules import rule_problems
from lms.surveys.domain.xform_texts import JR, XF, Texts, own_root
from lms.surveys.models.definition import Definition

BODY = "{http://www.w3.org/1999/xhtml}body"
TITLE = "{http://www.w3.org/1999/xhtml}title"
ODK = "{http://www.opendatakit.org/xforms}"
INPUTS = {"int": "integer", "decimal": "decimal", "date": "date", "time": "time", "dateTime": "dateTime",
          "geopoint": "geopoint", "geotrace": "geotrace", "geoshape": "geoshape", "barcode": "barcode"}
CONTROLS = {"select1": "select_one", "select": "select_multiple", "rank": "rank", "range": "range",
            "trigger": "acknowledge"}
UPLOADS = {"image": "image", "audio": "audio", "video": "video"}


@dataclass(frozen=True)
class Compiled:
    """What a form asks, the title it states, and what our pages cannot do with it."""

    items: list[dict[str, Any]]
    languages: list[str]
    title: str
    lists: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    style: str = ""
    problems: list[Problem] = field(default_factory=list)

    @property
    def definition(self) -> Definition:
        """The same for the rules that judge answers."""
        return Definition(self.items, self.lists, self.languages, self.style)


def parse(*, xform: str, places: Places, default: str, anonymous: bool = False, without: Collection[str] = (),
          external: dict[str, list[dict[str, Any]]] | None = None) -> Compiled:
    """Read a compiled XForm. `default` is the language of texts that name none; `places` know the workbook's rows.

    `without` are the languages in which the form is not offered, `external` the lists that the compiler left out. Never raises for a form that the compiler made: what cannot be shown is in `problems`, first to last.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
                             huge_tree=True)
    tree = etree.fromstring(xform.encode(), parser)
    return _Reader(tree, places, code_of(default), anonymous, without, external or {}).read()


class _Reader:
    def __init__(self, tree: etree._Element, places: Places, default: str, anonymous: bool, without: Collection[str],
                 external: dict[str, list[dict[str, Any]]]) -> None:
        self.tree, self.places, self.anonymous = tree, places, anonymous
        model = tree.find(f".//{XF}model")
        instances = model.findall(f"{XF}instance")
        self.root = instances[0][0]
        self.top = f"/{etree.QName(self.root).localname}/"
        self.texts = Texts(model, self.top, default, without)
        self.lists = Lists(instances[1:], self.texts, external)
        self.binds = {bind.get("nodeset"): bind for bind in model.iterfind(f"{XF}bind")}
        self.body = tree.find(BODY)
        self.controls = self._controls()
        self.actions = list(tree.iter(f"{XF}setvalue", f"{ODK}setgeopoint", f"{ODK}recordaudio"))
        self.items: list[dict[str, Any]] = []
        self.problems: list[Problem] = []

    def read(self) -> Compiled:
        self._walk(self.root, "", "")
        self._act()
        items = fold(self.items, self.texts.languages)
        known = {"", *(path for path, _node in self._paths(self.root, ""))}
        self.problems += rule_problems(items=items, lists=self.lists.all, known=known, places=self.places,
                                       anonymous=self.anonymous)
        return Compiled(items, self.texts.languages, (self.tree.findtext(f".//{TITLE}") or "").strip(), self.lists.all,
                        self.body.get("class", ""), self.problems)

    def _controls(self) -> dict[str, etree._Element]:
        """The control of each node by its reference; a repeat's own element, whose group is its parent."""
        found: dict[str, etree._Element] = {}
        for element in self.body.iter():
            reference = element.get("nodeset") if element.tag == f"{XF}repeat" else element.get("ref")
            if reference and etree.QName(element).localname in {
                    "group", "repeat", "input", "upload", "trigger", "range", "rank", "select", "select1"}:
                found[reference] = element
        return found

    def _paths(self, node: etree._Element, at: str) -> Iterator[tuple[str, etree._Element]]:
        for child in node.iterchildren(tag=etree.Element):
            path = at + etree.QName(child).localname
            yield path, child
            yield from self._paths(child, path + "/")

    def _refuse(self, path: str, column: str, message: str) -> None:
        self.problems.append(Problem("survey", self.places.row_of(path), self.places.head(column), message))

    # --- the nodes, in the order of the instance ---

    def _walk(self, parent: etree._Element, at: str, repeat: str) -> None:
        seen = set()
        for node in parent.iterchildren(tag=etree.Element):
            path = at + etree.QName(node).localname
            if path in seen or (not at and path == "meta"):  # a repeat stands twice: its pattern and its first instance
                continue
            seen.add(path)
            control = self.controls.get(self.top + path)
            kind = self._kind(path, node, control)
            self._item(path, kind, repeat, node, control)
            if kind in {"group", "repeat"}:
                self._walk(node, path + "/", path if kind == "repeat" else repeat)

    def _kind(self, path: str, node: etree._Element, control: etree._Element | None) -> str:
        bind = self.binds.get(self.top + path, {})
        if control is None:
            if len(node):
                return "group"
            return "meta" if bind.get(f"{JR}preload") else "calculate" if bind.get("calculate") else "hidden"
        tag = etree.QName(control).localname
        if tag in {"group", "repeat"}:
            return tag
        if tag == "upload":
            return UPLOADS.get(control.get("mediatype", "").partition("/")[0], "file")
        if control.get("query") is not None:
            return "select_one"
        kind = CONTROLS.get(tag) or INPUTS.get(bind.get("type", "").removeprefix("xsd:"), "text")
        return "note" if kind == "text" and self._says_only(path, node, bind) else kind

    def _says_only(self, path: str, node: etree._Element, bind: Any) -> bool:
        """True for a locked text into which nothing is ever written: the compiler makes that of a note."""
        return bind.get("readonly") == "true()" and not bind.get("calculate") and not (node.text or "").strip() \
            and self.tree.find(f".//{XF}setvalue[@ref='{self.top}{path}']") is None

    def _item(self, path: str, kind: str, repeat: str, node: etree._Element, control: etree._Element | None) -> None:
        bind = self.binds.get(self.top + path, {})
        around = control.getparent() if control is not None and kind == "repeat" else control
        labels, media = self.texts.of(around, "label")
        hints, _media = self.texts.of(around, "hint")
        rule = lambda name: own_root(bind.get(name, ""), self.top)  # noqa: E731
        item: dict[str, Any] = {
            "path": path, "name": path.rpartition("/")[2], "type": kind, "repeat": repeat,
            "appearance": " ".join(dict.fromkeys(word for one in (around, control) if one is not None
                                                 for word in one.get("appearance", "").split())),
            "labels": labels, "hints": hints, "media": media,
            "required": rule("required"), "constraint": rule("constraint"), "relevant": rule("relevant"),
            "calculation": rule("calculate"), "readonly": "" if kind == "note" else rule("readonly"),
            "required_messages": self.texts.bound(bind.get(f"{JR}requiredMsg", "")),
            "constraint_messages": self.texts.bound(bind.get(f"{JR}constraintMsg", "")),
            "default": "" if len(node) else (node.text or "").strip(), "first": "", "changes": [],
            "list": "", "filter": "", "shuffle": "", "range": {}, "count": "",
            "preload": [bind.get(f"{JR}preload"), bind.get(f"{JR}preloadParams", "")] if kind == "meta" else [],
        }
        if control is None:
            pass
        elif kind in {"select_one", "select_multiple", "rank"}:
            self._choose(item, control)
        elif kind == "range":
            item["range"] = {name: control.get(name, "") for name in ("start", "end", "step")}
        elif kind == "repeat":
            item["count"] = own_root(control.get(f"{JR}count", ""), self.top) or (
                "1" if control.get(f"{JR}noAddRemove") == "true()" else "")
        self.items.append(item)

    def _choose(self, item: dict[str, Any], control: etree._Element) -> None:
        try:
            item |= self.lists.asked(control, item["path"])
        except ChoicesRefused as refusal:
            self._refuse(item["path"], refusal.column, str(refusal))

    # --- what is written by an event instead of a person ---

    def _act(self) -> None:
        by_path = {item["path"]: item for item in self.items}
        for action in self.actions:
            path = action.get("ref", "").removeprefix(self.top)
            item = by_path.get(path)
            if item is None:
                continue
            event, value = action.get("event", ""), own_root(action.get("value", ""), self.top) or "''"
            kind = etree.QName(action).localname
            if kind == "recordaudio":
                self._refuse(path, "type", _("Our pages cannot record sound in the background. Delete the row."))
            elif kind == "setgeopoint":
                item.update(type="meta", preload=["geopoint", ""])
            elif "xforms-value-changed" in event:
                when = action.getparent().get("ref", "").removeprefix(self.top)
                item["changes"].append({"when": when, "value": value})
            elif item["first"] == "":  # in a repeat the same value stands twice: for the first instance and for new ones
                item["first"] = value
