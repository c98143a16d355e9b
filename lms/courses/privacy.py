"""What courses hold about a person."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lms.courses.models import Attendance, Enrolment, Facilitation, Nomination, Observation
from lms.people.domain.privacy import ERASED, PersonalData, Wall

COUNTS = _("Counts and results of a course stay true.")
BADGE = ("badge_name", "badge_own_name", "badge_language", "badge_organisation")
NO_NAME = {"badge_name": ERASED}

DATA = [
    PersonalData(
        "courses.nomination", lambda p: Nomination.objects.filter(person=p), title=_("Nominations"),
        export=("edition__names", "organisation__name", "state", "reason", "nominated_at", "changed_at"),
        erase=("organisation", "reason"), keep=COUNTS, pointers=("person", "nominated_by", "changed_by"),
        free=("id", "uuid", "country"), wall=Wall(),
        dated="changed_at", months=settings.RETENTION_MONTHS["courses.nomination"]),
    PersonalData(
        "courses.enrolment", lambda p: Enrolment.objects.filter(person=p), title=_("Courses taken"),
        export=("edition__names", *BADGE, "enrolled_at", "post_score", "post_passed", "completed_on"), erase=BADGE, instead=NO_NAME,
        keep=COUNTS, pointers=("person", "post_entered_by"),
        free=("id", "uuid", "country", "nomination", "badge_sample"), wall=Wall()),
    PersonalData(
        "courses.attendance", lambda p: Attendance.objects.filter(enrolment__person=p), title=_("Attendance"),
        export=("slot__edition__names", "slot__day", "slot__start", "present", "entered_at"), keep=COUNTS,
        pointers=("entered_by",), free=("id", "country", "enrolment"),
        wall=Wall(person="", whole=("enrolment_id", "courses.enrolment"))),
    PersonalData(
        "courses.facilitation", lambda p: Facilitation.objects.filter(person=p), title=_("Courses taught"),
        export=("edition__names", "role", "modules", *BADGE), erase=BADGE, instead=NO_NAME,
        keep=_("Who taught a certified course stays provable, by number."), pointers=("person",),
        free=("id", "uuid", "country", "badge_sample"), wall=Wall()),
    PersonalData(
        "courses.observation", lambda p: Observation.objects.filter(facilitation__person=p),
        title=_("Observed deliveries"), export=("observed_on", "score", "most", "passed", "notes", "entered_at"),
        erase=("notes", "scan"), keep=_("The points are evidence of a certificate."), pointers=("observer",),
        free=("id", "uuid", "country", "facilitation"), files=("scan",),
        wall=Wall(person="observer_id", whole=("facilitation_id", "courses.facilitation"))),
]

IMPERSONAL = ("courses.course", "courses.venue", "courses.edition", "courses.slot", "courses.evaluation")

WORDS = {
    "edition__names": _("Edition"), "reason": _("Reason"), "nominated_at": _("Nominated"), "changed_at": _("Changed"),
    "badge_name": _("Name on the badge"), "badge_own_name": _("Name in the own script, on the badge"),
    "badge_language": _("Language"), "badge_organisation": _("Organisation, on the badge"),
    "enrolled_at": _("Place given on"), "post_score": _("Post-test, percent"), "post_passed": _("Post-test passed"),
    "completed_on": _("Completed on"), "slot__edition__names": _("Edition"), "slot__day": _("Day"),
    "slot__start": _("Time"), "present": _("Present"), "entered_at": _("Entered on"), "modules": _("Modules"),
    "observed_on": _("Day"), "score": _("Points of the rubric"), "most": _("Points at most"), "passed": _("Passed"),
    "notes": _("Notes"),
}
