"""Every address of the site, asked by everyone: nothing breaks, and no name or note goes where it may not.

An address that is not in ADDRESSES fails the first test: whoever adds one says here which records it shows.
"""

import re
from datetime import date
from functools import cache
from html import unescape
from uuid import UUID

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone
from wagtail.models import Page

from certification.models import Certificate
from curricula.blocks import NOTES
from curricula.models import CurriculumPage, ModulePage
from lms.courses.models import Edition, Enrolment, Evaluation, Facilitation, Nomination, Observation
from lms.files.domain.guard import check_scan
from lms.files.domain.keep import keep
from lms.files.models import StoredFile
from lms.jobs.domain import progress
from lms.jobs.models import Job
from lms.learning.models import LessonPage
from lms.look.middleware import OWN
from lms.monitoring.models import Indicator, Reading, Report, Target
from lms.people.models import Country, Person
from lms.surveys.models import FormVersion
from tests import factories
from tna.domain.findings import agree_action, record_finding
from tna.models import Action, Finding

pytestmark = pytest.mark.usefixtures("full")
TWO = ("VN", "KH")
VISITORS = ["", "donor", "translator.vn", "trainee.vn", "trainer.vn", "focal.vn", "coordinator.vn", "group.vn",
            "trainee.kh", "trainer.kh", "coordinator.kh", "secretariat"]
