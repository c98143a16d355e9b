"""The manual of a version as a PDF, for participants or for facilitators (activity 1.2), in the curriculum's language.

What is printed is what was frozen. A manual holds what its reader may read, and says which modules it leaves out.
"""

from collections.abc import Collection, Iterator
from itertools import groupby
from typing import Any

from django.core.cache import cache
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from curricula.domain import frozen, rich
from curricula.models import CurriculumVersion, ModulePage, VersionModule
from lms.documents.domain.manual import render_manual
from lms.look.domain.dates import write_day
from lms.look.domain.numbers import write_minutes, write_number
from lms.people.models.place import day_in

KEPT_SECONDS = 7 * 24 * 3600
EDITION = 1
"""Goes up when the printed form changes, so that what was kept before is not given out any more."""


def file_name(version: CurriculumVersion, *, facilitator: bool) -> str:
    """viet-nam-2.1-manual-participant.pdf"""
    audience = "facilitator" if facilitator else "participant"
    return f"{slugify(version.curriculum.slug) or 'curriculum'}-{version.number}-manual-{audience}.pdf"


def manual_pdf(*, version: CurriculumVersion, facilitator: bool, readable: Collection[int]) -> bytes:
    """The manual with the frozen modules whose keys are `readable`; kept, since a version never changes.

    Raises DocumentError when no font has some letter.
    """
    page = version.curriculum
    key = f"curricula:manual:{EDITION}:{version.pk}:{facilitator:d}:{page.language}:{'.'.join(map(str, sorted(readable)))}"
    kept = cache.get(key)
    if kept is None:
        with override(page.language):
            kept = render_manual(data=content(version, facilitator=facilitator, readable=readable), name=page.title,
                                 timestamp=version.released_at)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def content(version: CurriculumVersion, *, facilitator: bool, readable: Collection[int]) -> dict[str, Any]:
    """What the document says, in the language in force, which is the curriculum's."""
    page, language = version.curriculum, version.curriculum.language
    rows = list(version.modules.select_related("module", "revision").defer("module__body"))
    shown = [row for row in rows if row.pk in readable]
    modules = [module(row, facilitator=facilitator, language=language) for row in shown]
    left_out = [{"letter": row.letter, "title": row.title} for row in rows if row.pk not in readable]
    minutes = sum(one["total"] for one in modules)
    facts = [(_("Version"), version.number)]
    if version.in_force:
        facts.append((_("In force from"), write_day(version.in_force, language=language)))
    facts.append((_("Released"), write_day(day_in(page.country, version.released_at), language=language)))
    if page.body:
        facts.append((_("Kept by"), page.body.label))
    if minutes:
        facts.append((_("Time in all"), write_minutes(minutes, language=language)))
    return {
        "lang": language, "title": page.title, "summary": page.summary, "audience": _(
            "Facilitator’s manual") if facilitator else _("Participant’s manual"),
        "place": page.country.label if page.country else _("The region"), "facts": facts, "modules": modules,
        "pilot": "" if version.in_force else _("For piloting only. The group has not adopted this text."),
        "news": version.notes, "left_out": left_out, "labels": {
            "house": "COMMIT Academy", "contents": _("Contents"), "news": _("What is new"),
            # braces stand for the numbers, which only the printed page knows
            "page": _("Page %(here)s of %(all)s") % {"here": "{here}", "all": "{all}"},
            "version": _("Version %(number)s") % {"number": version.number},
            "sessions": _("Sessions"), "session": _("Session"), "objective": _("Objective"), "method": _("Method"),
            "time": _("Time"), "objectives": _("Objectives"), "outline": _("Outline"), "activity": _("Activity"),
            "case_study": _("Case study"), "notes": _("Facilitator’s notes"), "material": _("Material"),
            "empty": _("The text of this module is not here yet."),
            "left_out": ngettext("One module is not printed here: it is for other readers.",
                                 "%(count)s modules are not printed here: they are for other readers.", len(left_out))
            % {"count": write_number(len(left_out), language=language)},
            "signed": _("Everyone who is signed in and may read them finds them on the site."),
            "confidential": _("For trainers, never for participants") if facilitator else ""}}


def module(row: VersionModule, *, facilitator: bool, language: str) -> dict[str, Any]:
    """One module. `total` is its minutes; `module` is {letter} alone, as its heading carries it."""
    text = frozen.text_of(row)
    sessions = list(text.sessions.all())
    total = sum(session.minutes for session in sessions)
    return {
        "letter": row.letter, "title": text.title, "lang": text.language, "summary": text.summary, "total": total,
        "name": _("Module %(letter)s") % {"letter": row.letter},
        "minutes": write_minutes(total, language=language) if total else "",
        "sessions": [{"key": one.key, "title": one.title, "objective": one.objective,
                      "method": one.method_word or one.method, "minutes": write_minutes(one.minutes, language=language)}
                     for one in sessions],
        "blocks": list(blocks(text, facilitator=facilitator, language=language))}


def blocks(text: ModulePage, *, facilitator: bool, language: str) -> Iterator[dict[str, Any]]:
    """The blocks as they are printed; questions that follow each other are one."""
    raw = [(row["type"], row["value"]) for row in text.body.get_prep_value()]
    for kind, run in groupby(raw, key=lambda pair: pair[0]):
        values = [value for _kind, value in run]
        if kind == "question":
            asked = [value.get("text") or "" for value in values]
            yield {"kind": kind, "label": _("Question") if len(asked) == 1 else _("Questions"), "items": asked}
            continue
        if kind != "facilitator_notes" or facilitator:
            yield from (block(kind, value, language) for value in values)


def block(kind: str, value: dict[str, Any], language: str) -> dict[str, Any]:
    if kind in ("objectives", "outline"):
        rows = value.get("objectives" if kind == "objectives" else "points") or []
        return {"kind": kind, "items": [row["value"] if isinstance(row, dict) else row for row in rows]}
    if kind == "material":
        return {"kind": kind, "heading": value.get("title") or "", "note": value.get("note") or "",
                "link": rich.Span("", target=value.get("link") or "").address}
    minutes = value.get("minutes")
    return {"kind": kind, "heading": value.get("heading") or "",
            "minutes": write_minutes(minutes, language=language) if minutes else "",
            "nodes": [node(one) for one in rich.read(value.get("text") or "")]}


def node(one: rich.Node) -> dict[str, Any]:
    """A paragraph or a list as the document reads it."""
    if isinstance(one, rich.Paragraph):
        return {"spans": [{"text": span.text, "bold": span.bold, "link": span.address} for span in one.spans]}
    return {"numbered": one.numbered, "items": [[node(inner) for inner in item] for item in one.items]}
