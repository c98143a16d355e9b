"""Closes Wagtail's own screens about persons.

Accounts and groups: persons are kept in the register, rights follow from grants. Reports, which say of all countries who
edited what, are closed in `lms/urls.py`, because Wagtail's own addresses stand before those of hooks.
"""

from django.http import Http404
from django.urls import re_path
from wagtail import hooks
from wagtail.admin.views.bulk_action import BulkAction

from lms.people.models import Person

SCREENS = {"users", "groups", "reports"}


def closed(request, *args, **kwargs):
    raise Http404


@hooks.register("register_admin_urls", order=-1)
def closed_screens():
    """Before Wagtail's own, so that these are found first."""
    return [re_path(r"^(?:users|groups)(?:/|$)", closed)]


@hooks.register("construct_settings_menu")
def without_screens(request, menu_items):
    menu_items[:] = [item for item in menu_items if item.name not in SCREENS]


@hooks.register("construct_main_menu")
def without_reports(request, menu_items):
    menu_items[:] = [item for item in menu_items if item.name not in SCREENS]


@hooks.register("construct_search")
def without_search(request, search_areas):
    search_areas[:] = [area for area in search_areas if area.name not in SCREENS]


class Closed(BulkAction):
    """Stands in the place of Wagtail's bulk action of the same name on persons, and is no page."""

    models = [Person]
    display_name = aria_label = ""

    def dispatch(self, request, *args, **kwargs):
        raise Http404


class NoDeleting(Closed):
    action_type = "delete"


class NoAssigning(Closed):
    action_type = "assign_role"


class NoActivating(Closed):
    action_type = "set_active_state"


for action in (NoDeleting, NoAssigning, NoActivating):
    hooks.register("register_bulk_action", action, order=1)  # after Wagtail's: the last one of a name counts
