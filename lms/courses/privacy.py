"""What courses hold about a person."""

from lms.courses.models import Attendance, Enrolment, Facilitation, Nomination, Observation
from lms.people.domain.privacy import PersonalData

DATA = [
    PersonalData("courses.nomination", lambda p: Nomination.objects.filter(person=p),
                 ("edition__slug", "state", "reason", "nominated_at", "changed_at"), ("reason",),
                 "counts of a course stay true"),
    PersonalData("courses.enrolment", lambda p: Enrolment.objects.filter(person=p),
                 ("edition__slug", "enrolled_at", "post_score", "post_passed", "completed_on"), (),
                 "counts and results of a course stay true"),
    PersonalData("courses.attendance", lambda p: Attendance.objects.filter(enrolment__person=p),
                 ("slot__day", "present", "entered_at"), (), "counts of a course stay true"),
    PersonalData("courses.facilitation", lambda p: Facilitation.objects.filter(person=p),
                 ("edition__slug", "role"), (), "who taught a certified course must stay provable"),
    PersonalData("courses.observation", lambda p: Observation.objects.filter(facilitation__person=p),
                 ("observed_on", "score", "most", "passed", "notes"), ("notes",), "evidence of a certificate"),
]
