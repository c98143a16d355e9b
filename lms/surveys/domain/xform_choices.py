"""Reads the choices of a compiled XForm: the lists, and how each question draws on one of them."""

import re
from typing import Any

from django.utils.translation import gettext as _
from lxml import etree

from lms.surveys.domain.columns import head_of
from lms.surveys.domain.languages import code_of
from lms.surveys.domain.workbook import Sheet
from lms.surveys.domain.xform_texts import XF, Texts, own_root

LOOKED_UP = re.compile(r"^instance\(\s*['\"]([^'\"]+)['\"]\s*\)/root/item(?:\[(.*)\])?$", re.S)
SHUFFLED = re.compile(r"^randomize\((.*)\)$", re.S)
BY_INSTANCE = "by instance"
EXTERNAL = "external "
Choice = dict[str, Any]


class ChoicesRefused(ValueError):
    """Choices that our pages cannot show. `column` is where the workbook asks for them."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


class Lists:
    """All lists of one form, {id: [choice]}; see `models.definition`."""

    def __init__(self, instances: list[etree._Element], texts: Texts, external: dict[str, list[Choice]]) -> None:
        self.texts, self.external = texts, external
        self.elsewhere = {one.get("id") for one in instances if one.get("src")}
        self.all: dict[str, list[Choice]] = {one.get("id", ""): [self._choice(item) for item in one.iterfind(f"{XF}root/{XF}item")]
                    for one in instances if not one.get("src")}

    def asked(self, control: etree._Element, path: str) -> dict[str, str]:
        """The keys list, filter and shuffle of a question. Raises ChoicesRefused."""
        itemset = control.find(f"{XF}itemset")
        if query := control.get("query"):
            return self._outside(query)
        if itemset is None:
            self.all[path] = [self._choice(one) for one in control.iterfind(f"{XF}item")]
            return {"list": path}
        nodeset, shuffle = itemset.get("nodeset", "").strip(), ""
        if shuffled := SHUFFLED.match(nodeset):
            nodeset, seed = _seed(shuffled.group(1))
            shuffle = own_root(seed, self.texts.top) or BY_INSTANCE
        found = LOOKED_UP.match(nodeset)
        if not found:
            raise ChoicesRefused("type", _("Choices made from other answers cannot be shown on our pages. Use a list on "
                                           "the sheet choices."))
        name, predicate = found.groups()
        if name in self.elsewhere or name not in self.all:
            raise ChoicesRefused("type", _("Choices from another file cannot be shown on our pages. Put them on the sheet "
                                           "choices."))
        return {"list": name, "filter": own_root(predicate or "", self.texts.top), "shuffle": shuffle}

    def _outside(self, query: str) -> dict[str, str]:
        """A question whose choices stand on the sheet external_choices."""
        found = LOOKED_UP.match(query.strip())
        name = found.group(1) if found else ""
        if not found or name not in self.external:
            raise ChoicesRefused("type", _("Choices from another file cannot be shown on our pages. Put them on the sheet "
                                           "choices."))
        self.all[EXTERNAL + name] = self.external[name]
        return {"list": EXTERNAL + name, "filter": own_root(found.group(2) or "", self.texts.top)}

    def _choice(self, item: etree._Element) -> Choice:
        name, key, plain = "", "", None
        more: dict[str, str] = {}
        for cell in item:
            column = etree.QName(cell).localname
            if column in {"name", "value"} and not name:
                name = (cell.text or "").strip()
            elif column == "itextId":
                key = cell.text or ""
            elif column == "label":
                plain = cell
            else:
                more[column] = (cell.text or "").strip()
        labels, media = self.texts.known_as(key) if key else self.texts.of(item, "label") if plain is not None else ({}, {})
        return {"name": name, "labels": labels or {self.texts.default: name}, "media": media, "more": more}


def external_lists(sheet: Sheet | None, default: str) -> dict[str, list[Choice]]:
    """The lists of the sheet external_choices, which the compiler leaves out of the form."""
    lists: dict[str, list[Choice]] = {}
    heads = [head_of(text) for text in sheet.heads] if sheet else []
    for row in sheet.rows if sheet else ():
        choice: Choice = {"name": "", "labels": {}, "media": {}, "more": {}}
        listed = ""
        for head in heads:
            text = row.cells.get(head.text, "")
            if head.column == "list_name":
                listed = text
            elif head.column == "name":
                choice["name"] = text
            elif head.column == "label" and text:
                choice["labels"][code_of(head.language or default)] = text
            elif text:
                choice["more"][head.text] = text
        choice["labels"] = choice["labels"] or {code_of(default): choice["name"]}
        lists.setdefault(listed, []).append(choice)
    return lists


def _seed(inside: str) -> tuple[str, str]:
    """What stands between the brackets of randomize(): the nodes, and the seed after the last comma outside of brackets."""
    depth = 0
    for at in range(len(inside) - 1, -1, -1):
        depth += (inside[at] in ")]") - (inside[at] in "([")
        if inside[at] == "," and depth == 0:
            return inside[:at].strip(), inside[at + 1:].strip()
    return inside.strip(), ""
