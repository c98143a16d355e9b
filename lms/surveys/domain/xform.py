"""Reads a compiled XForm into the flat list of nodes that our pages, checks and counts are built from.

Refuses what the renderer lacks, with the row of the workbook: better on publishing than before a respondent.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from lms.surveys.domain import xpath
from lms.surveys.domain.columns import Places
from lms.surveys.domain.instance import ROOT, node_at, tree
from lms.surveys.domain.languages import UNNAMED, code_of
from lms.surveys.domain.refusals import FormRefused

XF = "{http://www.w3.org/2002/xforms}"
JR = "{http://openrosa.org/javarosa}"
BODY = "{http://www.w3.org/1999/xhtml}body"
INPUTS = {"string": "text", "int": "integer", "decimal": "decimal"}
TOP = f"/{ROOT}/"
Texts = dict[str, str]


@dataclass(frozen=True)
class Compiled:
    """What a form asks: its nodes (see FormVersion.items), its languages and the id and title it states."""

    items: list[dict]
    languages: list[str]
    title: str


def parse(*, xform: str, places: Places, default: str) -> Compiled:
    """Read a compiled XForm. `default` is the language of texts that name none. Raises FormRefused."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    return _Reader(etree.fromstring(xform.encode(), parser), places, code_of(default)).read()


