"""How the register of persons is kept right: imports, merges, and requests to be erased."""

import uuid

from django.db import models
from django.db.models import Q

from lms.people.models.person import Person
from lms.people.models.place import Country


class Import(models.Model):
    """One sheet of persons on its way in: checked row by row, confirmed as a whole, undone as long as nobody built on it."""

    class State(models.TextChoices):
        CHECKING = "checking"
        CHECKED = "checked"
        CONFIRMING = "confirming"
        DONE = "done"
        UNDONE = "undone"
        REFUSED = "refused"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20, default="people", help_text="people, or register: of a past edition")
    subject = models.CharField(max_length=60, blank=True, help_text="The edition's slug for a register")
    country = models.ForeignKey(Country, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
                                help_text="Scope of the persons in it; none: the sheet's own column says.")
    owner = models.UUIDField()
    file = models.UUIDField(null=True, help_text="The sheet as uploaded, a stored file")
    encoding = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.CHECKING)
    job = models.UUIDField(null=True, help_text="The job that checks or confirms it")
    reason = models.TextField(blank=True, help_text="Why it was refused as a whole")
    notes = models.JSONField(default=list)
    counts = models.JSONField(default=dict, help_text="{state of rows: how many}")
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class ImportRow(models.Model):
    """One row of a sheet: what it says, what it would change, what is wrong with it, whom it may repeat."""

    class State(models.TextChoices):
        NEW = "new"
        CHANGED = "changed"
        SAME = "same"
        DOUBTFUL = "doubtful"
        WRONG = "wrong"

    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(help_text="The row's number in the sheet")
    state = models.CharField(max_length=10, choices=State)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="import_rows",
                               help_text="Whom it changes, or whom it made")
    values = models.JSONField(default=dict, help_text="{field: value as read}")
    before = models.JSONField(default=dict, help_text="{field: value before}, for the difference and for undoing")
    errors = models.JSONField(default=list, help_text="[{column, message}]")
    alike = models.JSONField(default=list, help_text="[{person: uuid, reasons: [...]}]")
    choice = models.CharField(max_length=40, blank=True, help_text="For a doubtful row: new, skip, or the person's uuid")
    applied = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="import_row_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.state}"


class Merge(models.Model):
    """Two rows were one person. What was moved is kept, so that it can be moved back."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges_kept")
    gone = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges_gone")
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT, related_name="+")
    moved = models.JSONField(default=list, help_text="[{model, field, rows: [pk]}] and the kept person's fields before")
    by = models.UUIDField()
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gone"], condition=Q(undone_at=None), name="merged_once")]

    def __str__(self) -> str:
        return str(self.uuid)


class Distinct(models.Model):
    """Two persons look alike and are not the same: they are not proposed again."""

    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="distinct_once")]

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id}"


class ErasureRequest(models.Model):
    """A person asks to be erased; somebody else decides, with a reason."""

    class Decision(models.TextChoices):
        ERASED = "erased"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="erasure_requests")
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField(help_text="The person, or who received the request on paper")
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.UUIDField(null=True, blank=True)
    why = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], condition=Q(decision=""), name="erasure_asked_once")]

    def __str__(self) -> str:
        return str(self.uuid)
