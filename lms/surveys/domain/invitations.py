"""Who is asked. An invitation is used once; which submission used it is written nowhere."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from lms.people.models import Country, Person
from lms.surveys.domain.refusals import AlreadyAnswered, NotInvited
from lms.surveys.models import FormVersion, Invitation


def invite(*, occasion: UUID, version: FormVersion, person: Person, country: Country | None, language: str,
           now: datetime) -> Invitation:
    """Ask `person` once for `occasion`; asked again, the first invitation stands and is returned."""
    invitation, _made = Invitation.objects.get_or_create(occasion=occasion, person=person, defaults={
        "version": version, "country": country, "language": language, "created_at": now})
    return invitation


def for_person(*, occasion: UUID | None, form_id: int, person: Person | None) -> Invitation:
    """The unused invitation of this person to this form. Raises NotInvited or AlreadyAnswered."""
    invitation = (Invitation.objects.select_related("country")
                  .filter(occasion=occasion, person=person, version__form=form_id).first()
                  if occasion and person else None)
    if invitation is None:
        raise NotInvited(str(occasion))
    if invitation.used_on:
        raise AlreadyAnswered(str(occasion))
    return invitation


def use(*, occasion: UUID | None, form_id: int, person: Person | None, now: datetime) -> None:
    """Mark the invitation used today, in the caller's transaction. Raises NotInvited or AlreadyAnswered.

    The condition stands in the UPDATE itself: of two requests at once, one finds no unused row.
    """
    if occasion is None or person is None:
        raise NotInvited(str(occasion))
    invited = Invitation.objects.filter(occasion=occasion, person=person, version__form=form_id)
    if not invited.filter(used_on=None).update(used_on=timezone.localdate(now)):
        raise AlreadyAnswered(str(occasion)) if invited.exists() else NotInvited(str(occasion))
