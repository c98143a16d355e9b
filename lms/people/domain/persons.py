"""Adds persons and changes what is known of them; what may stand there is in `particulars`."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lms.audit.domain.log import record
from lms.people.domain import naming
from lms.people.domain.numbers import next_number
from lms.people.domain.particulars import EMPTY, check, tidy
from lms.people.domain.refusal import Refused, require
from lms.people.domain.wall import lifted
from lms.people.models import Country, Membership, Person
from lms.people.models.person import access_of
from lms.people.models.place import code_of, day_in
from lms.people.permissions import Held, may_act_for

TRIES = 5
"""How many numbers are tried when others take the next one at the same moment."""


def mail_is_taken(email: str, *, but: Person | None = None) -> bool:
    """True when somebody else has this tidied address. Addresses are kept in small letters: the index finds them."""
    others = Person.objects.exclude(pk=but.pk) if but else Person.objects.all()
    with lifted("uniqueness"):
        return bool(email) and others.filter(email=email).exists()


@transaction.atomic
def add(*, country: Country | None, values: dict, by: Person, now: datetime) -> Person:
    """A new person of a country (None: the region's), with the next number. Missing values are empty.

    Raises PermissionDenied; Refused with the field at fault.
    """
    require("manage people", by=by, country=country)
    kept = {**EMPTY, **tidy(values)}
    refuse(check(kept, day_in(country, now), country=country))
    if mail_is_taken(kept["email"]):
        raise mail_refused()
    person = numbered(Person(country=country, **kept))
    naming.index(person)
    record(verb="person.added", thing=person, by=by.uuid, now=now, country=code_of(country), about=person.uuid,
           personal_after={field: written(value) for field, value in kept.items() if value})
    return person


@transaction.atomic
def change(*, person: Person, values: dict, by: Person, now: datetime, why: str = "") -> Person:
    """Set the given values and leave the others. Nothing is recorded when nothing differs.

    The mail address is where a way into the account is sent: it is changed only by the person and by those who may give
    the roles that the person holds. Raises PermissionDenied; Refused with the field at fault.
    """
    person = locked(person)
    require("manage people", by=by, country=person.country)
    wanted = tidy(values)
    refuse(check(wanted, day_in(person.country, now), country=person.country))
    before = {field: getattr(person, field) for field in wanted if getattr(person, field) != wanted[field]}
    if not before:
        return person
    if "email" in before:
        require_over(person=person, by=by, now=now)
        if mail_is_taken(wanted["email"], but=person):
            raise mail_refused()
    for field in before:
        setattr(person, field, wanted[field])
    store(person, list(before))
    if before.keys() & {"name", "own_name"}:
        naming.index(person)
        Membership.objects.filter(person=person).update(listed_name=person.name)
    record(verb="person.changed", thing=person, by=by.uuid, now=now, country=code_of(person.country), why=why,
           about=person.uuid, personal_before={field: written(value) for field, value in before.items()},
           personal_after={field: written(wanted[field]) for field in before})
    return person


@transaction.atomic
def move_country(*, person: Person, country: Country | None, by: Person, now: datetime, why: str) -> Person:
    """Make a person one of another country's (None: the region's). Only who manages people everywhere may.

    What happened in a country stays with it: rows about the person keep their own country, the number stays, and roles
    go on until they are ended. The province goes, and the words by which the person is found follow.
    """
    person = locked(person)
    if access_of(by).where("manage people") is not None:
        raise PermissionDenied(_("Moving a person to another country is for the secretariat."))
    require_over(person=person, by=by, now=now)
    if person.country == country:
        raise Refused(_("The person is already there. Choose another country."), field="country")
    if not why.strip():
        raise Refused(_("Give the reason: it is kept in the log."), field="why")
    before = code_of(person.country)
    person.country, person.province = country, None
    person.save(update_fields=["country", "province"])
    naming.index(person)
    for seen_by in {before, code_of(country)}:
        # one entry in the log of each country: a leaving and a coming
        record(verb="person.moved", thing=person, by=by.uuid, now=now, country=seen_by, why=why, about=person.uuid,
               before={"country": before}, after={"country": code_of(country)})
    return person


def require_over(*, person: Person, by: Person, now: datetime) -> None:
    """Raise PermissionDenied unless `by` is the person or may give every role that the person holds or will hold.

    Without it, whoever manages people could open the account of somebody who may do more.
    """
    if person.pk == by.pk:
        return
    today = day_in(person.country, now)
    grants = person.grants.exclude(until__lt=today).select_related("body")
    held = [Held(grant.role, grant.country_id or (grant.body.country_id if grant.body else None)) for grant in grants]
    if not may_act_for(access_of(by), held):
        raise PermissionDenied(_("This person holds a role that you do not give. Ask the secretariat."))


def locked(person: Person) -> Person:
    """The person as stored now, kept from others until the transaction ends; not one merged away or erased."""
    found = Person.objects.select_for_update(of=("self",)).select_related("country", "province", "profession").get(
        pk=person.pk)
    if found.merged_into_id or found.erased_at:
        raise Refused(_("This record is closed: the person was merged with another record, or erased."))
    return found


def numbered(person: Person) -> Person:
    """Store a new person under the next number; of two at once, one takes the number after it."""
    first = next_number(person.country)
    prefix, _dash, digits = first.rpartition("-")
    for step in range(TRIES):
        person.number = f"{prefix}-{int(digits) + step:04d}"
        try:
            with transaction.atomic():
                person.save(force_insert=True)
            return person
        except IntegrityError as fault:
            if "email" in str(fault):
                raise mail_refused() from fault
            if step == TRIES - 1:
                raise
    return person


def store(person: Person, fields: list[str]) -> None:
    """Save; an address that somebody took meanwhile, or whom the asker does not see, is refused in words."""
    try:
        with transaction.atomic():
            person.save(update_fields=fields)
    except IntegrityError as fault:
        if "email" in str(fault):
            raise mail_refused() from fault
        raise


def refuse(faults: dict[str, str]) -> None:
    for field, fault in faults.items():
        raise Refused(fault, field=field)


def mail_refused() -> Refused:
    return Refused(_("This mail address belongs to somebody else. Leave it empty, or give the person's own."),
                   field="email")


def written(value: object) -> object:
    """A value as the log keeps it: rows by their code."""
    if value is None or isinstance(value, str | int | list):
        return value
    return getattr(value, "code", None) or getattr(value, "key", None) or str(value)
