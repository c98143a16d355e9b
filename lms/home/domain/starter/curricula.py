"""The regional curriculum, the national ones made from it, their versions, and the topics they treat."""

import json
from datetime import UTC, date, datetime

from wagtail.models import Page

from curricula.domain import versions
from curricula.models import Adaptation, CountryFolder, CurriculumPage, CurriculumVersion, ModulePage, Session, Topic
from lms.home.domain.starter.blocks import of_module
from lms.home.domain.starter.content import read, uid
from lms.home.domain.starter.rights import editors
from lms.home.domain.starter.site import publish
from lms.people.models import Body, Country
from lms.people.models.place import text_in

NATIONAL_IN_FORCE = date(2026, 9, 1)


def folders(places: dict[str, Country]) -> dict[str, CountryFolder]:
    """A folder for each country by code, and the region's under ""; each has its editors."""
    root = Page.get_first_root_node()
    known = {folder.country_id: folder for folder in CountryFolder.objects.all()}
    found = {}
    for code, country in [("", None), *places.items()]:
        name = text_in(country.names, "en") if country else "Regional"
        folder = known.get(country.pk if country else None)
        if folder is None:
            folder = publish(root, CountryFolder(title=name, slug=f"folder-{code.lower() or 'region'}", country=country))
        editors(place=code.lower() or "region", name=name, pages=[folder])
        found[code] = folder
    return found


def regional(folder: CountryFolder, bodies: dict[str, Body]) -> dict[str, ModulePage]:
    """The regional modules by letter; the curriculum is released."""
    text, whole = read("curriculum_regional"), read("module_a")["en"]
    page = curriculum(folder, slug=text["slug"], title=text["title"], language=text["lang"], summary=text["summary"],
                      country=None, body=bodies["commit-secretariat"])
    for row in text["modules"]:
        module(page, letter=row["letter"], slug=row["slug"], title=row["title"], language=text["lang"],
               summary=row["summary"], visibility=row["visibility"], sessions=row["sessions"],
               blocks=whole["blocks"] if row["letter"] == "A" else [])
    release(page, text["version"], text["in_force"], text["notes"])
    return {m.letter: m for m in ModulePage.objects.child_of(page)}


def national(folders: dict[str, CountryFolder], bodies: dict[str, Body], origins: dict[str, ModulePage]) -> None:
    """National curricula: module A whole and released; the others are drafts whose translation goes on."""
    for text in read("curricula_national")["curricula"]:
        folder = folders[text["country"]]
        page = curriculum(folder, slug=text["slug"], title=text["title"], language=text["lang"],
                          summary=text["summary"], country=folder.country, body=bodies[text["body"]])
        for row in text["modules"]:
            whole = read("module_a")[text["lang"]] if row.get("source") else None
            made = module(page, letter=row["letter"], slug=row["slug"], title=row["title"], language=text["lang"],
                          summary=whole["summary"] if whole else "", visibility=origins[row["letter"]].visibility,
                          sessions=whole["sessions"] if whole else [], blocks=whole["blocks"] if whole else [],
                          live=whole is not None)
            follow(made, origins[row["letter"]], row, text["base"] if whole else "")
        release(page, text["version"], NATIONAL_IN_FORCE, "")


def follow(made: ModulePage, origin: ModulePage, row: dict, base: str) -> None:
    """Bind a national module to its origin. No base: nothing is accepted yet, the translation goes on."""
    Adaptation.objects.get_or_create(module=made, defaults={
        "origin": origin, "status": Adaptation.Status.ADAPTED, "base_version": base,
        "base_hash": versions.text_hash(origin) if base else "", "reason": row.get("reason", ""),
        "decided_on": NATIONAL_IN_FORCE if base else None})


def curriculum(folder: CountryFolder, *, slug: str, **fields) -> CurriculumPage:
    found = CurriculumPage.objects.child_of(folder).filter(slug=slug).first()
    folder.refresh_from_db()
    return found or publish(folder, CurriculumPage(slug=slug, **fields))


def module(page: CurriculumPage, *, slug: str, letter: str, sessions: list[dict], blocks: list[dict],
           live: bool = True, **fields) -> ModulePage:
    found = ModulePage.objects.child_of(page).filter(slug=slug).first()
    if found:
        return found
    page.refresh_from_db()
    made = ModulePage(slug=slug, letter=letter, origin_id=uid("module", letter), live=live,
                      body=json.dumps([of_module(row) for row in blocks]), **fields)
    made.sessions = [Session(sort_order=place, **row) for place, row in enumerate(sessions)]
    if live:
        return publish(page, made)
    page.add_child(instance=made)
    made.save_revision()
    return made


def release(page: CurriculumPage, number: str, in_force: date, notes: str) -> None:
    """Freeze the version once, as of the day it came into force."""
    major, minor = map(int, number.split("."))
    if not page.versions.filter(major=major, minor=minor).exists():
        versions.release(curriculum=page, major=major, minor=minor, in_force=in_force, notes=notes, by=None,
                         now=datetime(in_force.year, in_force.month, in_force.day, 2, tzinfo=UTC))


def version(slug: str | None, number: str | None) -> CurriculumVersion | None:
    """A released version by the curriculum's slug and its number; None for neither."""
    if not slug or not number:
        return None
    major, minor = number.split(".")
    return CurriculumVersion.objects.get(curriculum__slug=slug, major=major, minor=minor)


def topics() -> dict[str, Topic]:
    """A topic for each module, named in the languages that have it, and those of the sample findings."""
    names: dict[str, dict] = {}
    for page in ModulePage.objects.order_by("path"):
        names.setdefault(page.letter, {})[page.language] = page.title
    wanted = {f"module-{letter.lower()}": (texts, letter) for letter, texts in names.items()}
    wanted |= {row["topic"].replace(" ", "-"): (row["topic_names"], row["module"]) for row in read("findings")["findings"]}
    return {key: Topic.objects.get_or_create(key=key, defaults={"names": texts, "origin_id": uid("module", letter)})[0]
            for key, (texts, letter) in wanted.items()}
