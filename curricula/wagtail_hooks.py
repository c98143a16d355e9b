"""Wagtail's admin is for content editors only: what they do not need is not there.

Who may come in (`wagtailadmin.access_admin`) and which folders they may edit (GroupPagePermission) is derived from
grants when they are given; Wagtail checks both.
"""

from wagtail import hooks

NEEDLESS = {"reports", "help"}


@hooks.register("construct_main_menu")
def leave_out_needless_items(request, menu_items):
    menu_items[:] = [item for item in menu_items if item.name not in NEEDLESS]
