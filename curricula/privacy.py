"""What curricula hold about a person: who released a version."""

from django.utils.translation import gettext_lazy as _

from curricula.models import CurriculumVersion
from lms.people.domain.privacy import PersonalData

DATA = [
    PersonalData(
        "curricula.curriculumversion", lambda p: CurriculumVersion.objects.filter(released_by=p.uuid),
        title=_("Versions of curricula released"), export=("curriculum__title", "major", "minor", "released_at"),
        keep=_("Who released a version stays provable, by number."), pointers=("released_by",),
        free=("id", "curriculum", "in_force", "notes")),
]

IMPERSONAL = ("curricula.countryfolder", "curricula.curriculumpage", "curricula.modulepage", "curricula.session",
              "curricula.adaptation", "curricula.versionmodule", "curricula.versionsession", "curricula.pilotrecord",
              "curricula.pilotfinding", "curricula.topic")

WORDS = {"curriculum__title": _("Curriculum"), "major": _("Version"), "minor": _("Minor version"),
         "released_at": _("Published")}
