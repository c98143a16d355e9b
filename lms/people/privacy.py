"""What people and the ground rooms hold about a person. Ground rooms know no person, only a uuid: they are told here."""

from lms.audit.models import Entry
from lms.files.models import StoredFile
from lms.jobs.models import Job
from lms.notices.models import Notice
from lms.people.domain.privacy import PersonalData
from lms.people.models import Affiliation, Consent, Grant, Membership, Person

DATED = ("since", "until")

DATA = [
    PersonalData("people.person", lambda p: Person.objects.filter(pk=p.pk),
                 ("number", "username", "email", "name", "own_name", "language", "country__code", "province__code",
                  "profession__key", "sex", "level", "birth_year"),
                 ("username", "email", "name", "own_name", "birth_year", "password"),
                 "the number stays taken, so that it never names another person"),
    PersonalData("people.affiliation", lambda p: Affiliation.objects.filter(person=p),
                 ("organisation__name", "position", *DATED), ("position",), "counts by sector stay true"),
    PersonalData("people.membership", lambda p: Membership.objects.filter(person=p),
                 ("body__key", "role", "seat", *DATED), (), "who decided on a curriculum stays provable"),
    PersonalData("people.grant", lambda p: Grant.objects.filter(person=p),
                 ("role", "country__code", "body__key", *DATED), (), "who was allowed what stays provable"),
    PersonalData("people.consent", lambda p: Consent.objects.filter(person=p),
                 ("purpose", "version", "language", *DATED), (), "a consent must be provable as long as it is used"),
    PersonalData("audit.entry", lambda p: Entry.objects.filter(actor=p.uuid),
                 ("at", "verb", "object_type", "object_id"), (), "the log is append-only and holds no names"),
    PersonalData("notices.notice", lambda p: Notice.objects.filter(person=p.uuid),
                 ("written_at", "sent_at", "address", "language", "subject", "body"), ("address", "subject", "body")),
    PersonalData("jobs.job", lambda p: Job.objects.filter(owner=p.uuid),
                 ("kind", "state", "asked_at", "ended_at"), (), "it says what was computed, not about whom"),
    PersonalData("files.storedfile", lambda p: StoredFile.objects.filter(owner=p.uuid),
                 ("name", "content_type", "size", "stored_at"), ("name", "content")),
]
