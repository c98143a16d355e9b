"""The register's own tables."""

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.people.domain import leaving
from lms.people.domain.privacy import PersonalData, Wall
from lms.people.models import (
    Affiliation,
    Consent,
    Distinct,
    ErasureRequest,
    Grant,
    Import,
    ImportRow,
    Invitation,
    Membership,
    Merge,
    NameWord,
    Person,
)

DATED = ("since", "until")

DATA = [
    PersonalData(
        "people.person", lambda p: Person.objects.filter(pk=p.pk), title=_("Particulars"),
        export=("number", "name", "own_name", "username", "email", "language", "languages", "country__names",
                "province__names", "profession__names", "sex", "level", "birth_year", "last_login"),
        erase=("username", "email", "name", "own_name", "languages", "province", "birth_year", "password", "last_login"),
        keep=_("The number stays taken, so that it never names another person. Country, profession, level and sex stay, "
               "so that counts stay true."),
        pointers=(), free=("id", "uuid", "country", "profession", "is_superuser", "is_staff", "is_active", "sample",
                           "merged_into", "erased_at"), wall=Wall(person="id"), forget=leaving.leave),
    # rights in Wagtail, derived from the grants: numbers alone, and no wall
    PersonalData("people.person_groups", lambda p: Person.groups.through.objects.filter(person=p),
                 export=("group__name",), pointers=(), free=("id", "person"), gone=True, on_page=False),
    PersonalData("people.person_user_permissions", lambda p: Person.user_permissions.through.objects.filter(person=p),
                 export=("permission__name",), pointers=(), free=("id", "person"), gone=True, on_page=False),
    PersonalData(
        "people.nameword", lambda p: NameWord.objects.filter(person=p), title=_("Words to be found by"), brief=True,
        export=("word",), erase=("word", "sort"), pointers=(), free=("id", "person", "country"), wall=Wall(), gone=True),
    PersonalData(
        "people.affiliation", lambda p: Affiliation.objects.filter(person=p), title=_("Work"),
        export=("organisation__name", "position", *DATED), erase=("position",), keep=_("Counts by sector stay true."),
        free=("id", "country", "organisation"), wall=Wall(), forget=leaving.leave_work),
    PersonalData(
        "people.membership", lambda p: Membership.objects.filter(person=p), title=_("Seats in bodies"),
        export=("body__names", "role", "seat", "listed_name", *DATED), erase=("listed_name",),
        keep=_("Who decided on a curriculum stays provable, by number."), free=("id", "country", "body"), wall=Wall(),
        forget=leaving.leave_seats),
    PersonalData(
        "people.grant", lambda p: Grant.objects.filter(person=p), title=_("Roles"),
        export=("role", "country__names", "body__names", *DATED), keep=_("Who was allowed what stays provable, by number."),
        pointers=("person", "granted_by"), free=("id", "country", "body"),
        # a grant for a body has no country of its own: who reads the person reads the person's roles
        wall=Wall(whole=("person_id", "people.person")), forget=leaving.end_roles),
    PersonalData(
        "people.consent", lambda p: Consent.objects.filter(person=p), title=_("Consents"),
        on_page=False,
        export=("purpose", "version", "language", *DATED), keep=_("A consent stays provable, by number."),
        free=("id", "country"), wall=Wall()),
    PersonalData(
        "people.invitation", lambda p: Invitation.objects.filter(person=p), title=_("Invitations to an account"),
        export=("channel", "made_at", "expires_at", "used_at", "withdrawn_at"), erase=("code_hash",),
        pointers=("person", "made_by"), free=("id", "country"), wall=Wall(), gone=True,
        dated="expires_at", months=settings.RETENTION_MONTHS["people.invitation"]),
    PersonalData(
        "people.import", lambda p: Import.objects.filter(owner=p.uuid), title=_("Sheets imported"),
        export=("kind", "subject", "made_at", "done_at", "state"), erase=("file", "reason", "notes"),
        keep=_("When the register grew stays provable."), pointers=("owner",), files=("file",),
        free=("id", "uuid", "country", "encoding", "job", "counts"), wall=Wall(person="owner", by_uuid=True),
        dated="done_at", months=settings.RETENTION_MONTHS["people.import"]),
    PersonalData(
        "people.importrow", lambda p: ImportRow.objects.filter(person=p), title=_("Rows of imported sheets"),
        export=("number", "values", "before", "state"),
        erase=("values", "before", "errors", "alike", "choice"), keep=_("How many rows an import had stays true."),
        free=("id", "batch", "country", "applied"), wall=Wall(), files=("batch__file",),
        dated="batch__done_at", months=settings.RETENTION_MONTHS["people.importrow"]),
    PersonalData(
        "people.merge", lambda p: Merge.objects.filter(Q(kept=p) | Q(gone=p)), title=_("Double entries that became one"),
        export=("at", "moved", "undone_at"), erase=("moved",), keep=_("That two numbers were one person stays known."),
        pointers=(), free=("id", "uuid", "kept", "gone", "country", "by", "undone_by"), wall=Wall(person="kept_id")),
    PersonalData(
        "people.distinct", lambda p: Distinct.objects.filter(Q(one=p) | Q(other=p)),
        title=_("People who only look alike"), export=("at",), pointers=("one", "other", "by"),
        free=("id", "country"), wall=Wall(person="one_id"), gone=True),
    PersonalData(
        "people.erasurerequest", lambda p: ErasureRequest.objects.filter(person=p), title=_("Requests to be erased"),
        export=("asked_at", "decision", "decided_at", "why"), erase=("why",),
        keep=_("That a request was decided stays provable."), pointers=("person", "asked_by", "decided_by"),
        free=("id", "uuid", "country"), wall=Wall(),
        dated="decided_at", months=settings.RETENTION_MONTHS["people.erasurerequest"]),
]

IMPERSONAL = ("people.country", "people.province", "people.profession", "people.organisation", "people.body",
              "people.consenttext")
