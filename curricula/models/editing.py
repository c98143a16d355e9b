"""What Wagtail's editor offers beside the plain fields: methods to choose from, and the module that another was split from."""

from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from curricula.models.method import METHODS


class MethodInput(forms.TextInput):
    """Offers the known methods, which have a word in every language; any other word may be typed."""

    template_name = "curricula/widgets/method.html"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"{context['widget']['attrs'].get('id', name)}-methods"
        context["methods"] = [(key.replace("-", " "), word) for key, word in METHODS.items()]
        return context


class LanguageSelect(forms.Select):
    """The seven languages by their own names."""

    def __init__(self, attrs=None):
        super().__init__(attrs, choices=settings.LANGUAGES)


class InLanguageForm(WagtailAdminPageForm):
    """A new page speaks the language of the page that it stands under, and is public when it is published, no sooner."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.instance.live = False  # Wagtail puts a new page into the tree before it asks whether it may be published
        if not self.instance.language and (above := getattr(self.parent_page, "specific", None)):
            self.initial["language"] = getattr(above, "language", "") or "en"


class ModuleForm(InLanguageForm):
    """`part_of`: the module of the same curriculum that this one was part of before, by its origin."""

    part_of = forms.TypedChoiceField(
        label=_("Split from"), required=False, coerce=UUID, empty_value=None,
        help_text=_("If this module was part of another one before, choose that one: countries then see where its text went."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "part_of" not in self.fields:  # somebody who may not edit it, or a form of comments alone
            return
        parent = self.parent_page or self.instance.get_parent()
        others = type(self.instance).objects.child_of(parent).exclude(pk=self.instance.pk).order_by("path")
        choices = [(str(origin), f"{letter} {title}") for origin, letter, title in others.values_list(
            "origin_id", "letter", "title")]
        now = self.instance.split_from
        if now and str(now) not in dict(choices):
            choices.append((str(now), _("A module that is not here any more")))
        self.fields["part_of"].choices = [("", "---------"), *choices]
        self.initial["part_of"] = str(now) if now else ""

    def clean(self):
        cleaned = super().clean()
        if "part_of" in cleaned:
            self.instance.split_from = cleaned["part_of"]
        return cleaned
