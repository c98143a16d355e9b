"""Takes answers in: judged by the form, stored once, told to who asked, in one transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from lms.people.models import Country, Person
from lms.surveys.domain import invitations, received
from lms.surveys.domain.evaluation import judge
from lms.surveys.domain.instance import to_xml
from lms.surveys.domain.refusals import AnswersRefused, InstanceTaken
from lms.surveys.models import FormVersion, Submission


def receive(*, version: FormVersion, data: Mapping[str, Any], language: str, channel: str, occasion: UUID | None,
            person: Person | None, country: Country | None, instance_id: UUID, now: datetime,
            late: bool = False) -> Submission:
    """Store one filled form and return it; sent again with the same answers, return the first.

    `data` is {path: text, number or list of choice names}; `language` a code of the form; `country` the scope.
    Of an anonymous form neither the person nor the time of day is kept; `person` then only marks the
    invitation used. Raises AnswersRefused (by question), AlreadyAnswered or NotInvited (form for invited
    persons), InstanceTaken (same id, other answers). Nothing is stored then.
    """
    judged = judge(items=version.items, data=data, language=language, now=now)
    if judged.complaints:
        raise AnswersRefused(judged.complaints)
    form = version.form
    texts = judged.texts | _meta(version.items, form.anonymous, now)
    submission = Submission(
        instance_id=instance_id, version=version, language=language, channel=channel, occasion=occasion,
        country=country, person=None if form.anonymous else person, answers=judged.answers,
        xml=to_xml(items=version.items, texts=texts, relevant=judged.relevant, form_key=form.key,
                   number=version.number, instance_id=instance_id),
        received_on=timezone.localdate(now), received_at=None if form.anonymous else now, late=late)
    try:
        with transaction.atomic():
            submission.save()
            if form.invited:
                invitations.use(occasion=occasion, form_id=form.pk, person=person, now=now)
            received.tell(submission)
    except IntegrityError:
        earlier = Submission.objects.filter(instance_id=instance_id).first()
        if earlier is None:
            raise
        return _same(earlier, submission)
    return submission


def _same(earlier: Submission, again: Submission) -> Submission:
    """The earlier submission when it is the same one sent again. Raises InstanceTaken."""
    def told(one: Submission) -> tuple:
        return one.version_id, one.occasion, one.person_id, one.answers

    if told(earlier) != told(again):
        raise InstanceTaken(str(again.instance_id))
    return earlier


def _meta(items: list[dict], anonymous: bool, now: datetime) -> dict[str, str]:
    """What a device would have filled in, as far as the server knows it: the day and the end, never a device."""
    known = {"today": timezone.localdate(now).isoformat()}
    if not anonymous:
        known["end"] = timezone.localtime(now).isoformat(timespec="milliseconds")
    return {item["path"]: known.get(item["preload"][1], "") for item in items if item["type"] == "meta"}
