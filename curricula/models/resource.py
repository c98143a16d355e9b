"""The library: guidelines, laws, good practice, films and label packs, tagged to modules and to the plan."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from lms.people.models import Country
from lms.people.models.place import text_in


class Resource(index.Indexed, models.Model):
    class Kind(models.TextChoices):
        GUIDELINE = "guideline", _("guideline")
        LAW = "law", _("law")
        GOOD_PRACTICE = "good-practice", _("good practice")
        FILM = "film", _("film")
        LABEL_PACK = "label-pack", _("label pack")

    key = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=13, choices=Kind)
    titles = models.JSONField(default=dict, help_text="{language: title}")
    summaries = models.JSONField(default=dict, help_text="{language: what it is good for}")
    languages = models.JSONField(default=list, help_text="In which the text itself can be had.")
    issuer = models.CharField(max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    licence = models.CharField(max_length=80, blank=True)
    country = models.ForeignKey(Country, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
                                help_text="None: regional or international.")
    areas = models.JSONField(default=list, help_text="Activities of the plan: 1.3, 4.2")
    url = models.URLField(max_length=500, blank=True)
    file = models.UUIDField(null=True, blank=True, help_text="A stored file that everyone may load.")
    public = models.BooleanField(default=True, help_text="False: put away; nobody finds it.")
    sample = models.BooleanField(default=False)

    search_fields = [index.SearchField("all_titles", boost=2), index.SearchField("all_summaries"),
                     index.SearchField("issuer"), index.FilterField("public"), index.FilterField("kind")]

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return text_in(self.titles, "en") or self.key

    def get_absolute_url(self) -> str:
        return reverse("curricula:resource", args=[self.key])

    def all_titles(self) -> str:
        """For search: the titles of every language."""
        return "\n".join(self.titles.values())

    def all_summaries(self) -> str:
        return "\n".join(self.summaries.values())


class ResourceModule(models.Model):
    """A module that a resource serves, by its origin: in the regional curriculum and in every national one."""

    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="modules")
    origin_id = models.UUIDField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "origin_id"], name="resource_module_once")]
