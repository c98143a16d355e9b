"""The register of a past edition as import-export reads it: persons, and their place on the roster."""

from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from import_export.widgets import Widget

from lms.people.domain.imports.meanings import Unclear, digits
from lms.people.models import Person
from lms.people.resources import Day, PersonResource, field


class Percent(Widget):
    """0 to 100, with at most one decimal; kept as text, so that it is the same on every database."""

    def clean(self, value, row=None, **kwargs) -> str:
        plain = digits(value).replace("%", "").replace(",", ".").strip()
        try:
            read = Decimal(plain).quantize(Decimal("0.1"))
        except InvalidOperation:
            read = Decimal(-1)
        if not 0 <= read <= 100:
            raise Unclear(_("“%(text)s” is no percentage. Write a number from 0 to 100.") % {"text": value[:40]})
        return str(read)


class RegisterResource(PersonResource):
    enrolled = field("enrolled", Day("enrolled"))
    post_test = field("post_test", Percent())
    completed = field("completed", Day("completed"))

    class Meta(PersonResource.Meta):
        model = Person
        fields = (*PersonResource.Meta.fields, "enrolled", "post_test", "completed")
        import_order = fields
