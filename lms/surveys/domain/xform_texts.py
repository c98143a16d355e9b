"""Reads the texts of a compiled XForm: in every language, with quoted answers and with pictures and sound."""

import re
from collections.abc import Collection
from typing import Any

from lxml import etree

from lms.surveys.domain.languages import UNNAMED, code_of

XF = "{http://www.w3.org/2002/xforms}"
JR = "{http://openrosa.org/javarosa}"
ROOT = "data"
MEDIA = frozenset({"image", "big-image", "audio", "video"})
MISSING = "-"  # what the compiler writes where a translation is missing
Text = str | list[Any]
Said = dict[str, Text]
Shown = dict[str, dict[str, str]]


def own_root(expression: str, top: str) -> str:
    """The expression with paths that begin at our own root name, whatever the workbook calls its root."""
    text = expression.strip()
    return text if top == f"/{ROOT}/" else re.sub(rf"(?<![\w.\])]){re.escape(top)}", f"/{ROOT}/", text)


class Texts:
    """All texts of one form. `languages` are the codes in the workbook's order, but for those of `without`."""

    def __init__(self, model: etree._Element, top: str, default: str, without: Collection[str] = ()) -> None:
        self.top = top
        self.translations = {code_of(one.get("lang", "")): {text.get("id"): text for text in one}
                             for one in model.iterfind(f"{XF}itext/{XF}translation")}
        named = [code for code in self.translations if code != UNNAMED or self._is_a_language(UNNAMED)]
        self.languages = [code for code in named if code not in without] or list(self.translations) or [default]
        self.default = default if default in self.languages and default != UNNAMED else self.languages[0]

    def _is_a_language(self, code: str) -> bool:
        """False for a few texts without a language beside others that have one: they are the default language's."""
        others = [texts for other, texts in self.translations.items() if other != code]
        return not others or any(_speaks(text) and any(key in texts and _speaks(texts[key]) for texts in others)
                                 for key, text in self.translations[code].items())

    def of(self, element: etree._Element | None, kind: str) -> tuple[Said, Shown]:
        """The label or hint of a control, and its media; nothing for a control without."""
        found = None if element is None else element.find(f"{XF}{kind}")
        if found is None:
            return {}, {}
        if found.get("ref", "").startswith("jr:itext("):
            return self.known_as(_key(found.get("ref", "")))
        text = self._pieces(found)
        return ({self.default: text} if text else {}), {}

    def bound(self, text: str) -> Said:
        """The message of a bind: plain, or a reference to texts."""
        if text.startswith("jr:itext("):
            return self.known_as(_key(text))[0]
        return {self.default: text.strip()} if text.strip() else {}

    def known_as(self, key: str) -> tuple[Said, Shown]:
        """The texts and media that the form keeps under a key, by language. Guidance follows the hint it explains."""
        said: Said = {}
        shown: Shown = {}
        for code, entries in self.translations.items():
            unnamed = code == UNNAMED and UNNAMED not in self.languages
            language = self.default if unnamed else code
            for value in entries.get(key, ()):
                form = value.get("form")
                if form in MEDIA:
                    for one in self.languages if unnamed else [language]:
                        shown.setdefault(one, {}).setdefault(form, (value.text or "").strip().rpartition("/")[2])
                elif form in {None, "guidance"} and (text := self._pieces(value)) not in ("", MISSING):
                    said[language] = _joined(said[language], text) if language in said else text
        return said, shown

    def _pieces(self, element: etree._Element) -> Text:
        """A text, or its pieces when it quotes answers. The compiler's spaces at both ends are dropped."""
        if not len(element):
            return (element.text or "").strip()
        pieces: list[Any] = [element.text or ""]
        for output in element:
            pieces += [{"value": own_root(output.get("value", ""), self.top)}, output.tail or ""]
        pieces[0], pieces[-1] = pieces[0].lstrip(), pieces[-1].rstrip()
        return [piece for piece in pieces if piece]


def _joined(first: Text, second: Text) -> Text:
    if isinstance(first, str) and isinstance(second, str):
        return f"{first}\n\n{second}"
    return [*(first if isinstance(first, list) else [first]), "\n\n", *(second if isinstance(second, list) else [second])]


def _key(reference: str) -> str:
    return reference.removeprefix("jr:itext(").removesuffix(")").strip("'\" ")


def _speaks(text: etree._Element) -> bool:
    """True when an entry holds more than media and the mark of a missing translation."""
    return any(not value.get("form") and (len(value) or (value.text or "").strip() not in {"", MISSING})
               for value in text)
