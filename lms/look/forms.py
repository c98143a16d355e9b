"""How forms look and how they speak."""

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


class LookRenderer(TemplatesSetting):
    """Form renderer of every page: `{{ form }}` gives the error summary and the fields of the look.

    Named in settings as FORM_RENDERER. Wagtail's admin brings its own templates and is not touched by it,
    because only the form, field and form set templates differ, not the widgets.
    """

    form_template_name = "look/form.html"
    field_template_name = "look/field.html"


class DayField(forms.DateField):
    """A date, picked where the browser can and typed where it cannot."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": _("Write the date as year, month and day: 2027-03-14.")}


class PlainForm(forms.Form):
    """Says in our words, and in all seven languages, what is missing or does not fit."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            chosen = isinstance(field, forms.ChoiceField)
            said = {"required": _("Choose one.") if chosen else _("Fill this in."),
                    "max_length": _("Shorten this text.")}
            if chosen:
                said["invalid_choice"] = _("Choose one of the list.")
            if isinstance(field, forms.IntegerField) and field.max_value is not None:
                said |= dict.fromkeys(
                    ("invalid", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits"),
                    format_lazy(_("Write a number from {low} to {high}."), low=field.min_value, high=field.max_value))
            field.error_messages |= said


def refuse(form: forms.BaseForm, refused: ValueError) -> None:
    """Say at the form why a rule said no: at the field that `refused.field` names, else above all fields."""
    field = getattr(refused, "field", None)
    form.add_error(field if field in form.fields else None, str(refused))
