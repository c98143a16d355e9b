"""The last link of the chain: which target a certificate counts for, and what a reading rests on."""

from collections.abc import Iterator

from django.utils.translation import get_language

from certification.models import Certificate
from lms.courses.models import Course, Edition
from lms.look.domain.numbers import write_number
from lms.monitoring.domain.counts import REGIONAL
from lms.monitoring.models import Reading
from lms.people.domain.links import Link, Step, related
from lms.people.models import Country
from lms.people.models.person import access_of


def newest(country: Country | None) -> Reading | None:
    return (Reading.objects.filter(indicator__compute="certified_trainers", country=country)
            .select_related("indicator__target").first())


def link(reading: Reading) -> Link:
    return Link(reading.indicator.label, reading.get_absolute_url(),
                write_number(reading.value, language=get_language() or "en"), Step.TARGET)


def of_edition(edition: Edition, viewer) -> Iterator[Link]:
    reading = newest(edition.country)
    if reading:
        yield link(reading)


def of_certificate(certificate: Certificate, viewer) -> Iterator[Link]:
    reading = newest(certificate.country)
    if reading:
        yield link(reading)


def of_reading(reading: Reading, viewer) -> Iterator[Link]:
    yield link(reading)
    if reading.indicator.compute in REGIONAL:
        held = Edition.objects.public().filter(course__kind=Course.Kind.REGIONAL, end__lte=reading.on)
        edition = held.order_by("-end", "-pk").first()
        yield from (found for found in (related(edition, viewer) if edition else []) if found.step != Step.TARGET)
        return
    certificates = Certificate.objects.order_by("-pk")
    if reading.country_id:  # a reading of the region rests on the certificates of all countries
        certificates = certificates.filter(country=reading.country_id)
    certificate = certificates.first()
    if certificate:
        yield from (found for found in related(certificate, viewer)
                    if found.step != Step.TARGET and may_see(certificate, viewer, found))


def may_see(certificate: Certificate, viewer, found: Link) -> bool:
    return found.step != Step.CERTIFICATE or Certificate.objects.visible_to(access_of(viewer)).filter(
        pk=certificate.pk).exists()
