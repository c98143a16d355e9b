"""Editions: a course held once, at a place, on dates, from a frozen version."""

import uuid
from datetime import date, datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from curricula.models import CurriculumVersion, VersionSession
from lms.people.models import Body, Country
from lms.people.models.place import Named, day_in, text_in

FIGURES = {
    "officials": _("Officials"), "un_ingo_staff": _("Staff of the UN and international NGOs"),
    "women_percent": _("Women, percent"), "satisfaction_excellent_percent": _("“Excellent” overall, percent"),
    "satisfaction_good_percent": _("“Good” overall, percent")}
"""Figures that editions held before the platform come with."""


class Course(Named):
    class Kind(models.TextChoices):
        REGIONAL = "regional", _("regional course")
        TOT = "tot", _("training of trainers")
        PILOT = "pilot", _("pilot course")
        NATIONAL = "national", _("national course")
        REFRESHER = "refresher", _("refresher for trainers")

    key = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)


class Venue(Named):
    key = models.SlugField(max_length=60, unique=True)
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT)
    city = models.JSONField(default=dict, help_text="{language: text}")

    @property
    def place(self) -> str:
        """Where it is, as one says it: house and town."""
        city = text_in(self.city, get_language() or "en")
        return ", ".join(part for part in (self.label, city if city not in self.label else "") if part)


class EditionQuerySet(models.QuerySet):
    def public(self) -> "EditionQuerySet":
        """What the calendar shows to everyone."""
        return self.filter(public=True).exclude(state=Edition.State.CANCELLED)

    def listed(self) -> "EditionQuerySet":
        """With all that a listing shows, in one query."""
        return self.select_related("course", "venue", "country").order_by("start", "pk")


class Edition(index.Indexed, Named):
    """planned -> open -> closed -> confirmed -> completed | cancelled. Dates may lie in the past: legacy is recorded."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        OPEN = "open", _("open for nominations")
        CLOSED = "closed", _("nominations closed")
        CONFIRMED = "confirmed", _("confirmed")
        COMPLETED = "completed", _("completed")
        CANCELLED = "cancelled", _("cancelled")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="editions")
    version = models.ForeignKey(CurriculumVersion, null=True, blank=True, on_delete=models.PROTECT)
    organiser = models.ForeignKey(Body, on_delete=models.PROTECT)
    country = models.ForeignKey(Country, null=True, blank=True, on_delete=models.PROTECT,
                                help_text="Whose edition it is; none: the region's.")
    venue = models.ForeignKey(Venue, null=True, blank=True, on_delete=models.PROTECT)
    language = models.CharField(max_length=10)
    start = models.DateField()
    end = models.DateField()
    seats = models.PositiveSmallIntegerField(default=24)
    partner_seats = models.PositiveSmallIntegerField(default=0)
    nominations_until = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    audience = models.JSONField(default=dict, help_text="{language: text}")
    figures = models.JSONField(default=dict, help_text="Figures of an edition held before the platform.")
    source = models.CharField(max_length=300, blank=True)
    confidence = models.CharField(max_length=20, blank=True)
    public = models.BooleanField(default=True)
    sample = models.BooleanField(default=False)

    objects = EditionQuerySet.as_manager()
    search_fields = [index.SearchField("all_names"), index.FilterField("public"), index.FilterField("state")]

    class Meta:
        indexes = [models.Index(fields=["start"])]
        constraints = [models.CheckConstraint(condition=Q(end__gte=F("start")), name="edition_dates_in_order")]

    def get_absolute_url(self) -> str:
        return reverse("courses:edition", args=[self.slug])

    def day_there(self, now: datetime) -> date:
        """The date at `now` where it is held: at the venue, else in the country whose edition it is."""
        return day_in(self.venue.country if self.venue and self.venue.country else self.country, now)

    def all_names(self) -> str:
        venue = [*self.venue.names.values(), *self.venue.city.values()] if self.venue else []
        return " ".join([*self.names.values(), *venue])

    def figure_rows(self) -> list[tuple[str, str]]:
        """The figures of an edition held before the platform, as (name, value)."""
        return [(str(FIGURES[key]), value) for key, value in self.figures.items() if key in FIGURES]


class Slot(models.Model):
    """A part of a day; it teaches a frozen session, or has a title of its own (opening, site visit)."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="slots")
    day = models.DateField()
    start = models.TimeField()
    end = models.TimeField()
    session = models.ForeignKey(VersionSession, null=True, blank=True, on_delete=models.PROTECT)
    title = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["day", "start"]
        constraints = [models.CheckConstraint(condition=Q(end__gt=F("start")), name="slot_times_in_order"),
                       models.UniqueConstraint(fields=["edition", "day", "start"], name="slot_once")]

    def __str__(self) -> str:
        return str(self.session) if self.session else self.title
