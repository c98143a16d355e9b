"""A small tree of curricula: the region's with three modules, Viet Nam's with one of the same origin."""

import json
from datetime import UTC, date, datetime
from uuid import UUID, uuid5

from wagtail.models import Page

from curricula.domain import versions
from curricula.models import Adaptation, CountryFolder, CurriculumPage, ModulePage, Session, VersionModule
from lms.people.models import Country, Grant, Person

NOW = datetime(2027, 1, 20, 3, 0, tzinfo=UTC)
SECRET = "Never say this to participants"
SPACE = UUID(int=7)


def publish(page, parent: Page):
    parent.refresh_from_db()
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def country(code: str) -> Country:
    names = {"VN": {"en": "Viet Nam", "lo": "ຫວຽດນາມ"}, "KH": {"en": "Cambodia"}}[code]
    return Country.objects.get_or_create(code=code, defaults={"names": names, "time_zone": "Asia/Bangkok"})[0]


def person(number: str, role: str = "", place: Country | None = None) -> Person:
    made = Person.objects.create(number=number, username=number.lower(), name=number, country=place, sample=True)
    if role:
        Grant.objects.create(person=made, role=role, country=place, since=date(2020, 1, 1))
    return made


def curriculum(slug: str, *, place: Country | None = None, language: str = "en", number: str = "3.0") -> CurriculumPage:
    folder = publish(CountryFolder(title=slug, slug=f"folder-{slug}", country=place), Page.get_first_root_node())
    page = publish(CurriculumPage(title=f"Curriculum {slug}", slug=slug, country=place, language=language,
                                  summary="What it is for"), folder)
    page.number = number
    return page


def module(parent: CurriculumPage, letter: str, *, visibility: str = "public", title: str = "", live: bool = True,
           text: str = "Trafficking is not a journey.") -> ModulePage:
    page = ModulePage(
        title=title or f"Module {letter} of {parent.slug}", slug=letter.lower(), letter=letter,
        origin_id=uuid5(SPACE, letter), language=parent.language, visibility=visibility, live=live,
        body=json.dumps([
            {"type": kind, "value": value, "id": str(uuid5(SPACE, f"{letter}:{at}"))} for at, (kind, value) in enumerate([
                ("objectives", {"objectives": ["explain it", "tell it apart"]}),
                ("text", {"heading": "A heading", "text": f"<p>{text}</p>"}),
                ("question", {"text": "What do you see?"}),
                ("question", {"text": "What is missing?"}),
                ("facilitator_notes", {"heading": "", "text": f"<p>{SECRET}</p>"})])]))
    page.sessions = [Session(sort_order=at, uid=uuid5(SPACE, f"{letter}{at}"), key=f"{letter}{at}", title=f"Session {at}", minutes=90, method="role-play",
                             objective="Know it") for at in (1, 2)]
    parent.refresh_from_db()
    if live:
        return publish(page, parent)
    parent.add_child(instance=page)
    return page


def release(page: CurriculumPage, number: str = "3.0", in_force: date = date(2026, 8, 1)) -> None:
    major, minor = map(int, number.split("."))
    versions.release(curriculum=page, major=major, minor=minor, in_force=in_force, notes="What is new", by=None, now=NOW)


def adapt(made: ModulePage, origin: ModulePage) -> Adaptation:
    """Bind a national module to its origin, as it stood in the region's newest release; release the region's first."""
    curriculum = CurriculumPage.objects.parent_of(made).get()
    curriculum.origin = CurriculumPage.objects.parent_of(origin).get()
    curriculum.save(update_fields=["origin"])
    return Adaptation.objects.create(
        curriculum=curriculum, module=made, origin=origin, status="adapted",
        base=VersionModule.objects.filter(module=origin).order_by("-pk").first())


def planted() -> dict[str, Page]:
    """The region's A (public), D (signed in), P (trainers); Viet Nam's A, adapted, in Vietnamese."""
    regional = curriculum("regional")
    vietnam = curriculum("viet-nam", place=country("VN"), language="vi")
    modules = {letter: module(regional, letter, visibility=visibility)
               for letter, visibility in [("A", "public"), ("D", "signed-in"), ("P", "trainers")]}
    national = module(vietnam, "A", title="Giới thiệu", text="Mua bán người không phải là một chuyến đi.")
    release(regional)
    adapt(national, modules["A"])
    release(vietnam, "2.1")
    return {"regional": regional, "vietnam": vietnam, "national": national, **modules}
