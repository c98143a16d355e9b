"""Issuing the first certificate (certificates, rules 2 and 3; activity 1.3)."""

from datetime import date, datetime

from django.db import transaction
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from certification.domain.evidence import NAME_CONSENT, keep_facts, readiness_of
from certification.domain.months import add_months
from certification.domain.numbers import numbers_from
from certification.models import Certificate, Event, Scheme, SchemeVersion
from lms.audit.domain.log import record
from lms.people.domain.letters import write_to
from lms.people.domain.refusal import Refused, require
from lms.people.models import Person


@transaction.atomic
def issue(*, person: Person, version: SchemeVersion, by: Person, now: datetime, today: date) -> Certificate:
    """Issue a certificate under a scheme version, valid from the completion for the scheme's months.

    `today` is the date in the issuer's time zone. Raises Refused when a requirement is missing, or the person holds
    a certificate of this scheme already.
    """
    scheme = version.scheme
    require("issue certificates", by=by, country=scheme.country)
    # a country's schemes share one row of numbers: of two officers at once, the second waits
    list(Scheme.objects.select_for_update(no_key=True).filter(country=scheme.country).order_by("pk"))
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if person.country_id != scheme.country_id:
        raise Refused(_("This scheme certifies trainers of %(country)s.")
                      % {"country": scheme.country.label if scheme.country else _("the region")})
    if Certificate.objects.filter(person=person, version__scheme=scheme).exists():
        raise Refused(_("%(name)s holds a certificate of this scheme already.") % {"name": person.name})
    numbers = numbers_from(version.numbers)
    keep_facts(person=person, numbers=numbers, by=by, now=now)
    ready = readiness_of(person, numbers=numbers, on=today)
    if ready.completed_on is None:
        raise Refused(_("Something is missing for this certificate. The list says what."))
    shown = person.consents.on(today).filter(purpose=NAME_CONSENT).exists()
    certificate = Certificate.objects.create(
        number=next_number(scheme.country.code if scheme.country else "R", ready.completed_on.year), person=person,
        country=person.country, version=version, level=scheme.level, numbers=numbers.as_json(),
        modules=version.modules, languages=version.languages, holder=person.name if shown else "",
        holder_own=person.own_name if shown else "",
        holder_language=person.language, completed_on=ready.completed_on, sample=person.sample)
    end = add_months(ready.completed_on, numbers.valid)
    Event.objects.create(certificate=certificate, country=person.country, kind=Event.Kind.ISSUED, decided_on=today,
                         effective_on=ready.completed_on, by=by.uuid, end=end)
    record(verb="certificate.issued", thing=certificate, by=by.uuid, now=now, about=person.uuid,
           country=person.country.code if person.country else "", after={"level": str(scheme.level)},
           personal_after={"number": certificate.number, "completed_on": ready.completed_on, "until": end})
    tell(certificate, now=now)
    return certificate


def next_number(code: str, year: int) -> str:
    """VN-2026-0001, the next free number of a country and year; the unique index decides races."""
    prefix = f"{code}-{year}-"
    last = Certificate.objects.filter(number__startswith=prefix).order_by(Length("number").desc(), "-number").first()
    return f"{prefix}{int(last.number.removeprefix(prefix)) + 1 if last else 1:04d}"


def tell(certificate: Certificate, *, now: datetime) -> None:
    def text() -> tuple[str, str]:
        return (_("Your trainer’s certificate %(number)s") % {"number": certificate.number},
                _("Your certificate is issued. Sign in to read until when you may train, and to print it."))

    write_to(person=certificate.person, key=f"certificate-issued:{certificate.uuid}", text=text, now=now,
             path=f"trainers/certificates/{certificate.uuid}/")
