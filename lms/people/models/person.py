"""Persons. Most never sign in: an account is a name to sign in with and a password on the same row."""

import uuid
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.people.models.place import Country, Named, Province
from lms.people.permissions import NOBODY, Access, Role, access_from, person_condition


class Profession(Named):
    """An audience of the plan: police, border guards, prosecutors ..."""

    key = models.SlugField(max_length=40, unique=True)

    class Meta:
        ordering = ["key"]


class PersonQuerySet(models.QuerySet):
    def visible_to(self, viewer, on: date | None = None) -> "PersonQuerySet":
        """The persons that `viewer` may see on a day: the one scope that every listing, search and export uses."""
        return self.filter(person_condition(access_of(viewer, on)))

    def current(self) -> "PersonQuerySet":
        """Without those that were merged into another or erased: what listings and choices offer."""
        return self.filter(merged_into=None, erased_at=None)


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):
    def create_superuser(self, username: str, number: str, name: str, password: str | None = None) -> "Person":
        """The first administrator of a new installation, from the command line; all others come by grants."""
        person = self.model(username=username, number=number, name=name, is_staff=True, is_superuser=True)
        person.set_password(password)
        person.save()
        person.grants.create(role=Role.ADMINISTRATOR, since=timezone.localdate())
        return person

    def get_by_natural_key(self, username: str) -> "Person":
        return self.get(username=username)


class Person(AbstractBaseUser, PermissionsMixin):
    class Sex(models.TextChoices):
        WOMAN = "woman", _("woman")
        MAN = "man", _("man")

    class Level(models.TextChoices):
        JUNIOR = "junior", _("junior")
        MID = "mid", _("mid-level")
        SENIOR = "senior", _("senior")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=12, unique=True, help_text="Issued number: VN-0007, or R-0001 for the region.")
    username = models.CharField(max_length=60, unique=True, null=True, blank=True, help_text="Name to sign in with")
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=120, help_text="In Latin letters")
    own_name = models.CharField(max_length=120, blank=True, help_text="In the person's own script")
    language = models.CharField(max_length=10, default="en", help_text="The language of letters and pages.")
    languages = models.JSONField(default=list, blank=True, help_text="Languages the person works in, as codes.")
    country = models.ForeignKey(Country, null=True, blank=True, on_delete=models.PROTECT, related_name="persons",
                                help_text="Scope. None: regional, seen by the secretariat alone.")
    province = models.ForeignKey(Province, null=True, blank=True, on_delete=models.PROTECT)
    profession = models.ForeignKey(Profession, null=True, blank=True, on_delete=models.PROTECT)
    sex = models.CharField(max_length=5, choices=Sex, blank=True)
    level = models.CharField(max_length=6, choices=Level, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    sample = models.BooleanField(default=False, help_text="Invented: marked wherever it shows.")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged",
                                    help_text="This row was the same person as that one.")
    erased_at = models.DateTimeField(null=True, blank=True, help_text="Identity removed at the person's request.")

    objects = PersonManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["number", "name"]

    class Meta:
        ordering = ["name"]
        indexes = [models.Index(fields=["country", "name", "id"], name="person_by_country"),
                   models.Index(fields=["name", "id"], name="person_by_name")]
        constraints = [models.UniqueConstraint("email", condition=~Q(email=""), name="person_email_unique")]

    def __str__(self) -> str:
        """The issued number: what prints a person without asking (a log, Wagtail's history) shows no name."""
        return self.number

    def get_full_name(self) -> str:
        """The same: editors of two countries read in Wagtail's admin who changed a page."""
        return self.number

    def get_short_name(self) -> str:
        return self.number

    @property
    def script_name(self) -> str:
        """The name in the person's own script, or the Latin one where that is the same script."""
        return self.own_name or self.name


class NameWord(models.Model):
    """One word by which a person is found: a word of a name with and without accents, or a piece of a name in a script
    without spaces. `sort` is the name that lists are ordered by, so that a common word is read in order from the index.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="words")
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT, related_name="+")
    word = models.CharField(max_length=60)
    sort = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["country", "word", "sort", "person"], name="nameword_in_country"),
                   models.Index(fields=["word", "sort", "person"], name="nameword_anywhere")]
        constraints = [models.UniqueConstraint(fields=["person", "word"], name="nameword_once")]

    def __str__(self) -> str:
        return self.word


def access_of(viewer, on: date | None = None) -> Access:
    """The grants that `viewer` (a Person, AnonymousUser or None) holds on a day, read once per request.

    `on` is a date; without it, today in the platform's time zone.
    """
    if viewer is None or not getattr(viewer, "pk", None):
        return NOBODY
    day = on or timezone.localdate()
    known = viewer.__dict__.setdefault("_access", {})
    if day not in known:
        in_force = viewer.grants.filter(Q(until=None) | Q(until__gte=day), since__lte=day)
        known[day] = access_from(viewer.pk, in_force.annotate(
            place=Coalesce("country_id", "body__country_id")).values_list("role", "place"))
    return known[day]
