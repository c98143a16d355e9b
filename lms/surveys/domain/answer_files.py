"""Pictures, recordings and files that answer a question. They are kept as soon as they arrive, under the instance's id.

What is kept is of a known type, by its content and not by its name; it is handed out, never opened here. Of an anonymous
form neither the person nor the time of day goes with it.
"""

import hashlib
import re
from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.files.domain.document import check_document
from lms.files.domain.drop import drop
from lms.files.domain.guard import Checked, UploadRefused
from lms.files.domain.keep import keep
from lms.people.domain import wall
from lms.people.models import Person
from lms.surveys.domain.refusals import InstanceTaken
from lms.surveys.models import AnswerFile, Draft, Submission
from lms.surveys.models.definition import FILES, Definition

MOST_BYTES = 20 * 1024 * 1024
MOST_FILES = 60
"""In one filled form: as many photos as a person takes on a field visit, and no store for strangers."""
PICTURES = {b"\xff\xd8\xff": ("image/jpeg", ".jpg"), b"\x89PNG\r\n\x1a\n": ("image/png", ".png")}
SOUNDS = {b"ID3": ("audio/mpeg", ".mp3"), b"\xff\xfb": ("audio/mpeg", ".mp3"), b"\xff\xf3": ("audio/mpeg", ".mp3"),
          b"OggS": ("audio/ogg", ".ogg"), b"#!AMR": ("audio/amr", ".amr"), b"\x1aE\xdf\xa3": ("audio/webm", ".webm"),
          b"RIFF": ("audio/wav", ".wav")}
FILMS = {b"\x1aE\xdf\xa3": ("video/webm", ".webm")}
ACCEPT = {"image": "image/jpeg,image/png", "audio": "audio/*", "video": "video/*",
          "file": ".pdf,.jpg,.jpeg,.png,.docx,.pptx"}
"""What a browser offers to choose; a phone turns its own kinds of pictures into these."""


def check_answer(*, content: bytes, name: str, kind: str) -> Checked:
    """A file that answers a question of the type `kind` (image, audio, video, file). Raises UploadRefused."""
    if not content:
        raise UploadRefused(_("The file is empty. Choose another one."))
    if len(content) > MOST_BYTES:
        raise UploadRefused(_("The file is larger than 20 MB. Choose a smaller one."))
    found = READERS[kind](content)
    if found is None:
        raise UploadRefused(REFUSALS[kind]())
    return Checked(content, found[0], _clean(name, kind) + found[1])


def _begins(content: bytes, signatures: dict[bytes, tuple[str, str]]) -> tuple[str, str] | None:
    return next((kind for signature, kind in signatures.items() if content.startswith(signature)), None)


def _sound(content: bytes) -> tuple[str, str] | None:
    if content[4:8] == b"ftyp":
        return "audio/mp4", ".m4a"
    if content.startswith(b"RIFF") and content[8:12] != b"WAVE":
        return None
    return _begins(content, SOUNDS)


def _film(content: bytes) -> tuple[str, str] | None:
    return ("video/mp4", ".mp4") if content[4:8] == b"ftyp" else _begins(content, FILMS)


def _document(content: bytes) -> tuple[str, str]:
    checked = check_document(content=content, name="")
    return checked.content_type, PurePosixPath(checked.name).suffix


READERS: dict[str, Callable[[bytes], tuple[str, str] | None]] = {
    "image": lambda content: _begins(content, PICTURES), "audio": _sound, "video": _film, "file": _document}
REFUSALS: dict[str, Callable[[], str]] = {
    "image": lambda: _("This is no picture that can be kept. Choose a JPEG or PNG file."),
    "audio": lambda: _("This is no recording that can be kept. Choose an MP3, M4A, OGG or WAV file."),
    "video": lambda: _("This is no film that can be kept. Choose an MP4 or WebM file.")}


def _clean(name: str, otherwise: str) -> str:
    """The person's name for the file without its ending and without what could mean something to a program."""
    stem = re.sub(r"[^\w -]", "", PurePosixPath(name.replace("\\", "/")).stem)[:80].strip()
    return stem or otherwise


