"""The regional curriculum, the national ones made from it, their versions, and the topics they treat."""

import json
from datetime import UTC, date, datetime

from wagtail.models import Page

from curricula.domain import versions
from curricula.models import CountryFolder, CurriculumPage, CurriculumVersion, ModulePage, Session, Topic
from lms.home.domain.starter import following, texts
from lms.home.domain.starter.blocks import of_module
from lms.home.domain.starter.content import exists, read, uid
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
    """The regional modules by letter; the curriculum is released twice, so that countries see what changed."""
    text = read("curriculum_regional")
    page = curriculum(folder, slug=text["slug"], title=text["title"], language=text["lang"], summary=text["summary"],
                      country=None, body=bodies["commit-secretariat"])
    begun = page.versions.exists()
    earlier = text["earlier"]
    for row in text["modules"]:
        whole = texts.earlier(module_text(row["letter"], text["lang"]))
        module(page, letter=row["letter"], slug=row["slug"], title=row["title"], language=text["lang"],
               summary=row["summary"], visibility=row["visibility"], sessions=whole["sessions"], blocks=whole["blocks"])
    if not begun:
        release(page, earlier["version"], earlier["in_force"], earlier["notes"])
        for row in text["modules"]:
            bring_up_to_date(page, row["letter"], module_text(row["letter"], text["lang"]))
    release(page, text["version"], text["in_force"], text["notes"])
    return {m.letter: m for m in ModulePage.objects.child_of(page)}


def module_text(letter: str, language: str) -> dict:
    """The text of a module in one language, or nothing where it is not written yet."""
    return read("module_a")[language] if letter == "A" else (read(f"modules/{letter.lower()}.{language}") if
                                                              exists(f"modules/{letter.lower()}.{language}") else {})


def bring_up_to_date(page: CurriculumPage, letter: str, text: dict) -> None:
    """Publish the newer text of a regional module."""
    made = ModulePage.objects.child_of(page).get(letter=letter)
    fill(made, letter, sessions=text["sessions"], blocks=text["blocks"])
    made.save_revision().publish()


def fill(made: ModulePage, letter: str, *, sessions: list[dict], blocks: list[dict]) -> None:
    """Put sessions and blocks into a module; a session is known by the key it has in the regional text."""
    made.body = json.dumps([of_module(row) for row in blocks])
    made.sessions = [Session(sort_order=place, uid=uid("session", row["key"]), **texts.session(row))
                     for place, row in enumerate(sessions)]


def national(folders: dict[str, CountryFolder], bodies: dict[str, Body], origins: dict[str, ModulePage]) -> None:
    """National curricula: modules A and B whole and released; the others are drafts that begin from the regional words."""
    for text in read("curricula_national")["curricula"]:
        folder = folders[text["country"]]
        page = curriculum(folder, slug=text["slug"], title=text["title"], language=text["lang"],
                          summary=text["summary"], country=folder.country, body=bodies[text["body"]],
                          origin=CurriculumPage.objects.parent_of(origins["A"]).get())
        for row in text["modules"]:
            following.bind(page, row, text["lang"], origins[row["letter"]], make=module, text=module_text)
        release(page, text["version"], NATIONAL_IN_FORCE, "")
        following.decided(page, text["modules"])


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
    made = ModulePage(slug=slug, letter=letter, origin_id=uid("module", letter), live=live, **fields)
    fill(made, letter, sessions=sessions, blocks=blocks)
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
