"""Where a person works, from when to when."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lms.audit.domain.log import record
from lms.people.domain.persons import locked
from lms.people.domain.refusal import Refused, require
from lms.people.models import Affiliation, Organisation, Person
from lms.people.models.place import code_of

LONGEST = 120


@transaction.atomic
def affiliate(*, person: Person, organisation: Organisation, position: str, since: date, by: Person, now: datetime,
              until: date | None = None) -> Affiliation:
    """The person works there from `since` to `until`, both days included (None: it goes on).

    Raises PermissionDenied; Refused when the days are in the wrong order, or the person already works there then.
    """
    person = locked(person)
    require("manage people", by=by, country=person.country)
    position = position.strip()
    if len(position) > LONGEST:
        raise Refused(_("Shorten this text."), field="position")
    in_order(since, until)
    meanwhile = Affiliation.objects.filter(Q(until=None) | Q(until__gte=since), person=person,
                                           organisation=organisation)
    if (meanwhile.filter(since__lte=until) if until else meanwhile).exists():
        raise Refused(_("The person works there already in these days. End that first, or choose other days."),
                      field="since")
    made = Affiliation.objects.create(person=person, country=person.country, organisation=organisation,
                                      position=position, since=since, until=until)
    record(verb="affiliation.added", thing=made, by=by.uuid, now=now, country=code_of(person.country),
           about=person.uuid, personal_after={"organisation": organisation.key, "position": position, "since": since,
                                              "until": until})
    return made


@transaction.atomic
def end_affiliation(*, affiliation: Affiliation, until: date, by: Person, now: datetime) -> Affiliation:
    """Set the last day, which may be a day gone by. Raises PermissionDenied; Refused for a day before the first."""
    person = locked(affiliation.person)
    require("manage people", by=by, country=person.country)
    affiliation.refresh_from_db()
    in_order(affiliation.since, until)
    before, affiliation.until = affiliation.until, until
    affiliation.save(update_fields=["until"])
    record(verb="affiliation.ended", thing=affiliation, by=by.uuid, now=now, country=code_of(person.country),
           about=person.uuid, personal_before={"until": before}, personal_after={
               "organisation": affiliation.organisation.key, "until": until})
    return affiliation


def in_order(since: date, until: date | None) -> None:
    if until and until < since:
        raise Refused(_("The last day lies before the first. Check both dates."), field="until")