@transaction.atomic
def keep_answer(*, instance_id: UUID, checked: Checked, anonymous: bool, by: Person | None, now: datetime,
                instead_of: str = "") -> str:
    """Keep a checked file and return the name that the answer calls it by.

    `instead_of` is the name of the file that it replaces. Raises InstanceTaken when the form was sent already, and
    UploadRefused when it holds too many files.
    """
    if Submission.objects.filter(instance_id=instance_id).exists():
        raise InstanceTaken(str(instance_id))
    drop_answers(instance_id=instance_id, names=[instead_of])
    taken = set(names_of(instance_id))
    if len(taken) >= MOST_FILES:
        raise UploadRefused(_("This form holds as many files as it can. Remove one first."))
    path, name, number = PurePosixPath(checked.name), checked.name, 1
    while name in taken:
        number += 1
        name = f"{path.stem}-{number}{path.suffix}"
    at = moment(now, anonymous=anonymous)
    # who knows the instance's id filled the form in: a visitor too, for whom the wall has no place
    with wall.lifted("code"):
        stored = keep(checked=checked, owner=instance_id if anonymous or by is None else by.uuid, country="", now=at)
        AnswerFile.objects.create(instance_id=instance_id, name=name, file=stored, at=at)
    return name


def kept_before(*, instance_id: UUID, checked: Checked, data: dict[str, Any]) -> str:
    """What this very file is called when it came before and no answer in `data` names it: a page may be sent twice, and
    must say the same then. "" when it is new."""
    same = AnswerFile.objects.filter(instance_id=instance_id, file__sha256=hashlib.sha256(checked.content).hexdigest())
    named = _texts_in(data)
    with wall.lifted("code"):
        return next((name for name in same.order_by("pk").values_list("name", flat=True) if name not in named), "")


def moment(now: datetime, *, anonymous: bool) -> datetime:
    """What is kept of a moment: of an anonymous form the day alone, as its first moment in the site's time zone."""
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) if anonymous else now


def names_of(instance_id: UUID) -> list[str]:
    """What the files of one filled form are called."""
    return list(AnswerFile.objects.filter(instance_id=instance_id).order_by("pk").values_list("name", flat=True))


@transaction.atomic
def drop_answers(*, instance_id: UUID, names: Collection[str] | None = None) -> None:
    """Let files of a form that was not sent go: those of these names, or all. One of a sent form stays."""
    if names is not None and not any(names):
        return
    rows = AnswerFile.objects.filter(instance_id=instance_id).exclude(
        instance_id__in=Submission.objects.filter(instance_id=instance_id).values("instance_id"))
    _remove(rows if names is None else rows.filter(name__in=names))


def _remove(rows: QuerySet[AnswerFile]) -> None:
    with wall.lifted("code"):
        drop(list(rows.values_list("file__uuid", flat=True)))
        rows.delete()


def without_strangers(*, definition: Definition, data: dict[str, Any], instance_id: UUID) -> dict[str, Any]:
    """The typed answers without names of files that this form does not hold. One query, none for a form without files."""
    asked = {item["path"] for item in definition.items if item["type"] in FILES}
    if not asked:
        return data
    known = set(names_of(instance_id))

    def kept(rows: dict[str, Any]) -> dict[str, Any]:
        return {path: [kept(row) for row in value] if isinstance(value, list) and value and isinstance(value[0], dict)
                else "" if path in asked and value not in known else value for path, value in rows.items()}

    return kept(data)


def tidy(submission: Submission) -> None:
    """Let go what was attached and belongs to no answer that was sent: a question that closed again, a second thought."""
    if any(item["type"] in FILES for item in submission.version.items):
        _remove(AnswerFile.objects.filter(instance_id=submission.instance_id).exclude(
            name__in=_texts_in(submission.answers)))


def _texts_in(answers: dict[str, Any]) -> set[str]:
    found: set[str] = set()
    for value in answers.values():
        for one in value if isinstance(value, list) else [value]:
            found |= _texts_in(one) if isinstance(one, dict) else {one} if isinstance(one, str) else set()
    return found


def abandoned(rows: QuerySet[AnswerFile]) -> QuerySet[AnswerFile]:
    """The files that belong to no answer and to no draft."""
    same = {"instance_id": OuterRef("instance_id")}
    return rows.exclude(Exists(Submission.objects.filter(**same))).exclude(Exists(Draft.objects.filter(**same)))
