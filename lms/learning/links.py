"""Which lessons belong to a module and to a person, for the pages of other rooms."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from curricula.domain.languages import own_name
from curricula.models import ModulePage
from lms.learning.domain.shelf import lessons
from lms.learning.models import Registration
from lms.learning.permissions import registration_condition
from lms.look.domain.dates import write_day
from lms.people.domain.links import Link
from lms.people.models import Person
from lms.people.models.person import access_of


@dataclass(frozen=True)
class LessonLink(Link):
    """A link whose title is in the lesson's own language."""

    language: str = ""


def of_module(module: ModulePage, viewer) -> Iterator[Link]:
    """The lessons on a module, in the frame's language where they have it."""
    for lesson in lessons(wishes=(get_language(), module.language), origin_id=module.origin_id):
        yield LessonLink(lesson.page.title, reverse("learning:lesson", args=[lesson.key]),
                         " · ".join(own_name(code) for code in lesson.languages), language=lesson.page.language)


def of_person(person: Person, viewer) -> Iterator[Link]:
    """The lessons a person takes, for those who may see it."""
    taken = list(Registration.objects.filter(registration_condition(access_of(viewer)), person=person).order_by("pk"))
    if not taken:
        return
    known = {lesson.key: lesson.page for lesson in lessons(wishes=(get_language(), person.language))}
    for registration in taken:
        page = known.get(registration.lesson)
        if page is None:  # taken down since: the page has no address any more
            continue
        day = registration.completed_at and write_day(registration.completed_at, language=get_language() or "en")
        detail = _("completed on %(day)s") % {"day": day} if day else _("begun")
        yield LessonLink(page.title, reverse("learning:lesson", args=[page.key]), detail, done=bool(day),
                         language=page.language)
