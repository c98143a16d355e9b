"""What learning holds about a person. A statement names its actor by uuid alone."""

from lms.learning.models import Registration, Statement
from lms.people.domain.privacy import PersonalData

DATA = [
    PersonalData("learning.registration", lambda p: Registration.objects.filter(person=p),
                 ("lesson", "language", "started_at", "completed_at"), (), "counts of completed lessons stay true"),
    PersonalData("learning.statement", lambda p: Statement.objects.filter(actor=p.uuid),
                 ("verb", "activity", "result", "timestamp"), (), "counts of completed lessons stay true"),
]
