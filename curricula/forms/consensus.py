"""Forms of consensus: the rule, a round, a position, an adoption."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from curricula.domain.adoption import Offer
from curricula.models import AdoptionRule, Position
from lms.look.forms import DayField, PlainForm

YEARS = (1990, 2100)
"""Years that a date may lie in: a Buddhist year or a slip of the finger is refused."""


class YearDayField(DayField):
    """A day of the platform's time."""

    def clean(self, value) -> date | None:
        day = super().clean(value)
        if day and not YEARS[0] <= day.year <= YEARS[1]:
            raise forms.ValidationError(_("Write the year as in 2027."))
        return day


class TextField(forms.CharField):
    """Some sentences."""

    def __init__(self, *, rows: int = 4, **kwargs):
        super().__init__(**{"max_length": 4000, "widget": forms.Textarea(attrs={"rows": rows}), **kwargs})


class RuleForm(PlainForm):
    kind = forms.ChoiceField(label=_("When a draft is agreed"), widget=forms.RadioSelect, choices=[
        (AdoptionRule.Kind.UNANIMITY, _("Every seat agrees; a seat that stands aside does not count against it")),
        (AdoptionRule.Kind.QUORUM, _("Enough seats take a position, and none objects")),
        (AdoptionRule.Kind.NO_OBJECTION, _("No seat objects by the last day"))])
    quorum_percent = forms.IntegerField(
        label=_("Seats that must take a position, in per cent"), min_value=1, max_value=100,
        help_text=_("Counts only for the second rule."))
    days = forms.IntegerField(label=_("Days a round is open"), min_value=1, max_value=90)
    pilots = forms.IntegerField(
        label=_("Assessed pilots before an adoption"), min_value=0, max_value=20,
        help_text=_("Of the same major version. The task force may allow fewer, with a reason."))


class OpenForm(PlainForm):
    subject = TextField(label=_("What the group decides about"), required=False,
                        help_text=_("Stands on the ballot. Name what is new, in two or three sentences."))


class PositionForm(PlainForm):
    choice = forms.ChoiceField(label=_("The position of your seat"), widget=forms.RadioSelect, choices=[
        (Position.Choice.AGREE, _("Agree")),
        (Position.Choice.ASIDE, _("Stand aside: not for it, and not in its way")),
        (Position.Choice.OBJECT, _("Object: something has to change first"))])
    comment = TextField(label=_("Comment"), required=False,
                        help_text=_("With an objection, say what has to change. The members of your group read it."))


class EndForm(PlainForm):
    reason = TextField(label=_("Why the draft is changed"), help_text=_("Every seat gets it in a letter."))


class AdoptForm(PlainForm):
    number = forms.ChoiceField(label=_("Version number"), widget=forms.RadioSelect)
    in_force = YearDayField(label=_("First day in force"))
    notes = TextField(label=_("What is new"), required=False,
                      help_text=_("Stands beside the version, in the language of the curriculum."))

    def __init__(self, *args, offers: list[Offer], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["number"].choices = [(offer.number, offer.number) for offer in offers]


class ReasonForm(PlainForm):
    reason = TextField(label=_("Reason"), help_text=_("It stands in the record of adoption, which everyone may read."))


def rule_initial(rule: AdoptionRule) -> dict:
    return {"kind": rule.kind, "quorum_percent": rule.quorum_percent, "days": rule.days,
            "pilots": rule.pilots}
