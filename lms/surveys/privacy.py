"""Personal data of this room, told to the privacy door. Anonymous answers hold none."""

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lms.people.domain.privacy import PersonalData, Wall
from lms.people.models import Person
from lms.surveys.domain.answer_files import abandoned
from lms.surveys.domain.forgetting import forget_answers
from lms.surveys.domain.spoken import answers_in_words
from lms.surveys.models import AnswerFile, Draft, FormFile, FormVersion, Invitation, Submission, Upload, UploadFile


def files_of(person: Person) -> QuerySet[AnswerFile]:
    """What the person attached under the own name, sent or not."""
    return AnswerFile.objects.filter(Q(instance_id__in=Submission.objects.filter(person=person).values("instance_id"))
                                     | Q(instance_id__in=Draft.objects.filter(person=person).values("instance_id")))



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
        pointers=("published_by",), free=("id", "form", "xlsx", "xform", "items", "lists", "style", "keys",
                                       "languages", "sha256")),
    PersonalData(
        "surveys.draft", lambda p: Draft.objects.filter(person=p), title=_("Forms begun and not sent"), brief=True,
        export=("version__form__titles", "saved_at", "data"), pointers=("person",), gone=True,
        free=("id", "uuid", "occasion", "instance_id"), wall=Wall(country="", also="person_id IS NULL"),
        dated="saved_at", months=settings.RETENTION_MONTHS["surveys.draft"]),
    PersonalData(
        # no wall: it is found by an id that only who filled the form in knows; the file itself is behind one
        "surveys.answerfile", files_of, title=_("Files attached to answers"), export=("name", "at"), pointers=(),
        gone=True, free=("id", "instance_id", "file"), files=("file__uuid",), may_go=abandoned, dated="at",
        months=settings.RETENTION_MONTHS["surveys.answerfile"]),
    PersonalData(
        "surveys.upload", lambda p: Upload.objects.filter(by=p), title=_("Workbooks not published yet"),
        export=("name", "title", "at"), pointers=("by",), gone=True,
        free=("id", "uuid", "form", "xlsx", "problems", "xform", "items", "lists", "languages", "style", "remarks",
              "told_in", "key", "kind", "anonymous", "invited", "country"),
        wall=Wall(country="", person="by_id"), dated="at", months=settings.RETENTION_MONTHS["surveys.upload"]),
    PersonalData(
        "surveys.uploadfile", lambda p: UploadFile.objects.filter(upload__by=p), title=_("Workbooks not published yet"),
        export=("name",), pointers=(), gone=True, on_page=False, free=("id", "upload", "file"), files=("file__uuid",),
        wall=Wall(country="", person="", whole=("upload_id", "surveys.upload"))),
    PersonalData(
        # holds nothing of a person: it is here so that its file counts as one that a record stands on
        "surveys.formfile", lambda _p: FormFile.objects.none(), title=_("Forms published"), export=(), pointers=(),
        on_page=False, keep=_("What a form shows stays with the form."), free=("id", "version", "name", "file"),
        files=("file__uuid",)),
]

IMPERSONAL = ("surveys.form",)

WORDS = {
    "version__form__titles": _("Form"), "form__titles": _("Form"), "instance_id": _("Number of the answer"),
    "answers": _("Answers"), "received_on": _("Day"), "received_at": _("Received at"), "used_on": _("Answered on"),
    "published_at": _("Published"), "saved_at": _("Saved"), "data": _("Answers"), "title": _("Title"),
}
