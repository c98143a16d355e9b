"""Personal data of this room, told to the privacy door. Anonymous answers hold none."""

from django.utils.translation import gettext_lazy as _

from lms.people.domain.privacy import PersonalData, Wall
from lms.surveys.domain.forgetting import forget_answers
from lms.surveys.domain.spoken import answers_in_words
from lms.surveys.models import FormVersion, Invitation, Submission

DATA = [
    PersonalData(
        "surveys.submission", lambda p: Submission.objects.filter(person=p), title=_("Answers to forms"),
        export=("version__form__titles", "instance_id", "language", "channel", "answers", "received_on", "received_at"),
        erase=("xml", "answers"), keep=_("The answers that were chosen stay as figures; the written ones go."),
        pointers=("person",), free=("id", "version", "occasion", "country", "late"),
        wall=Wall(also="person_id IS NULL"), forget=forget_answers,
        speak={"answers": answers_in_words}),
    PersonalData(
        "surveys.invitation", lambda p: Invitation.objects.filter(person=p), title=_("Invitations to answer a form"),
        export=("version__form__titles", "language", "created_at", "used_on"),
        keep=_("It shows that a person was asked once; it leads to no answer."), pointers=("person",),
        free=("id", "occasion", "country"), wall=Wall()),
    PersonalData(
        "surveys.formversion", lambda p: FormVersion.objects.filter(published_by=p), title=_("Forms published"),
        export=("form__titles", "number", "published_at"), keep=_("Who published a form stays with the form, by number."),
        pointers=("published_by",), free=("id", "form", "xlsx", "xform", "items", "languages", "sha256")),
]

IMPERSONAL = ("surveys.form",)

WORDS = {
    "version__form__titles": _("Form"), "form__titles": _("Form"), "instance_id": _("Number of the answer"),
    "answers": _("Answers"), "received_on": _("Day"), "received_at": _("Received at"), "used_on": _("Answered on"),
    "published_at": _("Published"),
}
