"""An instrument as a printable form: boxes to tick, lines to write on, grids, and when to skip, in one language of the form.

Right answers are printed only when asked for, by who may edit the instrument; whoever calls says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from lms.documents.domain.qr import qr_svg
from lms.documents.domain.render import render_pdf
from lms.look.domain.dates import write_day
from lms.look.domain.numbers import digits
from lms.people.models.place import day_in
from lms.surveys.domain import markup
from lms.surveys.domain.languages import say
from lms.surveys.domain.paper_rules import Item, Numbered
from lms.surveys.models import FormVersion
from lms.surveys.models.definition import FILES, SEVERAL, SILENT, STRUCTURE

MOST_BOXES = 60
"""A longer list is written by hand: its page would be all boxes."""
GRID = "list-nolabel"
BLANK = "………"
"""Where a text quotes an answer: on paper nobody knows it."""


def paper_pdf(*, version: FormVersion, language: str, address: str, with_keys: bool = False) -> bytes:
    """The version as a PDF (A4) in one of its languages, with a code that leads to the form on the web.

    `address` is where the form is answered. `with_keys` prints the right answers and points of a test. Raises DocumentError
    when no font has some letter.
    """
    ours = frame_of(language)
    with override(ours):
        data = Paper(version, language, ours, with_keys).content(address)
        return render_pdf(template="instrument", data=data, name=version.form.key, timestamp=version.published_at)


def frame_of(language: str) -> str:
    """The language of our own words around a form in a language: the same where it is one of ours, else English."""
    return language if language in dict(settings.LANGUAGES) else "en"


@dataclass
class Paper:
    """Builds what the document says. `frame` is the language of our own words: the form's, or English for a foreign one."""

    version: FormVersion
    language: str
    frame: str
    with_keys: bool

    def __post_init__(self) -> None:
        self.definition = self.version.definition
        self.numbers = {item["path"]: digits(number, language=self.frame)
                        for number, item in enumerate(self.definition.asked, start=1)}
        self.rules = Numbered(self.definition, self.numbers, self.language)

    def content(self, address: str) -> dict[str, Any]:
        form, version = self.version.form, self.version
        title = say(form.titles, self.language)[0] or form.key
        facts = [(_("Form"), form.key), (_("Version"), digits(version.number, language=self.frame)),
                 (_("Published"), write_day(day_in(form.country, version.published_at), language=self.frame))]
        promise = " ".join((_("Nobody learns who answered: your name and the time of day are not kept."),
                            _("The answers are shown only when five or more have answered."))) if form.anonymous else ""
        return {
            "lang": self.frame, "title": title, "facts": facts, "promise": promise, "parts": list(self.parts()),
            "address": address, "qr": list(qr_svg(address, border=0).encode()), "labels": {
                "house": "COMMIT Academy", "code": _("Code that opens this form on the web"),
                "page": _("Page %(here)s of %(all)s") % {"here": "{here}", "all": "{all}"},
                "version": f"{form.key} · {facts[1][1]}", "required": _("required"),
                "keys": _("With the right answers: for those who hold the test, never for participants")
                if self.with_keys else ""}}

    # --- the parts, in the form's order ---

    def parts(self) -> Iterator[dict[str, Any]]:
        for (grid, _list), run in groupby(self.definition.items, key=_grid_of):
            if grid:
                yield self._grid(list(run))
            else:
                yield from filter(None, map(self._part, run))

    def _part(self, item: Item) -> dict[str, Any] | None:
        kind = item["type"]
        if kind in SILENT:
            return None
        said = {"label": self.text(item["labels"]), "hint": self.text(item["hints"]), "only": self.rules.only_if(item)}
        if kind in STRUCTURE:
            again = _("Fill this part in once for each. Copy the page when there are more.") if kind == "repeat" else ""
            level = min(item["path"].count("/") + 2, 4)
            return said | {"kind": "heading", "level": level, "again": again} if any(said.values()) or again else None
        if kind == "note":
            return said | {"kind": "note"} if said["label"] or said["hint"] else None
        return said | {"kind": "question", "number": self.numbers[item["path"]], "required": _surely(item["required"]),
                       "key": self._key(item), **self._field(item)}

    def _grid(self, items: list[Item]) -> dict[str, Any]:
        columns = self.definition.choices(items[0])
        rows = [{"number": self.numbers[item["path"]], "label": self.text(item["labels"]), "only": self.rules.only_if(item),
                 "right": [choice["name"] in self._right(item) for choice in columns]} for item in items]
        return {"kind": "grid", "columns": [self._label(choice) for choice in columns], "rows": rows}

    def _field(self, item: Item) -> dict[str, Any]:
        """How it is answered: `boxes` with words on how many to tick, or so many `lines` with words on what to write."""
        kind, choices = item["type"], self.definition.choices(item)
        if kind == "acknowledge":
            return {"boxes": [{"label": "OK", "right": False}], "how": ""}
        if choices and len(choices) <= MOST_BOXES:
            how = {"rank": _("Write 1 beside the first, 2 beside the second, and so on."),
                   "select_multiple": _("Tick all that fit.")}.get(kind, _("Tick one."))
            return {"boxes": [{"label": self._label(choice), "right": choice["name"] in self._right(item)}
                              for choice in choices], "how": how}
        return {"lines": _lines(item), "how": _how_to_write(item)}

    # --- words ---

    def text(self, texts: dict[str, Any]) -> str:
        """A text in the language of the paper, else in another that it has, as plain words."""
        found, _language = say(texts, self.language)
        return markup.plain(found, lambda _expression: BLANK) if found else ""

    def _label(self, choice: dict[str, Any]) -> str:
        return self.text(choice["labels"]) or choice["name"]

    def _right(self, item: Item) -> list[str]:
        return self.version.keys.get(item["path"], {}).get("right", []) if self.with_keys else []

    def _key(self, item: Item) -> str:
        """The right answer of a question without boxes, and the points of any."""
        key = self.version.keys.get(item["path"]) if self.with_keys else None
        if not key:
            return ""
        words = [] if self.definition.choices(item) else [" / ".join(map(str, key["right"]))]
        return " · ".join([*words, _("Points: %(points)s") % {"points": f"{key['points']:g}"}])


def _grid_of(item: Item) -> tuple[bool, str]:
    """Neighbours with the same answer stand in one grid."""
    grid = GRID in item["appearance"].split() and item["type"] in {"select_one", "select_multiple"} and not item["filter"]
    return grid, item["list"] if grid else ""


def _surely(required: str) -> bool:
    return required.strip() in {"true()", "yes", "1"}


def _lines(item: Item) -> int:
    if item["type"] == "text":
        return 5 if "multiline" in item["appearance"].split() else 2
    return 4 if item["type"] in SEVERAL | {"geotrace", "geoshape"} else 1


def _how_to_write(item: Item) -> str:
    kind = item["type"]
    if kind == "range":
        return _("From %(start)s to %(end)s, in steps of %(step)s.") % {
            name: item["range"].get(name) or otherwise for name, otherwise in (("start", "0"), ("end", "10"), ("step", "1"))}
    if kind in FILES:
        return _("Write what the picture or recording shows, and keep it with this page.")
    return {"date": _("Day, month, year"), "time": _("Hour and minute"), "dateTime": _("Day, month, year, hour and minute"),
            "geopoint": _("Latitude and longitude"), "geotrace": _("Latitude and longitude"),
            "geoshape": _("Latitude and longitude")}.get(kind, "")
