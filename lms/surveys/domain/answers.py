"""Takes answers in: judged by the form, stored once, told to who asked, in one transaction."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.people.models import Country, Person
from lms.surveys.domain import invitations, received
from lms.surveys.domain.evaluation import Judged, judge
from lms.surveys.domain.instance import to_xml
from lms.surveys.domain.refusals import AnswersRefused, Complaint, InstanceTaken, Withdrawn
from lms.surveys.models import AnswerFile, FormVersion, Submission
from lms.surveys.models.definition import FILES, SILENT, Definition


def receive(*, version: FormVersion, data: Mapping[str, Any], language: str, channel: str, occasion: UUID | None,
            person: Person | None, country: Country | None, instance_id: UUID, now: datetime,
            late: bool = False) -> Submission:
    """Store one filled form and return it; sent again with the same answers, return the first.

    `data` is as typed, {path: text, number or list of choice names; repeat: [the same]}; `language` a code of the form;
    `country` the scope; the files that answers name are AnswerFile rows of `instance_id`. Of an anonymous form neither
    the person nor the time of day is kept; `person` then only marks the invitation used. Raises AnswersRefused (by
    place), AlreadyAnswered or NotInvited (form for invited persons), InstanceTaken (same id, other answers), Withdrawn.
    Nothing is stored then.
    """
    form, definition = version.form, version.definition
    judged = judge(definition=definition, data=data, language=language, now=now, seed=str(instance_id))
    complaints = judged.complaints or _without_file(judged, instance_id, channel)
    if complaints:
        raise AnswersRefused(complaints)
    submission = Submission(
        instance_id=instance_id, version=version, language=language, channel=channel, occasion=occasion,
        country=country, person=None if form.anonymous else person, answers=judged.answers,
        xml=to_xml(definition=definition, judged=judged, form_key=form.key, number=version.number,
                   instance_id=instance_id, meta=_meta(definition, judged, form.anonymous, now)),
        received_on=timezone.localdate(now), received_at=None if form.anonymous else now, late=late)
    if form.withdrawn_at and form.withdrawn_at <= now:
        earlier = Submission.objects.filter(instance_id=instance_id).first()
        if earlier is None:
            raise Withdrawn(form.key)
        return _same(earlier, submission, definition)
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
        return _same(earlier, submission, definition)
    return submission


def _same(earlier: Submission, again: Submission, definition: Definition) -> Submission:
    """The earlier submission when it is the same one sent again. Raises InstanceTaken."""
    def told(one: Submission) -> tuple:
        return one.version_id, one.occasion, one.person_id, list(_said(one.answers, definition))

    if told(earlier) != told(again):
        raise InstanceTaken(str(again.instance_id))
    return earlier


def _said(answers: dict[str, Any], definition: Definition) -> Iterator[tuple[str, Any]]:
    """What the person said, without what the form worked out: that may differ by the hour."""
    for path in sorted(answers):
        item = definition.by_path.get(path, {})
        if item.get("type") == "repeat":
            yield path, [list(_said(row, definition)) for row in answers[path]]
        elif item.get("type") not in SILENT and not item.get("calculation"):
            yield path, answers[path]


def _without_file(judged: Judged, instance_id: UUID, channel: str) -> dict[str, Complaint]:
    """Answers that name a file which has not come. A phone sends its files after the answers."""
    named = {spot.at: spot.answer for spot in judged.root.each() if spot.kind in FILES and spot.shown and spot.answer}
    if not named or channel == Submission.Channel.COLLECT:
        return {}
    kept = set(AnswerFile.objects.filter(instance_id=instance_id).values_list("name", flat=True))
    return {at: Complaint(_("This file has not arrived. Choose it again.")) for at, name in named.items() if name not in kept}


def _meta(definition: Definition, judged: Judged, anonymous: bool, now: datetime) -> dict[str, str]:
    """What a device fills in, as it said or as far as the server knows it: the day and the end. Of an anonymous form
    the day alone, and never the device's word."""
    known = {"today": timezone.localdate(now).isoformat()}
    if not anonymous:
        known["end"] = timezone.localtime(now).isoformat(timespec="milliseconds")
    said = {} if anonymous else {spot.plan.path: str(spot.typed) for spot in judged.root.each() if spot.kind == "meta"}
    return {item["path"]: said.get(item["path"]) or known.get([*item["preload"], "", ""][1], "")
            for item in definition.items if item["type"] == "meta"}
