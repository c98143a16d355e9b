"""National texts that are not published yet, for those who translate them (plan activity 1.2)."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from curricula.models import CurriculumPage, ModulePage
from lms.home.domain.waiting.task import MOST, Desk, Task, marked, say
from lms.people.permissions import Role


def translations(desk: Desk) -> Iterator[Task]:
    """Modules of one's country that are not published, or have changes that are not. Two queries."""
    places = {held.country_id for held in desk.access.held if held.role == Role.TRANSLATOR}
    if not places:
        return
    curricula = list(CurriculumPage.objects.filter(country__in=[place for place in places if place]))
    within = Q(pk__in=[])
    for curriculum in curricula:
        within |= Q(path__startswith=curriculum.path)
    modules = ModulePage.objects.filter(within).filter(Q(live=False) | Q(has_unpublished_changes=True))
    for module in modules.defer_streamfields().order_by("path")[:MOST]:
        yield Task(
            title=say(_("Translate module %(letter)s: %(title)s"), letter=module.letter,
                      title=marked(module.title, module.language)),
            why=_("Changes are not published yet.") if module.live else _("The text is not published yet."),
            url=reverse("wagtailadmin_pages:edit", args=[module.pk]), verb=_("Translate"),
            trail=(_("Plan %(activity)s") % {"activity": "1.2"}, _("Curricula")))
