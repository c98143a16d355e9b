"""What certification holds about a person."""

from django.utils.translation import gettext_lazy as _

from certification.domain.evidence import CONDUCT, NAME_CONSENT
from certification.domain.shown import show_name
from certification.models import Certificate, Event, Evidence
from lms.people.domain.privacy import ERASED, PersonalData, Purpose, Wall


def codes_in_groups(keys: list[int]) -> dict[int, object]:
    """{certificate's key: its code in fours, as it is printed}."""
    return {row.pk: row.code_in_groups for row in Certificate.objects.filter(pk__in=keys)}


PROVABLE = _("What a certificate rests on stays provable, by number.")

DATA = [
    PersonalData(
        "certification.evidence", lambda p: Evidence.objects.filter(person=p), title=_("Evidence for a certificate"),
        export=("kind", "on", "edition__names", "detail", "entered_at"), keep=PROVABLE, pointers=("person",),
        free=("id", "country", "key", "entered_by"), wall=Wall()),
    PersonalData(
        "certification.certificate", lambda p: Certificate.objects.filter(person=p), title=_("Certificates"),
        export=("number", "code", "level", "modules", "languages", "holder", "holder_own", "completed_on"),
        erase=("holder", "holder_own"), instead={"holder": ERASED},
        keep=_("The number stays taken. Who checks it reads that it was withdrawn at the holder's request."),
        pointers=("person",), free=("id", "uuid", "country", "version", "numbers", "holder_language", "sample"),
        speak={"code": codes_in_groups}, wall=Wall()),
    PersonalData(
        "certification.event", lambda p: Event.objects.filter(certificate__person=p), title=_("Decisions on certificates"),
        export=("certificate__number", "kind", "decided_on", "effective_on", "end", "why"), erase=("why",), keep=PROVABLE,
        pointers=(), free=("id", "certificate", "country", "by"),
        wall=Wall(person="", whole=("certificate_id", "certification.certificate"))),
]

PURPOSES = [
    Purpose(CONDUCT, asked_at="certification:conduct",
            stays=_("A certificate rests on it. Who no longer accepts the code of conduct gives the certificate back: "
                    "ask who issued it.")),
    Purpose(NAME_CONSENT, heed=show_name),
]

IMPERSONAL = ("certification.scheme", "certification.schemeversion", "certification.requirement")

WORDS = {
    "on": _("Day"), "detail": _("What was met"), "code": _("Certificate code"), "holder": _("Name on the check"),
    "holder_own": _("Name in the own script, on the check"), "certificate__number": _("Certificate"),
    "decided_on": _("Decided on"), "effective_on": _("In effect from"), "end": _("Valid until"),
    "attendance": _("Attendance"), "post_test": _("Post-test, percent"),
}