WITHOUT_NOTES = {"", "donor", "trainee.vn", "trainee.kh", "focal.vn", "coordinator.vn", "coordinator.kh"}
SHOW_NAMES_TO_ALL = {"certification:verify", "people:outbox"}
"""The check shows the holder's name; the outbox is there in the demo alone and shows the letters of samples."""
NOT_OURS = ("wagtail",)
"""Views of Wagtail that are asked for, but carry Wagtail's own pages."""
INLINE = re.compile(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|<[^>]+\son[a-z]+=", re.IGNORECASE)
ELSEWHERE = re.compile(r"""<(?:script|img|iframe|source|form)[^>]+(?:src|srcset|action)=["'](?:https?:)?//"""
                       r"""|<link[^>]+href=["'](?:https?:)?//""", re.IGNORECASE)
TAG, STATIC = re.compile(r"<[^>]*>"), re.compile(r'(?:src|href)="/static/([^"#?]+)')


def each(model, *fields: str, **which):
    """Arguments of an address for every record of a model."""
    return [list(row) for row in model.objects.filter(**which).order_by("pk").values_list(*fields)]


def certificates():
    """One of each country: paper takes time."""
    return [[Certificate.objects.filter(country__code=code).order_by("pk").values_list("uuid", flat=True)[0]]
            for code in TWO]


def modules():
    return [[page.get_parent().slug, page.slug] for page in ModulePage.objects.live()]


def steps():
    return [[page.key, block.value["key"]] for page in LessonPage.objects.all() for block in page.steps]


def editions():
    """One of each kind and country, and those of `full`."""
    alike = ["rtp-2007-5", "rtp-2007-6", "rtp-2007-7", "rtp-2027-2", "rtp-2027-3", "rtp-2027-4"]
    return [[slug] for slug in Edition.objects.exclude(slug__in=alike).values_list("slug", flat=True)]


def slots():
    """The first slot of each edition."""
    return [[edition.slug, edition.slots.all()[0].pk] for edition in Edition.objects.all() if edition.slots.exists()]


def served():
    """Every page of the tree at the address that Wagtail gives it."""
    return [["/".join(path.strip("/").split("/")[1:]) + "/"]
            for path in Page.objects.filter(depth__gt=2).values_list("url_path", flat=True)]


NOBODY = [[UUID(int=0)]]
ONCE = [[]]
ADDRESSES = {
    "root": ONCE, "alive": ONCE, "ready": ONCE, "calendar": ONCE,
    "people:login": ONCE, "people:logout": ONCE, "people:list": ONCE, "people:outbox": ONCE,
    "people:person": lambda: each(Person, "uuid", username__regex=r"^(trainee|trainer|group)\."),
    "people:job": lambda: each(Job, "uuid") + NOBODY,
    "people:file": lambda: each(StoredFile, "uuid") + NOBODY,
    "surveys:form": [["course-evaluation"]], "surveys:sent": [["course-evaluation"]],
    "curricula:list": ONCE, "curricula:curriculum": lambda: each(CurriculumPage, "slug"), "curricula:module": modules,
    "learning:list": ONCE, "learning:lesson": lambda: each(LessonPage, "key", language="en"), "learning:step": steps,
    "courses:list": ONCE, "courses:month": [[2026, 10], [2027, 1], [2027, 13]],
    **dict.fromkeys(("courses:edition", "courses:state", "courses:cancel", "courses:selection", "courses:nominate",
                     "courses:delivery", "courses:appoint", "courses:evaluation", "courses:results"),
                    editions),
    "courses:decide": lambda: each(Nomination, "edition__slug", "uuid"), "courses:attendance": slots,
    "courses:observe": lambda: each(Facilitation, "edition__slug", "uuid"),
    "certification:trainers": ONCE, "certification:conduct": ONCE, "certification:candidates": ONCE,
    "certification:issue": lambda: each(Person, "uuid", username__in=["trainee.vn", "trainee.kh"]),
    "certification:certificate": lambda: each(Certificate, "uuid"), "certification:pdf": certificates,
    "certification:check": ONCE, "certification:verify": lambda: [*each(Certificate, "code"), ["0" * 26]],
    "tna:list": ONCE, "tna:finding_new": ONCE,
    **dict.fromkeys(("tna:finding", "tna:action_new"), lambda: each(Finding, "uuid")),
    **dict.fromkeys(("tna:action", "tna:edition_new"), lambda: each(Action, "uuid")),
    "monitoring:list": ONCE, "monitoring:target": lambda: each(Target, "key"), "monitoring:compute": ONCE,
    "monitoring:reading": lambda: each(Reading, "uuid"), "monitoring:report_new": ONCE,
    "monitoring:report": lambda: each(Report, "slug"),
    "home:my": ONCE, "home:search": ONCE, "home:style": ONCE,
    "wagtail_serve": served, "wagtailcore_login": ONCE, "wagtailcore_authenticate_with_password": [[1, 1]],
    "wagtaildocs_serve": [[1, "plan.pdf"]], "wagtaildocs_authenticate_with_password": [[1]],
}


def names_of_all_addresses(resolver=None, within=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        if not hasattr(pattern, "url_patterns"):
            if pattern.name:
                yield f"{within}:{pattern.name}" if within else pattern.name
        elif not str(pattern.pattern).startswith("admin/"):
            yield from names_of_all_addresses(pattern, pattern.namespace or within)


def paths():
    """(name, path) of every record that the starter content and `full` hold."""
    return [(name, reverse(name, args=args)) for name, rows in ADDRESSES.items()
            for args in (rows() if callable(rows) else rows)]


@pytest.fixture
def full(starter):
    """The starter content and, for two countries, one of each record that it has none of."""
    now, version = timezone.now(), FormVersion.objects.get(form__key="course-evaluation")
    for code in TWO:
        place, who = Country.objects.get(code=code), lambda role, code=code: Person.objects.get(
            username=f"{role}.{code.lower()}")
        finding = record_finding(country=place, kind="gap", title=f"Unpublished {code}", figure=10, unit="people",
                                 source="s", language="en", by=who("coordinator"), now=now)
        action = agree_action(finding=finding, title=f"Agreed {code}", due=date(2027, 5, 1), language="en",
                              by=who("coordinator"), now=now)
        edition = factories.edition(code=code, public=code == "KH")
        Action.objects.filter(pk=action.pk).update(edition=edition)
        row = Nomination.objects.create(edition=edition, person=who("trainee"), country=place, nominated_at=now,
                                        nominated_by=who("coordinator").uuid, changed_at=now,
                                        changed_by=who("coordinator").uuid)
        Enrolment.objects.create(edition=edition, person=who("trainee"), country=place, nomination=row, enrolled_at=now)
        Evaluation.objects.create(edition=edition, phase="end", version=version, opened_at=now)
        teaching = Facilitation.objects.create(edition=edition, person=who("group"), country=place, role="lead")
        kept = keep(checked=check_scan(content=b"%PDF-1.4", name="rubric.pdf"), owner=who("trainer").uuid, country=code,
                    now=now)
        Observation.objects.create(facilitation=teaching, observer=who("trainer"), country=place, scan=kept.uuid,
                                   observed_on=edition.start, score=15, most=20, passed=True, notes="Seen", entered_at=now)
        reading = Reading.objects.create(indicator=Indicator.objects.first(), country=place, on=date(2026, 11, 1),
                                         value=1, computed_at=now)
        progress.ask(kind="test", owner=who("coordinator").uuid, total=4, now=now)
    report = Report.objects.create(slug="first", title="First", language="en", since=date(2026, 1, 1),
                                   until=date(2026, 12, 31), published_at=now)
    report.readings.add(reading)


def browser(name: str) -> Client:
    client = Client()
    if name:
        client.force_login(Person.objects.get(username=name))
    return client


def words_about(**which) -> set[str]:
    """Names, own names and issued numbers of persons."""
    rows = Person.objects.filter(**which).values_list("name", "own_name", "number")
    return {word for row in rows for word in row if word}


def foreign_to(visitor: str) -> set[str]:
    """What this visitor may find on no page: the other country's persons; for those without a country, all persons."""
    if visitor == "secretariat":
        return set()
    if visitor in {"", "donor"}:
        own = words_about(username=visitor or "nobody")
        return words_about() - own
    other = "KH" if visitor.endswith(".vn") else "VN"
    return words_about(country__code=other)


def plain(text: str) -> str:
    return " ".join(unescape(TAG.sub("", text)).split())


@cache
def notes() -> frozenset[str]:
    """Sentences of the facilitator's notes that stand nowhere else."""
    kept: set[str] = set()
    for page in ModulePage.objects.all():
        for block in page.body:
            if block.block_type == NOTES:
                kept |= {plain(text)[:50] for text in block.block.get_searchable_content(block.value)
                         if len(plain(text)) > 30}
    return frozenset(kept)


def texts(visitor: str, method: str = "get"):
    """(name, path, response, its text if it is a page) for every address."""
    client = browser(visitor)
    for name, path in paths():
        if name == "people:logout" and method == "post":
            continue  # all that follows would be asked by nobody
        response = getattr(client, method)(path)
        page = not response.streaming and response.headers.get("Content-Type", "").startswith("text/")
        yield name, path, response, response.content.decode() if page else ""


def test_every_address_is_in_the_table():
    assert set(names_of_all_addresses()) == set(ADDRESSES)


def test_every_kind_of_address_is_asked_for():
    assert {name for name, _path in paths()} == set(ADDRESSES)


@pytest.mark.parametrize("visitor", VISITORS)
def test_no_page_breaks_or_tells_what_it_may_not(visitor):
    foreign, hidden, wrong = foreign_to(visitor), notes() if visitor in WITHOUT_NOTES else frozenset(), []
    for name, path, response, text in texts(visitor):
        said, read = unescape(text), plain(text) if hidden else ""
        if response.status_code >= 500 and name != "ready":
            wrong.append((path, response.status_code))
        if name not in SHOW_NAMES_TO_ALL:
            wrong += [(path, word) for word in foreign if word in said]
        wrong += [(path, note) for note in hidden if note in read]
    assert wrong == []


@pytest.mark.parametrize("visitor", ["", "trainer.vn", "secretariat"])
def test_every_page_keeps_the_strict_policy_and_asks_nobody_else(visitor):
    wrong = []
    for name, path, response, text in texts(visitor):
        if response.headers["Content-Security-Policy"] != OWN and name != "people:file":
            wrong.append((path, "policy"))
        if not name.startswith(NOT_OURS) or name == "wagtail_serve":
            wrong += [(path, found[0]) for found in (INLINE.search(text), ELSEWHERE.search(text)) if found]
            wrong += [(path, file) for file in set(STATIC.findall(text)) if not finders.find(file)]
    assert wrong == []


@pytest.mark.parametrize("visitor", ["", "trainee.vn", "coordinator.vn", "secretariat"])
def test_an_empty_answer_to_every_address_breaks_nothing_and_tells_no_names(visitor):
    foreign, wrong = foreign_to(visitor), []
    for name, path, response, text in texts(visitor, "post"):
        if response.status_code >= 500 and name != "ready":
            wrong.append((path, response.status_code))
        if name not in SHOW_NAMES_TO_ALL:
            wrong += [(path, word) for word in foreign if word in unescape(text)]
    assert wrong == []


def test_the_probes_find_what_they_look_for():
    """Names and notes do show to those who may see them: otherwise the tests above would prove nothing."""
    client, said = browser("trainer.vn"), ""
    for _name, path in [(n, p) for n, p in paths() if n == "curricula:module"]:
        said += plain(client.get(path).content.decode())
    assert len(notes()) > 10 and any(note in said for note in notes())
    listing = unescape(browser("coordinator.kh").get(reverse("people:list")).content.decode())
    assert sum(word in listing for word in foreign_to("coordinator.vn")) > 10


@pytest.mark.parametrize("visitor", ["", "trainee.vn"])
def test_no_search_finds_a_note(visitor):
    client = browser(visitor)
    for note in sorted(notes())[:12]:
        response = client.get(reverse("home:search"), {"q": note})
        found = [result for group in response.context["groups"] for result in group.results]
        assert not any(note in "".join(piece for piece, _hit in result.pieces) for result in found)


@pytest.mark.parametrize("visitor", ["trainee.vn", "donor", "coordinator.kh"])
def test_who_may_not_appoint_trainers_gets_no_list_to_choose_from(visitor):
    edition = Edition.objects.get(slug="tot-vn-2027-1")
    assert browser(visitor).post(reverse("courses:appoint", args=[edition.slug])).status_code == 403


def test_odd_bytes_are_refused_in_the_language_of_the_address():
    client = browser("")
    client.get("/vi/courses/")
    for language in ("km", "en", "vi"):
        response = client.get(f"/{language}/courses/?country=%00")
        assert response.status_code == 400 and f'<html lang="{language}"' in response.content.decode()


@pytest.mark.parametrize("language", ["fr", "vi_VN", "zh-hant", "EN"])
def test_an_unknown_language_is_a_page_that_names_the_seven(language):
    response = browser("").get(f"/{language}/courses/")
    assert response.status_code == 404 and response.content.decode().count('hreflang="') >= 7
