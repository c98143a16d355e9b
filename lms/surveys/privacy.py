"""Personal data of this room, told to the privacy door. Anonymous answers hold none."""

from lms.people.domain.privacy import PersonalData, register
from lms.surveys.models import FormVersion, Invitation, Submission


def announce() -> None:
    """Name the models that point at a person."""
    register(PersonalData(
        label="surveys.Submission", rows=lambda person: Submission.objects.filter(person=person),
        export=("instance_id", "version__form__key", "language", "occasion", "answers", "received_at"),
        keep="An answer given under one's name is part of the record of the training."))
    register(PersonalData(
        label="surveys.Invitation", rows=lambda person: Invitation.objects.filter(person=person),
        export=("occasion", "version__form__key", "created_at", "used_on"),
        keep="It shows that a person was asked once; it leads to no answer."))
    register(PersonalData(
        label="surveys.FormVersion", rows=lambda person: FormVersion.objects.filter(published_by=person),
        export=("form__key", "number", "published_at"), keep="Who published a form stays with the form."))
