"""What learning holds about a person. A statement names its actor by uuid alone."""

from django.utils.translation import gettext_lazy as _

from lms.learning.models import Registration, Statement
from lms.people.domain.privacy import PersonalData, Wall

COUNTS = _("Counts of completed lessons stay true.")

DATA = [
    PersonalData(
        "learning.registration", lambda p: Registration.objects.filter(person=p), title=_("Lessons"),
        export=("lesson", "language", "started_at", "completed_at"), keep=COUNTS, pointers=("person",),
        free=("id", "uuid", "country"), wall=Wall()),
    PersonalData(
        "learning.statement", lambda p: Statement.objects.filter(actor=p.uuid), title=_("Steps of lessons"),
        export=("verb", "activity", "result", "timestamp"), keep=COUNTS, pointers=("actor",),
        free=("id", "uuid", "registration", "country", "stored"), wall=Wall(person="actor", by_uuid=True)),
]

IMPERSONAL = ("learning.lessonfolder", "learning.lessonpage")

WORDS = {
    "lesson": _("Lesson"), "started_at": _("Begun on"), "completed_at": _("Completed on"), "activity": _("Activity"),
    "result": _("Result"), "timestamp": _("Time"),
}
