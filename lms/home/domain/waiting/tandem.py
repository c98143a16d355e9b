"""What the region released and a group has not decided on yet (plan activity 1.2, in tandem)."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from curricula.domain import following
from curricula.models import Adaptation, CurriculumPage
from lms.home.domain.waiting.task import MOST, Desk, Task, marked, say
from lms.look.domain.numbers import write_number
from lms.look.domain.statuses import LONG_WAIT_DAYS


def changes(desk: Desk) -> Iterator[Task]:
    """Modules with changes to decide on, and modules that the region added. Five queries for each regional curriculum that
    the country follows. A decision is due before its wait counts as long."""
    if not desk.may("decide changes"):
        return
    pages = list(CurriculumPage.objects.filter(desk.own("decide changes")).exclude(origin=None).select_related("origin"))
    for origin in {page.origin_id: page.origin for page in pages}.values():
        past = following.history(origin)
        bonds = Adaptation.objects.filter(curriculum__in=[page for page in pages if page.origin_id == origin.pk])
        found = following.follow(past, bonds.select_related("curriculum", "module", "origin").order_by("curriculum", "pk"))
        for one in [one for one in found if one.changes][:MOST]:
            yield of_module(one)
        known = {(one.bond.curriculum_id, one.bond.origin_id) for one in found}
        for page in [page for page in pages if page.origin_id == origin.pk]:
            new = [row for row in past.newest if (page.pk, row.module_id) not in known]
            if new:
                yield Task(title=say(_("Decide on what is new in the region: %(curriculum)s"),
                                     curriculum=marked(page.title, page.language)),
                           why=", ".join(f"{row.letter} {row.title}" for row in new),
                           url=reverse("curricula:changes_overview", args=[page.slug]), verb=_("See what is new"),
                           trail=trail())


def of_module(one: following.Followed) -> Task:
    bond, count = one.bond, len(one.changes)
    named = bond.module or bond.origin  # a declined module has no text of its own
    letter, title, language = (named.letter, named.title, named.language) if named else ("", "", "en")
    why = ngettext("%(count)s part changed in the regional text.", "%(count)s parts changed in the regional text.", count)
    url = (reverse("curricula:changes", args=[bond.curriculum.slug, bond.module.slug]) if bond.module
           else reverse("curricula:changes_overview", args=[bond.curriculum.slug]))
    return Task(
        title=say(_("Decide on the changes of module %(letter)s: %(title)s"), letter=letter,
                  title=marked(title, language)),
        why=why % {"count": write_number(count, language=get_language() or "en")}, url=url, verb=_("See what changed"),
        due=min(change.since for change in one.changes) + timedelta(days=LONG_WAIT_DAYS), trail=trail())


def trail() -> tuple[str, ...]:
    return (_("Plan %(activity)s") % {"activity": "1.2"}, _("Curricula"))
