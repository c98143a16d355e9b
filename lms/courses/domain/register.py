"""The register of an edition held before the platform: its people come in as a list, and get their place on its roster."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.audit.domain.log import record
from lms.courses.domain.badges import Badge
from lms.courses.domain.delivery import PASS_PERCENT
from lms.courses.models import Edition, Enrolment
from lms.people.domain.imports.columns import PEOPLE, Column
from lms.people.domain.imports.kinds import Extra, Kind
from lms.people.domain.refusal import Refused, require
from lms.people.models import Affiliation, Import, ImportRow, Person
from lms.people.models.place import code_of

S = ImportRow.State
ENROLLED = Column("enrolled", gettext_lazy("Place given on"), gettext_lazy("A day; without it, the first of the edition."),
                  ("enrolled", "registered", "ngày đăng ký", "วันที่ลงทะเบียน", "报名日期"))
POST_TEST = Column("post_test", gettext_lazy("Post-test, percent"), gettext_lazy("A number from 0 to 100."),
                   ("post test", "post-test", "final test", "score", "điểm", "คะแนน", "ຄະແນນ", "ពិន្ទុ", "အမှတ်", "成绩"))
COMPLETED = Column("completed", gettext_lazy("Completed on"), gettext_lazy("A day, if the whole course was attended."),
                   ("completed", "completion date", "ngày hoàn thành", "วันที่สำเร็จ", "完成日期"))
MADE = "enrolment"
"""Where a row's `before` keeps the place that it made, for undoing."""


def path_of(batch: Import) -> str:
    return f"courses/{batch.subject}/register/{batch.uuid}/"


def require_past(edition: Edition, *, by: Person, now: datetime) -> None:
    """Raise PermissionDenied unless `by` runs the edition; Refused unless it is over and was not cancelled."""
    require("run editions", by=by, country=edition.country)
    if edition.state == Edition.State.CANCELLED:
        raise Refused(_("This edition is cancelled: nothing more can be entered."))
    if edition.end >= edition.day_there(now):
        raise Refused(_("This edition is not over yet. Its people come onto the roster by selection."))


class OnRoster(Extra):
    """Puts the persons of a list on the roster of its edition."""

    def review(self, batch: Import, rows: list[ImportRow]) -> None:
        edition = edition_of(batch)
        there = set(edition.enrolments.filter(person__in=[row.person_id for row in rows if row.person_id]).values_list(
            "person_id", flat=True))
        for row in rows:
            for key in ("enrolled", "completed"):
                if fault := day_fault(row.values.get(key), edition):
                    row.state = S.WRONG
                    row.errors = [*row.errors, {"column": "", "heading": "", "message": fault}]
            if row.person_id in there and row.state != S.WRONG:
                row.errors = [*row.errors, {"column": "", "heading": "", "note": True, "message": _(
                    "Is on the roster already. The result there stays as it is.")}]

    def apply(self, batch: Import, rows: list[ImportRow], *, by: Person, now: datetime) -> dict[int, str]:
        """A place for each person who has none yet, with the badge as of the edition's last day."""
        edition = edition_of(batch)
        require_past(edition, by=by, now=now)
        pks = [row.person_id for row in rows if row.person_id]
        there = set(edition.enrolments.filter(person__in=pks).values_list("person_id", flat=True))
        persons = {person.pk: person for person in Person.objects.filter(pk__in=pks).select_related("country")}
        badges = badges_of(list(persons.values()), on=edition.end)
        new = [row for row in rows if row.person_id and row.person_id not in there]
        made = Enrolment.objects.bulk_create([enrolment(edition, persons[row.person_id], row, badges, by) for row in new
                                              if row.person_id])
        for row, place in zip(new, made, strict=True):
            row.before = {**row.before, MADE: place.pk}
        if made:
            record(verb="enrolment.made", thing=edition, by=by.uuid, now=now, country=code_of(edition.country),
                   after={"from": "register", "import": str(batch.uuid), "count": len(made)})
        return {}

    def kept(self, batch: Import, rows: list[ImportRow]) -> dict[int, str]:
        """A place that holds something else than the list wrote stays."""
        made = {row.before[MADE]: row for row in rows if MADE in row.before}
        places = {place.pk: place for place in Enrolment.objects.filter(pk__in=made)}
        attended = set(Enrolment.objects.filter(pk__in=made, attendances__isnull=False).values_list("pk", flat=True))
        found = {}
        for pk, row in made.items():
            place = places.get(pk)
            if place is None or pk in attended or written(place) != said(row):
                found[row.pk] = _("the place on the roster was changed since")
        return found

    def made(self, rows: list[ImportRow]) -> dict[str, set[int]]:
        return {"courses.enrolment": {row.before[MADE] for row in rows if MADE in row.before}}

    def undo(self, batch: Import, rows: list[ImportRow], *, by: Person, now: datetime) -> None:
        Enrolment.objects.filter(pk__in=[row.before[MADE] for row in rows if MADE in row.before]).delete()


def edition_of(batch: Import) -> Edition:
    return Edition.objects.select_related("country", "venue__country").get(slug=batch.subject)


def day_fault(value: str | None, edition: Edition) -> str:
    """What is wrong with a day that the list gives: places are given and courses completed before an edition is long over."""
    if value and date.fromisoformat(value) > edition.end:
        return _("The day lies after the end of the edition. Correct it, or leave it empty.")
    return ""


def enrolment(edition: Edition, person: Person, row: ImportRow, badges: dict[int, Badge], by: Person) -> Enrolment:
    day = date.fromisoformat(row.values["enrolled"]) if row.values.get("enrolled") else edition.start
    score = said(row)[0]
    return Enrolment(edition=edition, person=person, country=person.country, post_score=score,
                     enrolled_at=timezone.make_aware(datetime.combine(day, time(12)), UTC),
                     post_passed=None if score is None else score >= PASS_PERCENT,
                     post_entered_by=None if score is None else by.uuid, completed_on=said(row)[1], **badges[person.pk])


def said(row: ImportRow) -> tuple[Decimal | None, date | None]:
    """Post-test and day of completion, as the list has them."""
    return (Decimal(row.values["post_test"]) if row.values.get("post_test") else None,
            date.fromisoformat(row.values["completed"]) if row.values.get("completed") else None)


def written(place: Enrolment) -> tuple[Decimal | None, date | None]:
    return place.post_score, place.completed_on


def badges_of(persons: list[Person], *, on: date) -> dict[int, Badge]:
    """The badges of many persons as of a day, in one query."""
    ties = Affiliation.objects.on(on).filter(person__in=persons).select_related("organisation").order_by("since", "-pk")
    works = {tie.person_id: tie.organisation.name for tie in ties}
    return {person.pk: {"badge_name": person.name, "badge_own_name": person.own_name, "badge_language": person.language,
                        "badge_organisation": works.get(person.pk, ""), "badge_sample": person.sample}
            for person in persons}


REGISTER = Kind(key="register", verb="run editions", check_job="courses.register.check",
                confirm_job="courses.register.confirm", path=path_of, columns=(*PEOPLE, ENROLLED, POST_TEST, COMPLETED),
                extra=OnRoster(), all_rows=True)
