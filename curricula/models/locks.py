"""Why a module cannot be edited just now, for Wagtail's editor."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.locks import BaseLock


class RoundLock(BaseLock):
    """A group decides on the module's draft. Nobody edits it, whatever the rights, until the round has ended."""

    def for_user(self, user) -> bool:
        return True

    def get_message(self, user) -> SafeString:
        address = reverse("curricula:rounds", args=[self.object.get_parent().slug])
        return format_html('{} <a href="{}">{}</a>',
                           _("The draft is locked while its group decides on it. End the round to edit it."),
                           address, _("See the round"))

    def get_locked_by(self, user) -> str:
        return _("Its group decides on it")

    def get_description(self, user) -> str:
        return _("The draft is locked while its group decides on it. End the round to edit it.")
