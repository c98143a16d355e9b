"""The starter content: whole, the same on every start, and marked where it is invented."""

from datetime import date, datetime
from datetime import time as clock

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, Site

from certification.domain.authority import may_observe, may_train
from certification.models import Certificate
from curricula.domain.versions import text_hash
from curricula.models import Adaptation, CurriculumVersion, ModulePage
from lms.courses.models import Edition, Enrolment
from lms.home.domain.starter.courses import course_day
from lms.home.domain.starter.load import everything, load
from lms.home.models import HomePage
from lms.learning.models import LessonPage
from lms.people.models import Country, Grant, Person
from lms.surveys.models import FormVersion

pytestmark = pytest.mark.usefixtures("starter")
TODAY = date(2026, 11, 21)


def counts() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def test_a_second_start_writes_nothing():
    with CaptureQueriesContext(connection) as queries:
        assert load(now=timezone.now()) is False
    assert len(queries) == 1
    assert queries[0]["sql"].startswith("SELECT")


def test_loading_over_loaded_content_adds_nothing():
    before = counts()
    with transaction.atomic():
        everything(timezone.now())
    assert counts() == before


def test_what_people_changed_is_left_alone():
    edition = Edition.objects.get(slug="rtp-2027-1")
    edition.seats = 30
    edition.save()
    everything(timezone.now())
    assert Edition.objects.get(pk=edition.pk).seats == 30


def test_accounts_sign_in_with_the_demo_password_and_follow_a_new_one(settings):
    person = Person.objects.get(username="trainee.vn")
    assert person.check_password(settings.DEMO_PASSWORD)
    settings.DEMO_PASSWORD = "another-river-paper"
    assert load(now=timezone.now()) is True
    person.refresh_from_db()
    assert person.check_password("another-river-paper")


def test_nobody_signs_in_with_starter_content_outside_the_demo(settings):
    settings.DEMO = False
    before = Person.objects.get(username="trainee.vn").password
    everything(timezone.now())
    assert Person.objects.get(username="trainee.vn").password == before
    assert not Person.objects.get(number="VN-0008").has_usable_password()


def test_every_person_is_a_sample_and_numbered_in_order():
    assert Person.objects.filter(sample=False).count() == 0
    for country in Country.objects.all():
        numbers = list(Person.objects.filter(country=country).order_by("pk").values_list("number", flat=True))
        assert numbers == [f"{country.code}-{place:04d}" for place in range(1, len(numbers) + 1)]


def test_both_group_accounts_chair():
    for name in ("group.vn", "group.kh"):
        assert {"chair", "working-group"} <= set(Grant.objects.filter(person__username=name).values_list("role", flat=True))


def test_seven_homes_are_one_page_in_seven_languages():
    assert {home.locale.language_code for home in HomePage.objects.all()} == {
        "en", "km", "zh-hans", "lo", "my", "th", "vi"}
    assert len(set(HomePage.objects.values_list("translation_key", flat=True))) == 1
    assert Site.objects.get().root_page.specific.locale.language_code == "en"
    for home in HomePage.objects.all():
        assert set(home.get_children().values_list("slug", flat=True)) == {"about", "help", "privacy", "accessibility"}
    assert not Page.objects.filter(title__startswith="Welcome").exists()


def test_module_a_keeps_its_origin_in_every_country():
    regional, *national = ModulePage.objects.live().filter(letter="A").order_by("path")
    assert {page.language for page in national} == {"vi", "km"}
    ids = [block.id for block in regional.body]
    assert len(ids) == len(set(ids)) > 30
    for page in national:
        assert page.origin_id == regional.origin_id
        assert set(ids) <= {block.id for block in page.body}
        bond = Adaptation.objects.get(module=page)
        assert (bond.base_number, bond.base.sha256) == ("3.0", text_hash(regional))


