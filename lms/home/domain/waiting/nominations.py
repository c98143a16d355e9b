"""From the call to the seat: nominate, endorse, select, accept."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from lms.courses.models import Edition, Nomination
from lms.home.domain.waiting.editions import trail_of
from lms.home.domain.waiting.task import MOST, Desk, Task, named, say
from lms.look.domain.dates import write_range
from lms.look.domain.numbers import write_number

S = Nomination.State
OVER = [Edition.State.COMPLETED, Edition.State.CANCELLED]


def by_edition(nominations: Iterable[Nomination]) -> Iterator[tuple[Edition, int]]:
    """Editions with the count of their nominations; the rows come ordered by edition."""
    for edition, rows in groupby(nominations, key=lambda row: row.edition):
        yield edition, len(list(rows))


def waiting_rows(desk: Desk, verb: str, state: str, path: str):
    rows = Nomination.objects.filter(desk.own(verb, path), state=state).exclude(edition__state__in=OVER)
    return rows.select_related("edition__course").order_by("edition__start", "edition_id")


def to_nominate(desk: Desk) -> Iterator[Task]:
    """Open editions for which nobody of one's country is nominated yet. One query."""
    if not desk.may("nominate"):
        return
    of_us = Nomination.objects.filter(desk.own("nominate"), edition=OuterRef("pk"))
    calls = (Edition.objects.filter(Q(country=None) | desk.own("nominate"), state=Edition.State.OPEN)
             .filter(Q(nominations_until=None) | Q(nominations_until__gte=desk.today)).exclude(Exists(of_us)))
    for edition in calls.select_related("course").order_by("start")[:MOST]:
        yield Task(title=say(_("Nominate for %(edition)s"), edition=named(edition.names)),
                   why=_("The call is open, and nobody of your country is nominated yet."), verb=_("Nominate"),
                   url=reverse("courses:selection", args=[edition.slug]), due=edition.nominations_until,
                   trail=trail_of(edition), sample=edition.sample)


def to_endorse(desk: Desk) -> Iterator[Task]:
    """Nominations of one's country that wait for the focal point, by edition. One query."""
    if not desk.may("endorse"):
        return
    for edition, count in by_edition(waiting_rows(desk, "endorse", S.NOMINATED, "country")):
        title = ngettext("Endorse %(count)s nomination for %(edition)s", "Endorse %(count)s nominations for %(edition)s",
                         count)
        yield Task(title=say(title, count=written(count), edition=named(edition.names)), verb=_("Endorse"),
                   why=_("Only endorsed nominees can be given a seat."), due=edition.nominations_until,
                   url=reverse("courses:selection", args=[edition.slug]), trail=trail_of(edition),
                   sample=edition.sample)


def to_select(desk: Desk) -> Iterator[Task]:
    """Endorsed nominees of one's own editions that wait for a seat, by edition. One query."""
    if not desk.may("select"):
        return
    for edition, count in by_edition(waiting_rows(desk, "select", S.ENDORSED, "edition__country")):
        seats = edition.seats + edition.partner_seats
        title = ngettext("Select from %(count)s endorsed nominee for %(edition)s",
                         "Select from %(count)s endorsed nominees for %(edition)s", count)
        why = ngettext("The edition has %(seats)s seat; a selected person gets a letter.",
                       "The edition has %(seats)s seats; selected persons get a letter.", seats)
        yield Task(title=say(title, count=written(count), edition=named(edition.names)), verb=_("Select"),
                   why=why % {"seats": written(seats)}, due=edition.start, trail=trail_of(edition),
                   url=reverse("courses:selection", args=[edition.slug]), sample=edition.sample)


def to_accept(desk: Desk) -> Iterator[Task]:
    """Seats that this person was given and has not accepted. One query."""
    seats = Nomination.objects.filter(person=desk.person, state=S.SELECTED).exclude(edition__state__in=OVER)
    for seat in seats.select_related("edition__course").order_by("edition__start")[:MOST]:
        edition = seat.edition
        days = write_range(edition.start, edition.end, language=get_language() or "en")
        yield Task(title=say(_("Accept your seat: %(edition)s"), edition=named(edition.names)),
                   why=_("You are selected, %(days)s. If you cannot come, withdraw on the page of the selection.")
                   % {"days": days}, verb=_("Accept the seat"), press=("step", "accept"), due=edition.start,
                   url=reverse("courses:decide", args=[edition.slug, seat.uuid]), trail=trail_of(edition),
                   sample=edition.sample)


def written(count: int) -> str:
    return write_number(count, language=get_language() or "en")
