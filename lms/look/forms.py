from django.forms.renderers import TemplatesSetting


class LookRenderer(TemplatesSetting):
    """Form renderer of every page: `{{ form }}` gives the error summary and the fields of the look.

    Named in settings as FORM_RENDERER. Wagtail's admin brings its own templates and is not touched by it,
    because only the form, field and form set templates differ, not the widgets.
    """

    form_template_name = "look/form.html"
    field_template_name = "look/field.html"