def test_the_frozen_text_has_the_hash_of_the_live_one():
    newest, earlier = CurriculumVersion.objects.filter(curriculum__slug="regional")
    assert (newest.number, earlier.number) == ("3.0", "2.0")
    for frozen in newest.modules.all():
        assert frozen.sha256 == text_hash(frozen.module)
    for frozen in [*newest.modules.all(), *earlier.modules.all()]:
        assert text_hash(frozen.revision.as_object()) == frozen.sha256


def test_one_lesson_in_two_languages_with_a_question_in_each_step():
    english, vietnamese = LessonPage.objects.order_by("language")
    assert english.key == vietnamese.key
    assert [s.value["key"] for s in english.steps] == [s.value["key"] for s in vietnamese.steps]
    for step in english.steps:
        question = next(b.value for b in step.value["content"] if b.block_type == "question")
        assert sum(option["right"] for option in question["options"]) == 1


def test_the_regional_course_rests_after_the_sixth_day():
    edition = Edition.objects.get(slug="rtp-2027-1")
    days = sorted({slot.day for slot in edition.slots.all()})
    assert (days[0], days[-1], len(days)) == (edition.start, edition.end, 8)
    assert date(2027, 1, 24) not in days
    assert course_day(date(2027, 1, 18), 7) == date(2027, 1, 25)


def test_editions_held_before_the_platform_keep_their_figures():
    third = Edition.objects.get(slug="rtp-2006-3")
    assert (third.start, third.state, third.sample) == (date(2006, 5, 22), "completed", False)
    assert third.figures["women_percent"] == 38 and third.confidence == "medium"


def test_the_sample_training_of_trainers_has_attendance_for_every_slot():
    for enrolment in Enrolment.objects.filter(edition__slug="tot-kh-2026-1"):
        assert enrolment.attendances.count() == enrolment.edition.slots.count() == 16


@pytest.mark.parametrize(("name", "language", "other"), [("trainer.vn", "vi", "km"), ("trainer.kh", "km", "vi")])
def test_both_trainers_train_and_observe_today(name, language, other):
    trainer = Person.objects.get(username=name)
    assert may_train(trainer, "A", language, TODAY) is True
    assert may_train(trainer, "A", other, TODAY) is False
    assert may_observe(trainer, TODAY) is True
    assert all(c.sample and c.holder_own == trainer.own_name for c in Certificate.objects.filter(person=trainer))


def test_the_evaluation_is_anonymous_and_by_invitation():
    form = FormVersion.objects.get(form__key="course-evaluation").form
    assert form.anonymous and form.invited and form.country is None


def test_editors_hold_their_own_folder_only():
    for name, folder in [("editors-vn", "folder-vn"), ("editors-kh", "folder-kh")]:
        pages = Group.objects.get(name=name).page_permissions.values_list("page__slug", flat=True)
        assert set(pages) == {folder}


def test_persons_command_prints_number_name_and_own_name(capsys):
    call_command("persons", country="kh")
    lines = capsys.readouterr().out.splitlines()
    assert lines[4] == "KH-0005\tSokha Kumru\tសុខា គំរូ"
    assert lines == sorted(lines) and len(lines) == 9


def test_persons_command_names_an_unknown_country():
    with pytest.raises(CommandError, match="'XX' is not a country here"):
        call_command("persons", country="XX")


def test_accounts_command_is_for_the_demo_only(capsys, settings):
    call_command("accounts")
    out = capsys.readouterr().out
    assert settings.DEMO_PASSWORD in out and settings.SITE_ADDRESS in out and "translator.vn" in out
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("accounts")


def test_no_slot_overlaps_another():
    for edition in Edition.objects.prefetch_related("slots"):
        slots = sorted(edition.slots.all(), key=lambda slot: (slot.day, slot.start))
        for first, second in zip(slots, slots[1:], strict=False):
            assert datetime.combine(first.day, first.end) <= datetime.combine(second.day, second.start)
            assert first.start >= clock(8)
