"""Certificates that came of an edition; and what a certificate came from."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certification.models import Certificate
from lms.courses.models import Edition
from lms.people.domain.links import Link, Step, related
from lms.people.models import Person
from lms.people.models.person import access_of


def of_edition(edition: Edition, viewer) -> Iterator[Link]:
    issued = Certificate.objects.filter(person__evidence__edition=edition).distinct()
    seen = issued.visible_to(access_of(viewer))
    count, first = issued.count(), seen.first()
    if first:
        detail = ngettext("%(count)s certificate", "%(count)s certificates", count) % {"count": count}
        yield Link(_("Certificates"), first.get_absolute_url(), detail, Step.CERTIFICATE)


def of_certificate(certificate: Certificate, viewer) -> Iterator[Link]:
    yield Link(certificate.number, certificate.get_absolute_url(), "", Step.CERTIFICATE)
    tot = certificate.person.evidence.filter(kind="tot").select_related("edition").last()
    if tot and tot.edition:
        yield from (link for link in related(tot.edition, viewer) if link.step != Step.CERTIFICATE)


def of_person(person: Person, viewer) -> Iterator[Link]:
    for certificate in person.certificates.visible_to(access_of(viewer)):
        yield Link(certificate.number, certificate.get_absolute_url(), certificate.get_level_display())
