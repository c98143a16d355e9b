"""The door for related things: higher rooms say what belongs to an object, and pages ask here only.

The seven-link chain (need, action, edition, selection, delivery, certificate, target) is read through it both ways.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum

from django.db.models import Model
from django.utils.translation import gettext_lazy as _


class Step(IntEnum):
    """The links of the chain, in their order."""

    NEED = 1
    ACTION = 2
    EDITION = 3
    SELECTION = 4
    DELIVERY = 5
    CERTIFICATE = 6
    TARGET = 7


NAMES = {Step.NEED: _("Need"), Step.ACTION: _("Action"), Step.EDITION: _("Edition"), Step.SELECTION: _("Selection"),
         Step.DELIVERY: _("Delivery"), Step.CERTIFICATE: _("Certificates"), Step.TARGET: _("Target")}


@dataclass(frozen=True)
class Link:
    """A related thing: `title` and `detail` for the reader, `url` to go to; `step` when it is a link of the chain."""

    title: str
    url: str
    detail: str = ""
    step: Step | None = None
    done: bool = True


Provider = Callable[[Model, object], Iterable[Link]]
_providers: dict[str, list[Provider]] = {}


def register(label: str, provider: Provider) -> None:
    """Let `provider(object, viewer)` answer for a model (`courses.edition`); it yields only what the viewer may see."""
    known = _providers.setdefault(label, [])
    if provider not in known:
        known.append(provider)


def related(thing: Model, viewer: object) -> list[Link]:
    """Everything that belongs to `thing` for this viewer, in the order of the rooms."""
    return [link for provider in _providers.get(thing._meta.label_lower, []) for link in provider(thing, viewer)]


@dataclass(frozen=True)
class Point:
    """A point of the drawn chain."""

    number: int
    title: str
    name: str
    detail: str
    url: str
    state: str


@dataclass(frozen=True)
class Chain:
    points: list[Point]
    prev: Point | None
    next: Point | None


def chain(thing: Model, *, here: Step, viewer: object) -> Chain:
    """The seven points as seen from `thing`, with its nearest neighbours that exist on either side."""
    links: dict[Step, Link] = {}
    for link in related(thing, viewer):
        if link.step and link.step not in links:
            links[link.step] = link
    points = []
    for step in Step:
        known = links.get(step)
        state = "here" if step == here else "done" if known and known.done else "to-come"
        points.append(Point(number=int(step), title=known.title if known else str(NAMES[step]), name=str(NAMES[step]),
                            detail=known.detail if known else "", url=known.url if known else "", state=state))
    before = [point for point in points if point.number < here and point.url]
    after = [point for point in points if point.number > here and point.url]
    return Chain(points, before[-1] if before else None, after[0] if after else None)
