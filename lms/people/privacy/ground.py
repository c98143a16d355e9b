"""Tables of the ground rooms. They know no person, only a uuid: what they hold is told here."""

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lms.audit.models import Entry, PersonKey
from lms.files.models import StoredFile
from lms.jobs.models import Job
from lms.notices.models import Notice
from lms.people.domain.leaving import let_files_go
from lms.people.domain.privacy import PersonalData, Wall, files_in_use


def in_no_record(files: QuerySet) -> QuerySet:
    """Without the files that a record stands on, and without those that went already."""
    return files.exclude(uuid__in=files_in_use()).exclude(name="").exclude(content="")


DATA = [
    PersonalData(
        "audit.entry", lambda p: Entry.objects.filter(actor=p.uuid), title=_("Acts in the log"), brief=True,
        export=("at", "verb", "object_type", "object_id"),
        keep=_("The log can only grow. What it says of a person goes dark with that person’s key."), pointers=(),
        free=("id", "actor", "country", "before", "after", "why", "about", "cipher"),
        wall=Wall(country="country", by_code=True, person="actor", by_uuid=True)),
    PersonalData(
        # no wall: a key opens nothing without the entry, and whoever records something of a person needs it
        "audit.personkey", lambda p: PersonKey.objects.filter(person=p.uuid), title=_("Key in the log"), brief=True,
        export=("made_at", "destroyed_at"), erase=("key",), keep=_("That the key was destroyed stays known."),
        pointers=(), free=("id", "person")),
    PersonalData(
        "notices.notice", lambda p: Notice.objects.filter(person=p.uuid), title=_("Letters"),
        export=("written_at", "sent_at", "address", "language", "subject", "body"),
        erase=("address", "subject", "body", "code"),
        keep=_("That a letter was written stays known, so that it is not written again."),
        free=("id", "uuid", "key", "country", "path", "leased_until", "attempts"),
        wall=Wall(country="country", by_code=True, by_uuid=True, person="person"),
        dated="written_at", months=settings.RETENTION_MONTHS["notices.notice"]),
    PersonalData(
        "jobs.job", lambda p: Job.objects.filter(owner=p.uuid), title=_("Long work asked for"), brief=True,
        export=("kind", "state", "asked_at", "ended_at"), erase=("arguments",), pointers=("owner",),
        free=("id", "uuid", "done", "total", "result_path", "touched_at"),
        wall=Wall(country="", person="owner", by_uuid=True), gone=True,
        dated="ended_at", months=settings.RETENTION_MONTHS["jobs.job"]),
    PersonalData(
        "files.storedfile", lambda p: StoredFile.objects.filter(owner=p.uuid), title=_("Files handed in"),
        export=("name", "content_type", "size", "stored_at"), erase=("name", "content"),
        keep=_("A file that is evidence about somebody else stays with that person’s record."), pointers=("owner",),
        free=("id", "uuid", "sha256", "country"),
        wall=Wall(country="country", by_code=True, person="owner", by_uuid=True), may_go=in_no_record, forget=let_files_go,
        dated="stored_at", months=settings.RETENTION_MONTHS["files.storedfile"]),
]

IMPERSONAL = ("audit.seal",)
