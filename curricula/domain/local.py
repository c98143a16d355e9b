"""Modules that an editor adds or takes away by hand: what that means for a national curriculum, and what holds them."""

from datetime import datetime

from django.db import router, transaction
from django.db.models import ProtectedError, RestrictedError
from django.db.models.deletion import Collector
from django.utils.translation import gettext as _
from wagtail.models import Page

from curricula.models import Adaptation, CurriculumPage, ModulePage
from lms.audit.domain.log import record
from lms.people.domain.refusal import Refused, require
from lms.people.models import Person
from lms.people.models.place import day_in

LOCAL = Adaptation.Status.LOCAL


@transaction.atomic
def begin_local(*, module: ModulePage, by: Person, now: datetime) -> Adaptation | None:
    """A module that was added by hand under a national curriculum is the country's own; the region's are bound to
    nothing. The same module twice is one bond."""
    curriculum = CurriculumPage.objects.parent_of(module).select_related("country").get()
    require("edit curricula", by=by, country=curriculum.country)
    if curriculum.country is None:
        return None
    bond, made = Adaptation.objects.get_or_create(module=module, defaults={
        "curriculum": curriculum, "status": LOCAL, "decided_on": day_in(curriculum.country, now)})
    if made:
        record(verb="adaptation.added", thing=bond, by=by.uuid, now=now, country=curriculum.country.code,
               after={"curriculum": curriculum.slug, "module": module.letter})
    return bond


@transaction.atomic
def let_go(*, page: Page, by: Person, now: datetime) -> None:
    """A page that nothing rests on is about to be deleted: the bonds of the country's own modules in it go first. Raises
    Refused otherwise."""
    require_removable(page)
    below = ModulePage.objects.descendant_of(page, inclusive=True)
    for bond in Adaptation.objects.select_related("curriculum__country", "module").filter(module__in=below, status=LOCAL):
        country = bond.curriculum.country
        require("edit curricula", by=by, country=country)
        record(verb="adaptation.removed", thing=bond, by=by.uuid, now=now, country=country.code if country else "",
               before={"curriculum": bond.curriculum.slug, "module": bond.module.letter if bond.module else ""})
        bond.delete()


def require_removable(page: Page) -> None:
    """Raise Refused while versions, adaptations of regional modules, decisions, rounds or pilots rest on a page or on one
    below it. The bond of a country's own module does not count: it goes with the module."""
    pages = Page.objects.descendant_of(page, inclusive=True)
    loose = set(Adaptation.objects.filter(module__in=pages.values("pk"), status=LOCAL, decisions=None, translations=None)
                .values_list("pk", flat=True))
    for model in (ModulePage, CurriculumPage):
        collector = Collector(using=router.db_for_write(model), origin=page)
        try:
            collector.collect(model.objects.filter(pk__in=pages.values("pk")))
        except (ProtectedError, RestrictedError) as held:
            rest = held.protected_objects if isinstance(held, ProtectedError) else held.restricted_objects
            if all(isinstance(one, Adaptation) and one.pk in loose for one in rest):
                continue
            raise Refused(_("Versions, adaptations or rounds rest on “%(title)s”, so it stays. Unpublish it instead: then nobody "
                            "reads it any more.") % {"title": page.title}) from held
