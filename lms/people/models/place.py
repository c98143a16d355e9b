"""Countries and provinces. A country is a row, not a list in code: programmes come and go."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language


class Named(models.Model):
    """A thing with a name in several languages: `names` is {language: text}."""

    names = models.JSONField(default=dict)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the frame's language, else in English, else any."""
        return text_in(self.names, get_language() or "en")


def text_in(texts: dict[str, str], language: str) -> str:
    """The text in `language`, else in English, else the first there is, else nothing."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


class Country(Named):
    code = models.CharField(max_length=2, unique=True, help_text="ISO 3166-1")
    languages = models.JSONField(default=list, help_text="Languages of its national curriculum, first the main one.")
    time_zone = models.CharField(max_length=40)

    class Meta:
        ordering = ["code"]
        verbose_name_plural = "countries"


def day_in(country: Country | None, now: datetime) -> date:
    """The date at `now` by the clocks of a country; without one, in the platform's time zone."""
    return timezone.localdate(now, ZoneInfo(country.time_zone) if country else None)


class Province(Named):
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="provinces")
    code = models.CharField(max_length=8, unique=True, help_text="ISO 3166-2")

    class Meta:
        ordering = ["code"]


def code_of(country: Country | None) -> str:
    """The code that the log keeps: of a country, or "" for what is the region's."""
    return country.code if country else ""
