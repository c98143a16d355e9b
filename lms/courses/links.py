"""What belongs to an edition and to a person, for the pages of other rooms."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.courses.domain.roster import knows_of
from lms.courses.models import Edition, Nomination
from lms.people.domain import wall
from lms.people.domain.links import Link, Step
from lms.people.models import Person
from lms.people.models.person import access_of
from lms.people.permissions import person_condition

TAKING_PLACE = (Edition.State.CONFIRMED, Edition.State.COMPLETED)


def of_edition(edition: Edition, viewer) -> Iterator[Link]:
    if not knows_of(viewer, edition):
        return
    yield Link(edition.label, edition.get_absolute_url(), edition.get_state_display(), Step.EDITION)
    if not access_of(viewer).held:
        return
    with wall.lifted("counts"):
        count = edition.nominations.count()
        seated = edition.nominations.filter(state__in=[Nomination.State.SELECTED, Nomination.State.ACCEPTED]).exists()
    yield Link(_("Selection"), reverse("courses:selection", args=[edition.slug]),
               ngettext("%(count)s nominated", "%(count)s nominated", count) % {"count": count}, Step.SELECTION,
               done=seated)
    yield Link(_("Delivery"), reverse("courses:delivery", args=[edition.slug]), "", Step.DELIVERY,
               done=edition.state in TAKING_PLACE)


def of_person(person: Person, viewer) -> Iterator[Link]:
    if not Person.objects.filter(person_condition(access_of(viewer)), pk=person.pk).exists():
        return
    for teaching in person.facilitations.select_related("edition"):
        yield Link(teaching.edition.label, teaching.edition.get_absolute_url(), teaching.get_role_display())
    for nomination in person.nominations.select_related("edition"):
        yield Link(nomination.edition.label, nomination.edition.get_absolute_url(), nomination.get_state_display())
