"""The chain of a country, or of the region, in figures: beside my work."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from certification.domain.authority import holders
from certification.models.scheme import Level
from lms.courses.models import Edition, Nomination
from lms.look.domain.dates import write_day
from lms.look.domain.numbers import write_number
from lms.monitoring.models import Reading
from lms.people.domain import wall
from lms.people.domain.links import NAMES, Point, Step
from lms.people.models import Country, Person
from lms.people.models.person import access_of
from tna.models import Action, Finding

N = Nomination.State


@dataclass(frozen=True)
class Spot:
    """A link of the chain in figures: where it leads, what stands there, whether there is anything yet."""

    step: Step
    url: str
    detail: str
    done: bool


@dataclass(frozen=True)
class CountryChain:
    """`title` names the place; `points` are drawn by look/chain.html."""

    title: str
    points: list[Point]


@wall.lifted("counts")
def chain_of(*, person: Person, today: date) -> CountryChain | None:
    """The chain of the person's country; of the region for who sees all countries; None for others. Six queries."""
    access = access_of(person, today)
    if not access.held or (person.country is None and access.where("run editions") is not None):
        return None
    place = person.country
    spots = [*needs(place), *editions(place, today), certificates(place, today), target(place)]
    here = next((spot.step for spot in spots if not spot.done), None)
    points = [Point(number=int(spot.step), title=str(NAMES[spot.step]), name=str(NAMES[spot.step]), detail=spot.detail,
                    url=spot.url, state="here" if spot.step == here else "done" if spot.done else "to-come")
              for spot in spots]
    return CountryChain(place.label if place else _("all six countries"), points)


def written(count: int) -> str:
    return write_number(count, language=get_language() or "en")


def needs(place: Country | None) -> list[Spot]:
    """Findings and actions. Two queries."""
    url = reverse("tna:list")
    found = Finding.objects.filter(Q(country=place) if place else Q()).count()
    agreed = Action.objects.filter(Q(finding__country=place) if place else Q()).aggregate(
        all=Count("pk"), made=Count("edition"))
    actions = (_("%(count)s agreed, %(made)s with an edition")
               % {"count": written(agreed["all"]), "made": written(agreed["made"])} if agreed["all"]
               else _("none agreed yet"))
    return [
        Spot(Step.NEED, url, ngettext("%(count)s finding", "%(count)s findings", found) % {"count": written(found)},
             found > 0),
        Spot(Step.ACTION, url, actions, agreed["all"] > 0)]


def editions(place: Country | None, today: date) -> list[Spot]:
    """Editions to come, the selection for the next one, the last delivery. Two queries."""
    own = Q(country=place) if place else Q()
    of_us = Q(nominations__country=place) if place else Q()
    coming = list(Edition.objects.filter(own | Q(country=None), end__gte=today).exclude(state=Edition.State.CANCELLED)
                  .annotate(nominated=Count("nominations", of_us),
                            seated=Count("nominations", of_us & Q(nominations__state__in=[N.SELECTED, N.ACCEPTED])))
                  .order_by("start", "pk"))
    held = Edition.objects.filter(own, state=Edition.State.COMPLETED).aggregate(all=Count("pk"), last=Max("end"))
    listed = reverse("courses:list")
    planned = len([edition for edition in coming if place is None or edition.country_id == place.pk])
    upcoming = ngettext("%(count)s to come", "%(count)s to come", planned) % {"count": written(planned)}
    chosen = next((edition for edition in coming if edition.nominated), coming[0] if coming else None)
    return [
        Spot(Step.EDITION, f"{listed}?country={place.code}" if place else listed, upcoming, bool(planned or held["all"])),
        selection(chosen, listed),
        Spot(Step.DELIVERY, f"{listed}?past=1" + (f"&country={place.code}" if place else ""),
             _("%(count)s held, the last until %(day)s")
             % {"count": written(held["all"]), "day": write_day(held["last"], language=get_language() or "en")}
             if held["all"] else _("none held yet"), held["all"] > 0)]


def selection(chosen, listed: str) -> Spot:
    """How far the selection is for the next edition, or that there is none."""
    if chosen is None:
        return Spot(Step.SELECTION, listed, _("no edition is open"), False)
    return Spot(Step.SELECTION, reverse("courses:selection", args=[chosen.slug]),
                _("%(edition)s: %(nominated)s nominated, %(seated)s selected")
                % {"edition": chosen.label, "nominated": written(chosen.nominated), "seated": written(chosen.seated)},
                chosen.seated > 0)


def certificates(place: Country | None, today: date) -> Spot:
    """Who may train today. One query."""
    may = {c.person_id for c, s in holders(on=today, country=place) if s.may_train and c.level != Level.OBSERVER}
    return Spot(Step.CERTIFICATE, reverse("certification:trainers"),
                ngettext("%(count)s certified trainer today", "%(count)s certified trainers today", len(may))
                % {"count": written(len(may))}, bool(may))


def target(place: Country | None) -> Spot:
    """The newest reading of target 1.3. One query."""
    reading = Reading.objects.filter(indicator__compute="certified_trainers", country=place).order_by(
        "-on", "-pk").first()
    if reading is None:
        return Spot(Step.TARGET, reverse("monitoring:list"), _("not counted yet"), False)
    language = get_language() or "en"
    return Spot(Step.TARGET, reading.get_absolute_url(), _("%(value)s on %(day)s") % {
        "value": write_number(reading.value.normalize(), language=language),
        "day": write_day(reading.on, language=language)}, True)
