"""Who may edit what in Wagtail's admin: groups follow grants (`lms.people.domain.grants`), rights follow folders."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

PAGE_RIGHTS = ("add_page", "change_page", "publish_page")
FILE_RIGHTS = ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document")


def editors(*, place: str, name: str, pages: list[Page]) -> None:
    """The editors of a place (`vn` ... or `region`): these pages and all below, and a collection for their files."""
    group, _made = Group.objects.get_or_create(name=f"editors-{place}")
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    rights = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=PAGE_RIGHTS)
    for page in pages:
        for right in rights:
            GroupPagePermission.objects.get_or_create(group=group, page=page, permission=right)
    root = Collection.get_first_root_node()
    collection = root.get_children().filter(name=name).first() or root.add_child(name=name)
    for right in Permission.objects.filter(content_type__app_label__in=("wagtailimages", "wagtaildocs"),
                                           codename__in=FILE_RIGHTS):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=right)
