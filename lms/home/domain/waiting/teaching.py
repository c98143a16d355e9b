"""What those who teach, observe and take part owe an edition: attendance, results, observation, evaluation."""

from collections.abc import Iterator
from itertools import groupby

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.courses.domain.authority import may_observe
from lms.courses.domain.roster import TEACHING
from lms.courses.models import Course, Edition, Enrolment, Evaluation, Facilitation, Nomination, Slot
from lms.courses.permissions import ROSTER_DAYS
from lms.home.domain.waiting.editions import trail_of
from lms.home.domain.waiting.nominations import written
from lms.home.domain.waiting.task import MOST, Desk, Task, named, say
from lms.people.domain import wall
from lms.surveys.models import Invitation

HELD = [Edition.State.CLOSED, Edition.State.CONFIRMED, Edition.State.COMPLETED]


def teaches(desk: Desk) -> Q:
    """Rows of the editions in which this person teaches."""
    return Q(edition__in=Facilitation.objects.filter(person=desk.person, role__in=TEACHING).values("edition"))


def attendance(desk: Desk) -> Iterator[Task]:
    """Sessions up to today that this person's editions have no attendance for. One query."""
    seated = Enrolment.objects.filter(edition=OuterRef("edition")).exclude(
        nomination__state=Nomination.State.WITHDRAWN)
    slots = (Slot.objects.filter(Exists(seated), teaches(desk), edition__state__in=HELD,
                                 edition__end__gte=desk.today - ROSTER_DAYS, day__lte=desk.today, attendances=None)
             .select_related("edition__course").order_by("edition__start", "edition_id", "day", "start"))
    with wall.lifted("counts"):
        waiting = list(slots)
    for edition, rows in groupby(waiting, key=lambda slot: slot.edition):
        missing = list(rows)
        why = ngettext("%(count)s session has no attendance yet.", "%(count)s sessions have no attendance yet.",
                       len(missing))
        yield Task(title=say(_("Enter attendance: %(edition)s"), edition=named(edition.names)), due=missing[0].day,
                   why=why % {"count": written(len(missing))}, verb=_("Enter attendance"), trail=trail_of(edition),
                   url=reverse("courses:attendance", args=[edition.slug, missing[0].pk]), sample=edition.sample)


def results(desk: Desk) -> Iterator[Task]:
    """Participants of this person's editions that have ended, without a post-test. One query."""
    rows = (Enrolment.objects.filter(teaches(desk), edition__state__in=HELD, edition__end__lte=desk.today,
                                     edition__end__gte=desk.today - ROSTER_DAYS, post_score=None)
            .exclude(nomination__state=Nomination.State.WITHDRAWN)
            .select_related("edition__course").order_by("edition__start", "edition_id"))
    with wall.lifted("counts"):
        waiting = list(rows)
    for edition, group in groupby(waiting, key=lambda row: row.edition):
        count = len(list(group))
        why = ngettext("The result of %(count)s participant is missing.",
                       "The results of %(count)s participants are missing.", count)
        yield Task(title=say(_("Enter the post-test: %(edition)s"), edition=named(edition.names)), due=edition.end,
                   why=why % {"count": written(count)}, verb=_("Enter the post-test"), trail=trail_of(edition),
                   url=reverse("courses:results", args=[edition.slug]), sample=edition.sample)


def observations(desk: Desk) -> Iterator[Task]:
    """Deliveries in the pilots to which an observer is appointed. Three queries."""
    if not may_observe(desk.person, desk.today):
        return
    appointed = list(Edition.objects.filter(
        facilitations__person=desk.person, facilitations__role=Facilitation.Role.OBSERVER, course__kind=Course.Kind.PILOT,
        state__in=HELD, start__lte=desk.today, end__gte=desk.today - ROSTER_DAYS).values_list("pk", flat=True))
    wall.reveal(editions=appointed)
    seen = Facilitation.objects.filter(edition__in=appointed, role__in=TEACHING, observation=None)
    for teaching in seen.select_related("edition__course").order_by("edition__start", "pk")[:MOST]:
        edition = teaching.edition
        yield Task(title=say(_("Enter an observation: %(edition)s"), edition=named(edition.names)), due=edition.end,
                   why=_("%(name)s teaches (%(role)s) and counts on an observed pilot for the certificate.")
                   % {"name": teaching.badge_name, "role": teaching.get_role_display()},
                   url=reverse("courses:observe", args=[edition.slug, teaching.uuid]), verb=_("Enter the observation"),
                   trail=trail_of(edition), sample=edition.sample or teaching.badge_sample)


def evaluations(desk: Desk) -> Iterator[Task]:
    """Forms that this person is asked to fill. Two queries."""
    asked = list(Invitation.objects.filter(person=desk.person, used_on=None).select_related("version__form")
                 .order_by("created_at")[:MOST])
    known = {evaluation.uuid: evaluation.edition for evaluation in Evaluation.objects.filter(
        uuid__in=[invitation.occasion for invitation in asked]).select_related("edition__course")}
    for invitation in asked:
        form, edition = invitation.version.form, known.get(invitation.occasion)
        title = (say(_("Answer the evaluation of %(edition)s"), edition=named(edition.names)) if edition
                 else say(_("Answer: %(form)s"), form=named(form.titles or {"en": form.key})))
        why = (_("It names nobody: your answer is counted with those of the others.") if form.anonymous
               else _("Your answers help to make the next course better."))
        yield Task(title=title, why=why, verb=_("Answer"), trail=trail_of(edition) if edition else (),
                   url=f"{reverse('surveys:form', args=[form.key])}?for={invitation.occasion}",
                   sample=bool(edition and edition.sample))
