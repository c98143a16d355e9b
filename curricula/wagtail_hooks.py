"""Wagtail's admin is for content editors only: what they do not need is not there, and what our rules forbid is refused.

Who may come in (`wagtailadmin.access_admin`) and which folders they may edit (GroupPagePermission) is derived from
grants when they are given; Wagtail checks both.
"""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.documents import get_document_model
from wagtail.models import Page
from wagtail.permissions import policy_registry

from curricula.domain import cases, local
from curricula.domain.documents import may_load
from curricula.models import CurriculumPage, ModulePage
from curricula.viewsets import CurriculumScreens, ModuleScreens
from lms.people.domain.refusal import Refused
from lms.people.models.person import access_of

NEEDLESS = {"reports", "help"}
FILE_RIGHTS = ["change", "choose", "delete"]


@hooks.register("construct_main_menu")
def leave_out_needless_items(request, menu_items):
    menu_items[:] = [item for item in menu_items if item.name not in NEEDLESS]


@hooks.register("register_admin_viewset")
def screens():
    return [ModuleScreens(), CurriculumScreens()]


def no(request: HttpRequest, refused: Refused, page: Page) -> HttpResponse:
    """Back to the folder of a page, with the words of the rule."""
    messages.error(request, str(refused))
    return redirect("wagtailadmin_explore", page.get_parent().pk)


# --- modules added by hand, case studies -------------------------------------------------------------------------------------------------

@hooks.register("after_create_page")
@hooks.register("before_publish_page", order=-1)
def made_by_hand(request, page):
    """A module that was added by hand is the country's own; publishing at once comes before Wagtail says "created"."""
    if isinstance(page, ModulePage):
        local.begin_local(module=page, by=request.user, now=timezone.now())


@hooks.register("before_publish_page", order=1)
def national_texts_are_adopted(request, page):
    """A national text is published by its group's adoption alone; the draft is saved."""
    if isinstance(page, ModulePage | CurriculumPage):
        try:
            require_regional([page])
        except Refused as refused:
            messages.warning(request, str(refused))
            return redirect("wagtailadmin_pages:edit", page.pk)
    return None


def require_regional(pages: Iterable[Page]) -> None:
    """Raise Refused when one of these pages, or one below, is a national curriculum or a module of one."""
    national = CurriculumPage.objects.exclude(country=None)
    for page in pages:
        if national.ancestor_of(page, inclusive=True).exists() or national.descendant_of(page).exists():
            raise Refused(_("Saved as a draft. A national text becomes public when its group adopts it: open a round of "
                            "consensus on the curriculum’s page."))


@hooks.register("before_publish_page")
def nobody_is_recognised(request, page):
    """Publishing, also for a later day, waits while a case study could say who a victim is. The draft is saved."""
    if isinstance(page, ModulePage) and cases.unsettled(page):
        return not_yet(request, page)
    return None


@hooks.register("after_edit_page")
@hooks.register("after_create_page", order=1)
def say_what_is_flagged(request, page):
    """A saved draft says so at once, and where to look; an autosave, which nobody watches, does not."""
    if isinstance(page, ModulePage) and request.accepts("text/html") and cases.unsettled(page):
        address = cases_address(page)
        messages.warning(request, _("Saved as a draft. A case study or an activity could say who a victim is."),
                         buttons=[messages.button(address, _("See what is flagged"))])


def not_yet(request: HttpRequest, page: ModulePage) -> HttpResponse:
    messages.warning(request, _("Saved as a draft, not published yet: a case study or an activity could say who a victim is."))
    return redirect(cases_address(page))


def cases_address(page: ModulePage) -> str:
    return reverse("curricula:cases", args=[page.get_parent().slug, page.slug])


# --- what stays where it is ---------------------------------------------------------------------------------------

@hooks.register("before_create_page")
def national_curricula_begin_elsewhere(request, parent_page, page_class):
    """A national curriculum begins from a regional version, on our own page: it then knows its country and its origin."""
    if page_class is CurriculumPage and parent_page.specific.country_id:
        messages.error(request, _("A national curriculum begins from a released regional version, on the regional curriculum’s "
                                  "own page."))
        return redirect("wagtailadmin_explore", parent_page.pk)
    return None


@hooks.register("before_copy_page")
def no_copies(request, page):
    """A copy would be the same module twice: national texts begin from a released version, on our own page."""
    if isinstance(page.specific, ModulePage | CurriculumPage):
        return no(request, Refused(_("Curricula and modules are not copied here. A national curriculum begins from a regional "
                                     "version; a new module is added as a page of its own.")), page)
    return None


@hooks.register("before_move_page")
def no_moves(request, page, destination):
    if isinstance(page.specific, ModulePage | CurriculumPage) and page.get_parent() != destination:
        return no(request, moving(), page)
    return None


def moving() -> Refused:
    return Refused(_("A module stays in its curriculum, and a curriculum in its country: versions and decisions rest on it."))


@hooks.register("before_delete_page")
def nothing_rests_on_it(request, page):
    if isinstance(page, ModulePage | CurriculumPage):
        try:
            local.require_removable(page)
        except Refused as refused:
            return no(request, refused, page)
    return None


@hooks.register("before_bulk_action")
def the_same_for_many(request, action_type, objects, action):
    """Many pages at once keep the rules of one."""
    pages = [one.specific for one in objects if isinstance(one, Page)]
    try:
        if action_type == "publish":
            cases.require_settled(drafts_in(pages))
            require_regional(pages)
        elif action_type == "move" and any(isinstance(page, ModulePage | CurriculumPage) for page in pages):
            raise moving()
        elif action_type == "delete" and any(isinstance(page, ModulePage | CurriculumPage) for page in pages):
            raise Refused(_("Delete modules and curricula one by one: each page says what rests on it."))
    except Refused as refused:
        return no(request, refused, pages[0])
    return None


def drafts_in(pages: Iterable[Page]) -> list[ModulePage]:
    """The drafts of all modules among these pages and below them."""
    return [module.get_latest_revision_as_object() for page in pages
            for module in ModulePage.objects.descendant_of(page, inclusive=True)]


# --- files --------------------------------------------------------------------------------------------------------

@hooks.register("before_serve_document")
def only_for_readers(document, request):
    """A file is as restricted as the modules that offer it; for everyone else there is nothing at its address."""
    policy = policy_registry.get_by_type(get_document_model())
    if not (may_load(document, access=access_of(request.user))
            or policy.user_has_any_permission_for_instance(request.user, FILE_RIGHTS, document)):
        raise Http404(_("There is no file at this address."))
