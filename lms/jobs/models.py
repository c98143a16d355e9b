"""Long work that a person can leave and come back to."""

import uuid

from django.db import models


class Job(models.Model):
    """One piece of long work: how far it is, and where its result stands."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=60, help_text="The room's name for it: monitoring.readings")
    owner = models.UUIDField(db_index=True, help_text="The person who asked for it.")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    arguments = models.JSONField(default=dict)
    result_path = models.CharField(max_length=300, blank=True, help_text="Path behind the language: monitoring/")
    asked_at = models.DateTimeField()
    touched_at = models.DateTimeField(help_text="Last sign of life; a silent one is resumed.")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(done__lte=models.F("total")), name="job_done_lte_total")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state} {self.done}/{self.total}"

    @property
    def percent(self) -> int:
        """0 to 100."""
        return 100 * self.done // self.total if self.total else 0
