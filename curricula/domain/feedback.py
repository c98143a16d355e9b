"""What countries say upwards about the regional curriculum and about needs, and what the secretariat answers.

The country that says it is told to everyone once it is answered; the person never is.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from curricula.models import CurriculumVersion, Feedback, ModulePage
from lms.audit.domain.log import record
from lms.people.domain.letters import write_to
from lms.people.domain.refusal import Refused, require
from lms.people.models import Country, Person
from lms.people.permissions import Access

LONGEST = 4000


def readable(access: Access) -> QuerySet[Feedback]:
    """What somebody may read: what is answered; of the rest, what the own country says; whoever answers, all of it."""
    places = access.where("send feedback")
    if access.may("answer feedback", None) or places is None:
        return Feedback.objects.all()
    return Feedback.objects.filter(Q(answered_at__isnull=False) | Q(country__in=places))


@transaction.atomic
def send(*, kind: str, module: ModulePage | None, text: str, language: str, country: Country, by: Person,
         now: datetime) -> Feedback:
    """Say something about the regional curriculum, one of its modules, or a need, in the name of a country (activity 1.2)."""
    require("send feedback", by=by, country=country)
    if not text.strip():
        raise Refused(_("Write what you want to say."), field="text")
    sent = Feedback.objects.create(country=country, kind=kind, module=module, text=text.strip()[:LONGEST],
                                   language=language, sent_at=now, sent_by=by.uuid)
    record(verb="feedback.sent", thing=sent, by=by.uuid, now=now, country=country.code,
           after={"kind": kind, "module": module.letter if module else ""})
    return sent


@transaction.atomic
def take_back(*, feedback: Feedback, by: Person, now: datetime) -> None:
    """Undo what one has sent oneself, as long as nobody has answered. Raises Refused after that."""
    row = locked(feedback)
    if row.sent_by != by.uuid:
        raise Refused(_("Only the person who sent it can take it back."))
    if row.answered_at:
        raise Refused(_("It is answered already, and stays as it was said."))
    record(verb="feedback.taken_back", thing=row, by=by.uuid, now=now, country=row.country.code, before={"kind": row.kind})
    row.delete()


@transaction.atomic
def answer(*, feedback: Feedback, text: str, language: str, version: CurriculumVersion | None, by: Person,
           now: datetime) -> Feedback:
    """Answer a country, and tell the person who wrote. `version` is the regional release that did it, if one did.

    Raises Refused when somebody else was quicker: what was answered is not answered again.
    """
    require("answer feedback", by=by, country=None)
    row = locked(feedback)
    if row.answered_at:
        raise Refused(_("Someone else has answered this meanwhile. Their answer is below."))
    if not text.strip():
        raise Refused(_("Write the answer."), field="text")
    check_version(version)
    row.answer, row.answer_language, row.version = text.strip()[:LONGEST], language, version
    row.answered_at, row.answered_by = now, by.uuid
    row.save(update_fields=["answer", "answer_language", "version", "answered_at", "answered_by"])
    record(verb="feedback.answered", thing=row, by=by.uuid, now=now, country=row.country.code,
           after={"version": version.number if version else ""})
    tell(row, now)
    return row


@transaction.atomic
def did_it(*, feedback: Feedback, version: CurriculumVersion, by: Person, now: datetime) -> Feedback:
    """Name the release that did what an answer had promised, and tell the person who wrote."""
    require("answer feedback", by=by, country=None)
    row = locked(feedback)
    if not row.answered_at:
        raise Refused(_("Answer it first."))
    check_version(version)
    if row.version_id != version.pk:
        before = row.version.number if row.version else ""
        row.version = version
        row.save(update_fields=["version"])
        record(verb="feedback.done", thing=row, by=by.uuid, now=now, country=row.country.code,
               before={"version": before}, after={"version": version.number})
        tell(row, now)
    return row


def check_version(version: CurriculumVersion | None) -> None:
    """Raise Refused unless it is a release of the regional curriculum that is in force on some day."""
    if version and (version.curriculum.country_id or version.in_force is None):
        raise Refused(_("Choose a release of the regional curriculum."), field="version")


def locked(feedback: Feedback) -> Feedback:
    """The row as it stands now; nobody else writes it until the transaction ends."""
    row = (Feedback.objects.select_for_update(of=("self",)).select_related("country", "version__curriculum", "module")
           .filter(pk=feedback.pk).first())
    if row is None:
        raise Refused(_("It was taken back meanwhile."))
    return row


def tell(row: Feedback, now: datetime) -> None:
    """A letter to the person who wrote, unless the person has left."""
    sender = Person.objects.current().filter(uuid=row.sent_by, is_active=True).select_related("country").first()
    if sender is None:
        return

    def text() -> tuple[str, str]:
        done = (_("Version %(number)s of the regional curriculum does it.") % {"number": row.version.number}
                if row.version else "")
        return (_("The secretariat has answered your feedback"),
                "\n\n".join(part for part in (_("You wrote:"), row.text, _("The secretariat answers:"), row.answer, done)
                            if part))

    number = row.version.number if row.version else ""
    write_to(person=sender, key=f"feedback:{row.uuid}:{number}", text=text, now=now,
             path=reverse("curricula:feedback_item", args=[row.uuid]))
