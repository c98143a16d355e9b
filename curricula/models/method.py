"""How a session is taught. Known methods have a word in every frame language; any other is shown as it was typed."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

METHODS = {
    "presentation": pgettext_lazy("teaching method", "presentation"), "discussion": _("discussion"),
    "group-work": _("group work"), "panel": _("panel"), "case-study": _("case study"), "role-play": _("role play"),
    "video": _("video"), "site-visit": _("site visit"),
}


def word_for(method: str) -> str:
    """The word of a known method in the frame's language, or nothing when the method is not known."""
    return str(METHODS.get(method.strip().lower().replace(" ", "-"), ""))