class _Reader:
    def __init__(self, tree: etree._Element, places: Places, default: str) -> None:
        self.tree, self.places = tree, places
        model = tree.find(f".//{XF}model")
        instances = model.findall(f"{XF}instance")
        self.root = instances[0][0]
        self.top = f"/{etree.QName(self.root).localname}/"
        self.translations = {code_of(one.get("lang")): {text.get("id"): text for text in one}
                             for one in model.iterfind(f"{XF}itext/{XF}translation")}
        self.languages = list(self.translations) or [default]
        self.default = self.languages[0] if default == UNNAMED or default not in self.languages else default
        self.binds = {bind.get("nodeset"): bind for bind in model.iterfind(f"{XF}bind")}
        self.lists = {instance.get("id"): instance for instance in instances[1:]}
        self.model = model
        self.items: list[dict] = []

    def read(self) -> Compiled:
        paths = set(self._instance_paths(self.root, self.top))
        for instance in self.lists.values():
            if instance.get("src"):
                raise FormRefused("survey", None, "type", _("The form reads another file. Put its rows into choices."))
        self._walk(self.tree.find(BODY))
        seen = {item["path"] for item in self.items}
        for path in self._instance_paths(self.root, self.top):
            short = path.removeprefix(self.top)
            if short not in seen and not short.startswith("meta/") and short != "meta":
                self._hidden(path, short)
        self._check_expressions(paths)
        self._check_circles()
        title = self.tree.findtext(".//{http://www.w3.org/1999/xhtml}title") or ""
        return Compiled(self.items, self.languages, title)

    def _instance_paths(self, node: etree._Element, at: str):
        for child in node:
            path = at + etree.QName(child).localname
            yield path
            yield from self._instance_paths(child, path + "/")

    def _refuse(self, path: str, column: str, message: str):
        raise FormRefused("survey", self.places.row_of(path), column, message)

    # --- the body, in the order in which it is asked ---

    def _walk(self, parent: etree._Element) -> None:
        for element in parent:
            kind = etree.QName(element).localname
            reference = element.get("ref") or element.get("nodeset") or ""
            path = reference.removeprefix(self.top)
            if kind in {"label", "hint"}:
                continue
            if kind == "group":
                self._group(element, path)
            elif kind == "input":
                self._input(element, path)
            elif kind in {"select", "select1"}:
                item = self._question(element, path, "select_one" if kind == "select1" else "select_multiple")
                item["choices"] = self._choices(element, path)
            else:
                self._refuse(path, "type", _("This type of question cannot be shown on our pages yet."))

    def _group(self, element: etree._Element, path: str) -> None:
        if element.find(f"{XF}repeat") is not None:
            inner = element.find(f"{XF}repeat").get("nodeset", "").removeprefix(self.top)
            self._refuse(path or inner, "type", _("Repeats cannot be shown on our pages yet."))
        if "table-list" in element.get("appearance", ""):
            self._refuse(path, "appearance", _("Rating grids cannot be shown on our pages yet."))
        if path:
            self._node(element, path, "group")
        self._walk(element)

    def _input(self, element: etree._Element, path: str) -> None:
        bind = self.binds.get(self.top + path, {})
        kind = INPUTS.get(bind.get("type", "string").removeprefix("xsd:"), "")
        if not kind:
            self._refuse(path, "type", _("This type of question cannot be shown on our pages yet."))
        if bind.get("readonly"):
            if bind.get("readonly") != "true()" or kind != "text":
                self._refuse(path, "read_only", _("A question that is locked cannot be shown on our pages yet."))
            kind = "note"
        self._question(element, path, kind)

    def _question(self, element: etree._Element, path: str, kind: str) -> dict:
        item = self._node(element, path, kind)
        if not item["labels"] and not item["hints"]:
            self._refuse(path, "label", _("The question has no text."))
        return item

    def _hidden(self, path: str, short: str) -> None:
        """A node that is not asked: what a device would fill in, or a calculation."""
        bind = self.binds.get(path, {})
        if bind.get("calculate"):
            self._refuse(short, "calculation", _("Calculations cannot be worked out on our pages yet."))
        if bind.get(f"{JR}preload"):
            self._node(None, short, "meta")["preload"] = [bind.get(f"{JR}preload"), bind.get(f"{JR}preloadParams", "")]

    def _node(self, element: etree._Element | None, path: str, kind: str) -> dict:
        bind = self.binds.get(self.top + path, {})
        if bind.get("calculate"):
            self._refuse(path, "calculation", _("Calculations cannot be worked out on our pages yet."))
        if self.model.find(f".//{XF}setvalue[@ref='{self.top}{path}']") is not None:
            self._refuse(path, "default", _("Only a fixed text or number can be a default on our pages yet."))
        found = self.root.find("/".join(f"{XF}{step}" for step in path.split("/")))
        item: dict[str, Any] = {
            "name": path.rpartition("/")[2], "path": path, "type": kind,
            "appearance": "" if element is None else element.get("appearance", ""),
            "labels": self._texts(element, "label", path), "hints": self._texts(element, "hint", path),
            "required": self._expression(bind.get("required", "")),
            "required_messages": self._bound(bind.get(f"{JR}requiredMsg", "")),
            "constraint": self._expression(bind.get("constraint", "")),
            "constraint_messages": self._bound(bind.get(f"{JR}constraintMsg", "")),
            "relevant": self._expression(bind.get("relevant", "")), "choices": [],
            "default": (found.text or "").strip() if found is not None and not len(found) else "",
        }
        self.items.append(item)
        return item

    # --- texts ---

    def _texts(self, element: etree._Element | None, kind: str, path: str) -> Texts:
        label = None if element is None else element.find(f"{XF}{kind}")
        if label is None:
            return {}
        if label.get("ref", "").startswith("jr:itext("):
            return self._itext(label.get("ref"), path, kind)
        if len(label):
            self._refuse(path, kind, _("Answers cannot be quoted in a text on our pages yet."))
        return {self.default: label.text.strip()} if label.text and label.text.strip() else {}

    def _itext(self, reference: str, path: str, column: str) -> Texts:
        key = reference.removeprefix("jr:itext(").rstrip(")").strip("'\" ")
        return self._by_language(key, path, column)

    def _by_language(self, key: str, path: str, column: str) -> Texts:
        texts = {}
        for language, entries in self.translations.items():
            if key not in entries:
                continue
            for value in entries[key]:
                if value.get("form") in {"image", "audio", "video", "big-image"}:
                    self._refuse(path, f"media::{value.get('form')}", _("Pictures and sound cannot be shown yet."))
                if len(value):
                    self._refuse(path, column, _("Answers cannot be quoted in a text on our pages yet."))
                if value.get("form") is None and value.text and value.text.strip() not in {"", "-"}:
                    texts[language] = value.text.strip()
        return texts

    def _bound(self, text: str) -> Texts:
        if text.startswith("jr:itext("):
            return self._itext(text, "", "constraint_message")
        return {self.default: text} if text else {}

    def _choices(self, element: etree._Element, path: str) -> list[dict]:
        itemset = element.find(f"{XF}itemset")
        if itemset is None:
            return [self._choice(one, path) for one in element.findall(f"{XF}item")]
        nodeset = itemset.get("nodeset", "")
        name = nodeset.removeprefix("instance('").removesuffix("')/root/item")
        if name not in self.lists:
            column = "choice_filter" if "[" in nodeset else "parameters" if "(" in name else "type"
            self._refuse(path, column, _("Choices that change with an answer or by chance cannot be shown yet."))
        return [self._choice(one, path) for one in self.lists[name].iterfind(f".//{XF}item")]

    def _choice(self, one: etree._Element, path: str) -> dict:
        name = one.findtext(f"{XF}name") or one.findtext(f"{XF}value") or ""
        key, plain = one.findtext(f"{XF}itextId"), one.findtext(f"{XF}label")
        labels = self._by_language(key, path, "label") if key else {self.default: plain} if plain else {}
        return {"name": name, "labels": labels or {self.default: name}}

    # --- expressions ---

    def _expression(self, text: str) -> str:
        """With paths that begin at our own root name, whatever the workbook calls its root."""
        return text if self.top == TOP else re.sub(rf"(?<![\w.\])]){re.escape(self.top)}", TOP, text)

    def _check_expressions(self, paths: set[str]) -> None:
        """Each expression is read, and tried once on an empty form: that shows a wrong number of arguments."""
        paths = {TOP.rstrip("/")} | {TOP + path.removeprefix(self.top) for path in paths}
        empty = tree(items=self.items, texts={})
        clock = xpath.Clock(xpath.EPOCH, xpath.EPOCH.date())
        for item in self.items:
            for column in ("required", "constraint", "relevant"):
                expression = item[column]
                if not expression:
                    continue
                try:
                    xpath.check(expression=expression, known_paths=paths)
                    xpath.evaluate(expression=expression, node=node_at(empty, item["path"]), clock=clock)
                except xpath.ExpressionRefused as error:
                    self._refuse(item["path"], column, str(error))

    def _check_circles(self) -> None:
        """A question whose showing depends on itself, over any number of steps, can never be shown."""
        leans = {item["path"]: {path for path in (other["path"] for other in self.items)
                                if _mentions(item["relevant"], path)} for item in self.items}
        for start in leans:
            seen: set[str] = set()
            ahead = set(leans[start])
            while ahead:
                path = ahead.pop()
                if path == start:
                    self._refuse(start, "relevant", _("The question is shown only by its own answer."))
                if path not in seen:
                    seen.add(path)
                    ahead |= leans.get(path, set())


def _mentions(expression: str, path: str) -> bool:
    """True when a compiled expression names the node: pyxform writes absolute paths between spaces."""
    whole = TOP + path
    at = expression.find(whole)
    while at >= 0:
        after = expression[at + len(whole):at + len(whole) + 1]
        if not (after.isalnum() or after in {"_", "-", ".", "/"}) or after == "":
            return True
        at = expression.find(whole, at + 1)
    return False
