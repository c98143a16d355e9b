"""National texts that say less than the regional ones they follow, for those who translate them (plan activity 1.2)."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from curricula.domain import following
from curricula.domain.translating import module_of
from curricula.models import Adaptation, CurriculumPage
from lms.home.domain.waiting.task import MOST, Desk, Task, marked, say
from lms.look.domain.numbers import write_number
from lms.people.permissions import Role


def translations(desk: Desk) -> Iterator[Task]:
    """Modules of one's country with parts to translate. Three queries, and one for each regional curriculum."""
    places = {held.country_id for held in desk.access.held if held.role == Role.TRANSLATOR and held.country_id}
    if not places:
        return
    bonds = Adaptation.objects.filter(curriculum__country__in=places, module__isnull=False, curriculum__origin__isnull=False)
    bonds = bonds.exclude(status=Adaptation.Status.DECLINED).select_related("curriculum__origin", "module", "origin")
    by_origin: dict[CurriculumPage, list[Adaptation]] = {}
    for bond in bonds.order_by("module__path"):
        if bond.curriculum.origin:
            by_origin.setdefault(bond.curriculum.origin, []).append(bond)
    found = [row for origin, rows in by_origin.items() for row in following.follow(following.history(origin), rows)]
    for row in [row for row in found if row.to_translate][:MOST]:
        module, count = module_of(row.bond), len(row.to_translate)
        yield Task(
            title=say(_("Translate module %(letter)s: %(title)s"), letter=module.letter,
                      title=marked(module.title, module.language)),
            why=ngettext("%(count)s part is to do.", "%(count)s parts are to do.", count)
            % {"count": write_number(count, language=get_language() or "en")},
            url=reverse("curricula:translate_module", args=[row.bond.curriculum.slug, module.slug]) + "?show=todo",
            verb=_("Translate"), trail=(_("Plan %(activity)s") % {"activity": "1.2"}, _("Curricula")))
