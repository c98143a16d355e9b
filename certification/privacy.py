"""What certification holds about a person."""

from certification.models import Certificate, Evidence
from lms.people.domain.privacy import PersonalData

DATA = [
    PersonalData("certification.evidence", lambda p: Evidence.objects.filter(person=p),
                 ("kind", "on", "edition__slug", "detail"), (), "what a certificate rests on stays provable"),
    PersonalData("certification.certificate", lambda p: Certificate.objects.filter(person=p),
                 ("number", "code", "level", "modules", "languages", "holder", "holder_own", "completed_on"),
                 ("holder", "holder_own"), "the number stays taken, and says that it was withdrawn"),
]
