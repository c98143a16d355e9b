"""Forms begun and not sent. Who knows a draft's address goes on with it; a named one is its person's alone."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from lms.people.domain.retention import months_before
from lms.people.models import Person
from lms.surveys.domain.answer_files import drop_answers, moment
from lms.surveys.domain.refusals import InstanceTaken
from lms.surveys.models import Draft, Form, FormVersion, Submission

MONTHS = settings.RETENTION_MONTHS["surveys.draft"]
MOST_SHOWN = 10


@transaction.atomic
def keep_draft(*, version: FormVersion, instance_id: UUID, data: dict[str, Any], occasion: UUID | None, by: Person | None,
               now: datetime) -> Draft:
    """Keep what was typed so far, in place of what the draft of this instance held before.

    Of an anonymous form `by` is not kept: whoever knows the draft's address goes on. Raises InstanceTaken when the form
    was sent already, or when the draft is somebody else's.
    """
    owner, at = None if version.form.anonymous else by, moment(now, anonymous=version.form.anonymous)
    if Submission.objects.filter(instance_id=instance_id).exists():
        raise InstanceTaken(str(instance_id))
    draft = Draft.objects.select_for_update().filter(instance_id=instance_id).first()
    if draft is None:
        try:
            with transaction.atomic():
                return Draft.objects.create(instance_id=instance_id, person=owner, version=version, occasion=occasion,
                                            data=data, saved_at=at)
        except IntegrityError:  # a second click, at the same moment
            draft = Draft.objects.select_for_update().get(instance_id=instance_id)
    if draft.person_id and draft.person_id != (owner.pk if owner else None):
        raise InstanceTaken(str(instance_id))
    draft.version, draft.data, draft.saved_at = version, data, at
    draft.save(update_fields=["version", "data", "saved_at"])
    return draft


def reachable_by(person: Person | None) -> QuerySet[Draft]:
    """The drafts that this person, or a visitor, may go on with, if the address is known."""
    own = Q(person=None) | Q(person=person) if person else Q(person=None)
    return Draft.objects.filter(own).select_related("version__form__country")


def of_person(person: Person | None, *, form: Form | None = None) -> list[Draft]:
    """A person's named drafts, of one form or of all that can still be answered, newest first. One query, none for visitors."""
    if person is None:
        return []
    rows = Draft.objects.filter(person=person, version__form__withdrawn_at=None)
    rows = rows.filter(version__form=form) if form else rows
    return list(rows.select_related("version__form").defer("data", "version__items", "version__lists")
                .order_by("-saved_at", "-pk")[:MOST_SHOWN])


def kept_until(draft: Draft) -> datetime:
    """The last moment at which the draft is there for certain; then it goes by itself."""
    until = draft.saved_at + timedelta(days=31 * MONTHS)
    while months_before(until, MONTHS) > draft.saved_at:
        until -= timedelta(days=1)
    return until


@transaction.atomic
def discard(draft: Draft) -> None:
    """Delete a draft with its files, for whoever may go on with it."""
    drop_answers(instance_id=draft.instance_id)
    draft.delete()


def end(submission: Submission) -> None:
    """What was a draft has been sent: listens at the door of submissions."""
    Draft.objects.filter(instance_id=submission.instance_id).delete()
