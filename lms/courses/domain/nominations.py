"""From nomination to a seat: nominated -> endorsed -> selected | reserve | declined -> accepted | withdrawn."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.audit.domain.log import record
from lms.courses.domain.badges import badge
from lms.courses.models import Edition, Enrolment, Nomination
from lms.look.domain.dates import write_day
from lms.people.domain import wall
from lms.people.domain.letters import write_to
from lms.people.domain.refusal import Refused, require
from lms.people.models import Person

S = Nomination.State
MOVES: dict[str, set[str]] = {
    S.NOMINATED: {S.ENDORSED, S.DECLINED, S.WITHDRAWN},
    S.ENDORSED: {S.SELECTED, S.RESERVE, S.DECLINED, S.WITHDRAWN},
    S.RESERVE: {S.SELECTED, S.DECLINED, S.WITHDRAWN},
    S.SELECTED: {S.ACCEPTED, S.WITHDRAWN}, S.ACCEPTED: {S.WITHDRAWN}, S.DECLINED: set(), S.WITHDRAWN: set()}
"""Which state may follow which."""

SEATED = (S.SELECTED, S.ACCEPTED)


@transaction.atomic
def nominate(*, edition: Edition, person: Person, by: Person, now: datetime) -> Nomination:
    """Propose a person of one's own country for an open edition (activity 1.1, 1.3).

    Raises Refused when nominations are not open, the person is not of one's country, or is nominated already.
    """
    require("nominate", by=by, country=person.country)
    if edition.state != Edition.State.OPEN:
        raise Refused(_("Nominations for this edition are not open."))
    if edition.country and edition.country != person.country:
        raise Refused(_("This edition is for people of %(country)s.") % {"country": edition.country.label},
                      field="person")
    tie = person.affiliations.on(timezone.localdate(now)).select_related("organisation").first()
    nomination, created = Nomination.objects.get_or_create(edition=edition, person=person, defaults={
        "country": person.country, "organisation": tie.organisation if tie else None, "nominated_at": now,
        "nominated_by": by.uuid, "changed_at": now, "changed_by": by.uuid})
    if not created:
        raise Refused(_("%(name)s is nominated for this edition already.") % {"name": person.name}, field="person")
    log(nomination, "nomination.made", by=by, now=now)
    return nomination


def endorse(*, nomination: Nomination, by: Person, now: datetime) -> Nomination:
    """The country's focal point stands behind the nomination."""
    require("endorse", by=by, country=nomination.country)
    return move(nomination=nomination, to=S.ENDORSED, by=by, now=now)


@transaction.atomic
def decline(*, nomination: Nomination, by: Person, now: datetime, reason: str) -> Nomination:
    """The focal point (before endorsement) or who selects (after it) says no, with a reason."""
    # as it stands now, not as the page showed it: the state decides who may say no
    nomination = locked(nomination)
    verb = "endorse" if nomination.state == S.NOMINATED else "select"
    require(verb, by=by, country=nomination.country if verb == "endorse" else nomination.edition.country)
    if not reason.strip():
        raise Refused(_("Give the reason: the person who nominated will read it."), field="reason")
    return move(nomination=nomination, to=S.DECLINED, by=by, now=now, reason=reason)


@transaction.atomic
def select(*, nomination: Nomination, by: Person, now: datetime) -> Nomination:
    """Give the nominee a seat, or a place on the reserve when all seats are taken; a seat enrols the person.

    Raises Refused for a cancelled edition.

    The edition is locked while seats are counted, so the last seat is given once.
    """
    edition = Edition.objects.select_for_update().get(pk=nomination.edition_id)
    require("select", by=by, country=edition.country)
    if edition.state == Edition.State.CANCELLED:
        raise Refused(_("This edition is “%(state)s”; that step does not follow. Look at the page again.")
                      % {"state": edition.get_state_display()})
    taken = seats_taken(edition)
    free = taken < edition.seats + edition.partner_seats
    nomination = move(nomination=nomination, to=S.SELECTED if free else S.RESERVE, by=by, now=now)
    if free:
        enrolment, enrolled = Enrolment.objects.get_or_create(edition=edition, person=nomination.person, defaults={
            "country": nomination.country, "nomination": nomination, "enrolled_at": now,
            **badge(nomination.person, on=timezone.localdate(now))})
        if enrolled:
            record(verb="enrolment.made", thing=enrolment, by=by.uuid, now=now, about=nomination.person.uuid,
                   country=nomination.country.code if nomination.country else "", after={"edition": edition.slug})
        tell(nomination, now=now)
    return nomination


@wall.lifted("counts")
def seats_taken(edition: Edition) -> int:
    """How many hold a seat, of all countries."""
    return edition.nominations.filter(state__in=SEATED).count()


def accept(*, nomination: Nomination, by: Person, now: datetime) -> Nomination:
    """The selected person takes the seat; who nominated may say so for people without an account."""
    if by != nomination.person:
        require("nominate", by=by, country=nomination.country)
    return move(nomination=nomination, to=S.ACCEPTED, by=by, now=now)


def withdraw(*, nomination: Nomination, by: Person, now: datetime) -> Nomination:
    """Give the seat back, or the nomination up."""
    if by != nomination.person:
        require("nominate", by=by, country=nomination.country)
    return move(nomination=nomination, to=S.WITHDRAWN, by=by, now=now)


@transaction.atomic
def move(*, nomination: Nomination, to: str, by: Person, now: datetime, reason: str = "") -> Nomination:
    """The one place where a nomination's state changes. Raises Refused when `to` does not follow."""
    nomination = locked(nomination)
    if to not in MOVES[nomination.state]:
        raise Refused(_("%(name)s is “%(state)s” by now; that step does not follow. Look at the page again.")
                      % {"name": nomination.person.name, "state": nomination.get_state_display()})
    before = nomination.state
    nomination.state, nomination.reason, nomination.changed_at, nomination.changed_by = to, reason, now, by.uuid
    nomination.save(update_fields=["state", "reason", "changed_at", "changed_by"])
    log(nomination, f"nomination.{to}", by=by, now=now, before=before, why=reason)
    return nomination


def locked(nomination: Nomination) -> Nomination:
    """The row as it stands now; nobody else changes it before the transaction ends."""
    return Nomination.objects.select_for_update(of=("self",)).select_related(
        "edition__country", "person", "country").get(pk=nomination.pk)


def log(nomination: Nomination, verb: str, *, by: Person, now: datetime, before: str = "", why: str = "") -> None:
    """The entry. A reason speaks of a person: it is kept under that person's key, where erasure reaches it."""
    record(verb=verb, thing=nomination, by=by.uuid, now=now, about=nomination.person.uuid, why=why,
           country=nomination.country.code if nomination.country else "",
           before={"state": before} if before else {}, after={"state": nomination.state})


def tell(nomination: Nomination, *, now: datetime) -> None:
    """The letter to the selected person, in the person's language."""
    edition = nomination.edition

    def day(value: date) -> str:
        return write_day(value, language=get_language() or "en")

    def text() -> tuple[str, str]:
        return (_("You have a seat: %(edition)s") % {"edition": edition.label},
                _("You are selected for %(edition)s, from %(start)s to %(end)s. Sign in and accept the seat, or give it "
                  "back so that somebody else can come.")
                % {"edition": edition.label, "start": day(edition.start), "end": day(edition.end)})

    write_to(person=nomination.person, key=f"nomination-selected:{nomination.uuid}", text=text, now=now, path="my/")
