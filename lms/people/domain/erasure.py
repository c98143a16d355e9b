"""Erasure: asked by the person, decided by somebody else, done table by table as the registry says."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lms.audit.domain import keys
from lms.audit.domain.log import record
from lms.files.domain.drop import drop
from lms.people.domain import mentions
from lms.people.domain.emptying import empty
from lms.people.domain.letters import write_to
from lms.people.domain.privacy import PersonalData, registered
from lms.people.domain.refusal import Refused, require
from lms.people.domain.wall import lifted
from lms.people.models import ErasureRequest, Grant, Person
from lms.people.models.place import day_in
from lms.people.permissions import Role


@transaction.atomic
def ask(*, person: Person, by: Person, now: datetime) -> ErasureRequest:
    """The person asks to be erased, or `by` enters what came on paper. Those who decide get a letter without a name.

    Raises PermissionDenied; Refused when the person is erased or has asked already.
    """
    if by.pk != person.pk:
        require("manage people", by=by, country=person.country)
    person = Person.objects.select_for_update(of=("self",)).select_related("country").get(pk=person.pk)
    refuse_closed(person)
    if waiting(person):
        raise Refused(_("The request is there already, and waits for a decision."))
    request = ErasureRequest.objects.create(person=person, country=person.country, asked_at=now, asked_by=by.uuid)
    note(request, "erasure.asked", by=by, now=now)
    with lifted("letters"):
        for decider in deciders(but=person, on=day_in(None, now)):
            write_to(person=decider, key=f"erasure-asked:{request.uuid}", text=letter, now=now, path="people/erasure/")
    return request


@transaction.atomic
def withdraw(*, request: ErasureRequest, by: Person, now: datetime) -> None:
    """The person has thought again. Raises PermissionDenied; Refused when it was decided already."""
    if by.pk != request.person_id:
        require("manage people", by=by, country=request.person.country)
    request = open_request(request)
    close(request, ErasureRequest.Decision.WITHDRAWN, "", by=by, now=now)


@transaction.atomic
def decide(*, request: ErasureRequest, erase: bool, why: str, by: Person, now: datetime) -> None:
    """Erase the person, or refuse with a reason that the person reads in a letter.

    Nobody decides on the own request. Raises PermissionDenied; Refused when it was decided already or the reason of a
    refusal is missing.
    """
    require("erase people", by=by, country=request.person.country)
    request = open_request(request)
    if by.pk == request.person_id:
        raise Refused(_("Somebody else decides on your own request."))
    if erase:
        close(request, ErasureRequest.Decision.ERASED, why, by=by, now=now)
        erase_person(person=request.person, by=by, now=now)
        return
    if not why.strip():
        raise Refused(_("Give the reason: the person reads it."), field="why")
    close(request, ErasureRequest.Decision.REFUSED, why.strip(), by=by, now=now)

    def text() -> tuple[str, str]:
        return _("Your request to be erased"), _("It was refused, for this reason: %(why)s") % {"why": why.strip()}

    write_to(person=request.person, key=f"erasure-refused:{request.uuid}", text=text, now=now, path="my/data/")


@transaction.atomic
def erase_person(*, person: Person, by: Person, now: datetime) -> dict[str, int]:
    """Replace the person's identity everywhere and keep what counts. Returns {table: rows touched}.

    Rows of others merged into this person go with it. Files leave the disk after the commit (`lms.files.domain.drop`).
    Raises PermissionDenied; Refused for oneself, and for somebody erased or merged into another already.
    """
    require("erase people", by=by, country=person.country)
    person = Person.objects.select_for_update(of=("self",)).select_related("country").get(pk=person.pk)
    if by.pk == person.pk:
        raise Refused(_("Somebody else decides on your own request."))
    refuse_closed(person)
    # whoever may erase has been asked; what is said of the person in letters of others is not theirs to read
    with lifted("task"):
        touched: dict[str, int] = {}
        for one in [person, *Person.objects.select_for_update(of=("self",)).filter(merged_into=person)]:
            for label, count in forget(one, by, now).items():
                touched[label] = touched.get(label, 0) + count
            keys.destroy(person=one.uuid, now=now)
    record(verb="person.erased", thing=person, by=by.uuid, now=now, about=person.uuid,
           country=person.country.code if person.country else "", after={"rows": touched})
    return touched


def forget(person: Person, by: Person, now: datetime) -> dict[str, int]:
    """All traces of one person: first where others speak of the person, while the names are known; then the own rows."""
    touched = mentions.blot(person)
    data = registered().values()
    files = [file for one in data for file in files_of(one, person)]
    for one in data:
        rows = one.may_go(one.rows(person)) if one.may_go else one.rows(person)
        count = rows.count() if one.forget else empty(one, rows)
        if one.forget:
            one.forget(person, by, now)
        if count:
            touched[one.label] = touched.get(one.label, 0) + count
    drop(files)
    return touched


def files_of(data: PersonalData, person: Person) -> Iterable[UUID]:
    for column in data.files:
        yield from data.rows(person).exclude(**{column: None}).values_list(column, flat=True)


def requests_for(viewer: Person) -> QuerySet[ErasureRequest]:
    """Requests of the persons that the viewer may see, open ones first, newest first."""
    return (ErasureRequest.objects.filter(person__in=Person.objects.visible_to(viewer))
            .select_related("person", "country").order_by("decision", "-asked_at", "-pk"))


def waiting(person: Person) -> ErasureRequest | None:
    return ErasureRequest.objects.filter(person=person, decision="").first()


def deciders(*, but: Person, on: date) -> QuerySet[Person]:
    """The secretariat's officers for the whole region who can sign in on a day, but not the person that it is about."""
    officers = Grant.objects.on(on).filter(role=Role.SECRETARIAT, country=None, body=None)
    return (Person.objects.current().filter(is_active=True, pk__in=officers.values("person"))
            .exclude(username=None).exclude(pk=but.pk).order_by("pk"))


def letter() -> tuple[str, str]:
    return (_("Somebody asks to be erased"),
            _("A person asks to be erased. Sign in, read what would go and what would stay, and decide."))


def open_request(request: ErasureRequest) -> ErasureRequest:
    """The request as stored now, kept from others until the transaction ends."""
    request = ErasureRequest.objects.select_for_update(of=("self",)).select_related("person", "country").get(
        pk=request.pk)
    if request.decision:
        raise Refused(_("This request was decided already."))
    return request


def close(request: ErasureRequest, decision: str, why: str, *, by: Person, now: datetime) -> None:
    request.decision, request.decided_at, request.decided_by, request.why = decision, now, by.uuid, why
    request.save(update_fields=["decision", "decided_at", "decided_by", "why"])
    note(request, "erasure.decided", by=by, now=now, decision=decision, why=why)


def note(request: ErasureRequest, verb: str, *, by: Person, now: datetime, decision: str = "", why: str = "") -> None:
    record(verb=verb, thing=request, by=by.uuid, now=now, why=why, about=request.person.uuid,
           country=request.country.code if request.country else "", after={"decision": decision} if decision else {})


def refuse_closed(person: Person) -> None:
    if person.erased_at:
        raise Refused(_("This person was erased already."))
    if person.merged_into_id:
        raise Refused(_("This record became part of another one. Open that one."))
