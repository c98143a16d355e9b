"""How an editor sees a page before it is published: for each reader, in each language of the frame."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

TRAINEE, FACILITATOR, PRINTED = "trainee", "facilitator", "printed"


class SeenByReaders:
    """A page whose preview modes are `audience:language`; the page's own language stands first."""

    audiences: tuple[str, ...] = ("",)
    language: str

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        names = dict(settings.LANGUAGES)
        own = self.language if self.language in names else settings.LANGUAGE_CODE
        words = {"": _("As readers see it"), TRAINEE: _("As participants see it"), FACILITATOR: _("As facilitators see it"),
                 PRINTED: _("Printed manual")}
        return [(f"{audience}:{code}", f"{words[audience]} · {names[code]}")
                for audience in self.audiences for code in [own, *(code for code in names if code != own)]]

    def make_preview_request(self, original_request=None, preview_mode=None, extra_request_attrs=None):
        """The page's address is asked for under the language of the mode, and so is everything round the text."""
        mode = preview_mode if preview_mode in dict(self.preview_modes) else self.default_preview_mode
        with override(mode.partition(":")[2]):
            return super().make_preview_request(original_request, mode, extra_request_attrs)
