"""Lessons taught at a distance (plan activity 1.6)."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.home.domain.waiting.task import Desk, Task, marked, say
from lms.learning.models import LessonPage, Registration
from lms.people.permissions import Role


def lessons(desk: Desk) -> Iterator[Task]:
    """Lessons that were begun and not completed; for a participant who has begun none, one to begin with. Two queries."""
    taken = list(Registration.objects.filter(person=desk.person).order_by("started_at"))
    begun = [registration.lesson for registration in taken if registration.completed_at is None]
    offers = not taken and Role.TRAINEE in desk.access.roles()
    readable = Q(language__in=[desk.person.language, "en"]) if offers else Q(pk__in=[])
    pages = list(LessonPage.objects.live().filter(Q(key__in=begun) | readable).defer_streamfields().order_by("path"))
    pages.sort(key=lambda page: page.language != desk.person.language)
    for key in begun:
        page = next((page for page in pages if page.key == key), None)
        if page:
            yield task(page, _("Go on with the lesson: %(lesson)s"), _("You have begun it. What you have read is kept."),
                       _("Go on"))
    if offers and pages:
        yield task(pages[0], _("Begin the lesson: %(lesson)s"),
                   _("About %(minutes)s minutes, on your phone; you can stop and go on later.")
                   % {"minutes": pages[0].minutes}, _("Begin the lesson"))


def task(page: LessonPage, title: str, why: str, verb: str) -> Task:
    return Task(title=say(title, lesson=marked(page.title, page.language)), why=why, verb=verb,
                url=f"{reverse('learning:lesson', args=[page.key])}?in={page.language}",
                trail=(_("Plan %(activity)s") % {"activity": "1.6"}, _("Learn")))
