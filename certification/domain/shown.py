"""Which name the public check of a certificate shows."""

from certification.models import Certificate
from lms.people.domain.privacy import ERASED
from lms.people.models import Person


def show_name(person: Person, agreed: bool) -> None:
    """All certificates of the person show the name from now on, or show none. The check's kept page changes with it."""
    Certificate.objects.filter(person=person).exclude(holder=ERASED).update(
        holder=person.name if agreed else "", holder_own=person.own_name if agreed else "")


def is_withdrawn(certificate: Certificate) -> bool:
    """True when its holder was erased: it is checked as withdrawn at the holder's request, and not printed any more."""
    return certificate.holder == ERASED
