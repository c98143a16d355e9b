"""What needs and actions hold about a person: who recorded and who agreed."""

from django.utils.translation import gettext_lazy as _

from lms.people.domain.privacy import PersonalData
from tna.models import Action, Finding

DECIDED = _("Who decided on training stays provable, by number.")

DATA = [
    PersonalData(
        "tna.finding", lambda p: Finding.objects.filter(recorded_by=p.uuid), title=_("Findings recorded"),
        export=("title", "recorded_at"), keep=DECIDED, pointers=("recorded_by",),
        free=("id", "uuid", "country", "assessment", "kind", "language", "topic", "audience", "province", "figure",
              "unit", "source", "published", "sample")),
    PersonalData(
        "tna.action", lambda p: Action.objects.filter(agreed_by=p.uuid), title=_("Actions agreed"),
        export=("title", "agreed_at"), keep=DECIDED, pointers=("agreed_by",),
        free=("id", "uuid", "plan", "finding", "number", "language", "due", "edition", "sample")),
]

IMPERSONAL = ("tna.assessment", "tna.programme", "tna.programme_topics", "tna.actionplan")

WORDS = {"title": _("Title"), "recorded_at": _("Recorded"), "agreed_at": _("Agreed")}
