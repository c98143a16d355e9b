"""What Wagtail's editor offers beside the plain fields: methods to choose from, and the module that another was split from."""

import re
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.documents import get_document_model
from wagtail.permissions import policy_registry

from curricula.models.method import METHODS
from lms.people.models.person import access_of

ADDRESS = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
OUR_WORDS = {"adapt", "allow", "cases", "changes", "compare", "feedback", "findings", "library", "pilots", "release", "rounds",
             "rule", "tandem", "translate", "versions"}


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


    def clean_slug(self):
        """An address is of small Latin letters, and not one of the words that our own addresses use."""
        slug = self.cleaned_data["slug"]
        if not ADDRESS.fullmatch(slug) or slug in OUR_WORDS:
            raise forms.ValidationError(_("Write the address in small Latin letters, digits and hyphens: module-f. Some words, such "
                                          "as “versions”, are taken."))
        return slug


class CurriculumForm(InLanguageForm):
    """The address of a curriculum is one of a kind in the whole tree; the body that keeps it is one of its own country."""

    def clean_slug(self):
        slug = super().clean_slug()
        if type(self.instance).objects.filter(slug=slug).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("This address is taken. Choose another."))
        return slug

    def clean_body(self):
        body, before = self.cleaned_data["body"], self.instance.body
        if body == before:
            return body
        if body and body.country_id != self.instance.country_id:
            raise forms.ValidationError(_("Choose a body of your own country."))
        if before and not access_of(self.for_user).may("manage people", self.instance.country_id):
            raise forms.ValidationError(_("Who decides on a curriculum is changed by those who look after people."))
        return body


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
        if "body" in cleaned and self.new_files(cleaned["body"]):
            self.add_error("body", _("You may offer files of your own country only. Choose another file in “Material”."))
        return cleaned

    def new_files(self, body) -> list:
        """Files that the text did not offer before and that this person may not choose: the list of the chooser is no wall."""
        before = type(self.instance).objects.filter(pk=self.instance.pk).first()
        known = files_in(before.get_latest_revision_as_object().body) if before else set()
        policy = policy_registry.get_by_type(get_document_model())
        return [one for one in files_in(body) - known
                if not policy.user_has_permission_for_instance(self.for_user, "choose", one)]


def files_in(body) -> set:
    """The files that the materials of a text offer."""
    return {block.value["document"] for block in body if block.block_type == "material" and block.value.get("document")}
