"""Takes what identifies out of rows, and leaves the rows. The one place that goes around the guard of ledgers."""

from django.db.models import BinaryField, Field, FileField, QuerySet

from lms.files.domain.drop import drop
from lms.people.domain.privacy import PersonalData


def empty(data: PersonalData, rows: QuerySet) -> int:
    """Empty the fields that `data` erases, or remove the rows whole. Returns how many rows were touched."""
    keys = list(rows.order_by().values_list("pk", flat=True))
    if not keys or not (data.gone or data.erase):
        return 0
    held = rows.model._base_manager.filter(pk__in=keys)
    if data.gone:
        held.delete()
        return len(keys)
    columns = [rows.model._meta.get_field(name) for name in data.erase]
    if any(isinstance(column, FileField) for column in columns):
        drop(held.values_list("uuid", flat=True))
    overwrite(held, **{column.name: data.instead.get(column.name, nothing_in(column))
                       for column in columns if not isinstance(column, FileField)})
    return len(keys)


def overwrite(rows: QuerySet, **values) -> int:
    """Change rows that are otherwise written once.

    A ledger refuses every change, so that nobody rewrites history. A person's right to be erased is the one reason to do
    it: what identifies goes, the row and all that counts stay. Nothing but erasure and retention may call this.
    """
    return QuerySet(model=rows.model, query=rows.query.clone(), using=rows.db).update(**values)


def nothing_in(column: Field) -> object:
    """What a column holds when it says nothing."""
    if column.null:
        return None
    if isinstance(column, BinaryField):
        return b""
    return column.get_default() if column.has_default() else ""
