from django import forms
from django.template import Context, Template

from lms.look.forms import LookRenderer


class Wish(forms.Form):
    default_renderer = LookRenderer()

    code = forms.CharField(label="Code", help_text="Under the QR")
    choice = forms.ChoiceField(label="Decision", choices=[("a", "Adopt"), ("b", "Adapt")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="I agree", required=False)

    def clean(self):
        raise forms.ValidationError("Two people have this code.")


def html_of(form):
    return Template("{{ form }}").render(Context({"form": form}))


def test_errors_are_listed_at_the_top_with_links_and_below_the_field():
    html = html_of(Wish({"choice": "a"}))
    assert html.index('href="#id_code"') < html.index('id="id_code"') < html.index('id="id_code_error"')
    assert "Two people have this code." in html and 'aria-invalid="true"' in html


def test_hint_stands_between_label_and_field():
    html = html_of(Wish())
    assert html.index('for="id_code"') < html.index("Under the QR") < html.index('id="id_code"')
    assert 'role="alert"' not in html


def test_choices_are_whole_rows_and_optional_is_said_in_words():
    html = html_of(Wish())
    assert html.count('class="choice"') == 3
    assert html.count("(optional)") == 1
