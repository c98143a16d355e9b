"""Every address of the site, with the records that it is asked for, and whose record each is.

An address that is not in ADDRESSES fails a test: whoever adds one says here which records it shows.
"""

from uuid import UUID

from django.urls import get_resolver, reverse
from wagtail.models import Page

from certification.models import Certificate
from curricula.models import (
    Adaptation,
    ConsensusRound,
    CurriculumPage,
    CurriculumVersion,
    Feedback,
    ModulePage,
    PilotFinding,
    PilotRecord,
    Resource,
    VersionModule,
)
from lms.courses.models import Edition, Facilitation, Nomination
from lms.files.models import StoredFile
from lms.jobs.models import Job
from lms.learning.models import LessonPage
from lms.monitoring.models import Reading, Report, Target
from lms.notices.models import Notice
from lms.people.models import (
    Affiliation,
    Body,
    ErasureRequest,
    Grant,
    Import,
    Membership,
    Merge,
    Organisation,
    Person,
)
from lms.surveys.models import Draft, Form, Submission, Upload
from tna.models import Action, Finding

ASKED = r"^(trainee|trainer|group)\."
"""Persons whose pages are asked for."""


def each(model, *fields: str, **which):
    """Arguments of an address for every record of a model."""
    return [list(row) for row in model.objects.filter(**which).order_by("pk").values_list(*fields)]


def certificates():
    """One of each country: paper takes time."""
    return [[Certificate.objects.filter(country__code=code).order_by("pk").values_list("uuid", flat=True)[0]]
            for code in ("VN", "KH")]


def modules():
    return [[page.get_parent().slug, page.slug] for page in ModulePage.objects.live()]


def steps():
    return [[page.key, block.value["key"]] for page in LessonPage.objects.all() for block in page.steps]


def editions():
    """One of each kind and country, and those of `records`."""
    alike = ["rtp-2007-5", "rtp-2007-6", "rtp-2007-7", "rtp-2027-2", "rtp-2027-3", "rtp-2027-4"]
    return [[slug] for slug in Edition.objects.exclude(slug__in=alike).values_list("slug", flat=True)]


def slots():
    """The first slot of each edition."""
    return [[edition.slug, edition.slots.all()[0].pk] for edition in Edition.objects.all() if edition.slots.exists()]


def served():
    """Every page of the tree at the address that Wagtail gives it."""
    return [["/".join(path.strip("/").split("/")[1:]) + "/"]
            for path in Page.objects.filter(depth__gt=2).values_list("url_path", flat=True)]


def persons():
    return each(Person, "uuid", username__regex=ASKED)


def pairs():
    """Two persons of each country."""
    return [[Person.objects.get(username=f"{one}.{code}").uuid for one in ("trainee", "trainer")] for code in ("vn", "kh")]


def of_persons(model):
    return lambda: each(model, "person__uuid", "pk", person__username__regex=ASKED)


def imports(kind: str, *fields: str):
    return lambda: each(Import, *fields, kind=kind)


def of_modules():
    """A module that is public, one that is not published, of each curriculum."""
    rows = [[page.get_parent().slug, page.slug] for page in ModulePage.objects.order_by("path")]
    return [row for row in rows if row[1] in ("b", "c", "d")]


def adapted():
    """The national modules that follow a regional one, published and not."""
    return each(Adaptation, "curriculum__slug", "module__slug", module__slug__in=["b", "c"])


def numbers():
    return [[version.curriculum.slug, version.number] for version in CurriculumVersion.objects.select_related("curriculum")]


def frozen():
    rows = VersionModule.objects.select_related("version__curriculum", "module").filter(letter__in="BD").order_by("pk")
    return [[row.version.curriculum.slug, row.version.number, row.module.slug] for row in rows]


def compared(*more):
    return lambda: [["regional", "2.0", "3.0", *more]]


def followers():
    return each(CurriculumPage, "slug", origin__isnull=False)


def rounds(*more):
    return lambda: [[*row, *more] for row in each(ConsensusRound, "curriculum__slug", "uuid")]


def library():
    """An entry of each place that has one."""
    return each(Resource, "key", key__in=["commit-mou", "matrix-vn", "matrix-kh"])


def instruments(*more):
    """The region's, anonymous and named, and those of two countries."""
    return lambda: [[*row, *more] for row in each(Form, "key", key__in=["course-evaluation", "needs", "vn-form"])]


NOBODY = [[UUID(int=0)]]
ONCE = [[]]
OWN_ACCOUNT = ("second_factor", "confirm", "password", "sessions", "passkey_sign_in", "security", "app_add", "passkey_add",
               "recovery_codes")
OF_PERSON = ("person", "person_edit", "person_country", "person_account", "affiliations", "roles", "invite", "data",
             "data_file", "erasure_ask", "second_factor_reset")
ONCE_EACH = ("login", "logout", "list", "outbox", "person_new", "export", "import_new", "import_template", "organisations",
             "organisation_new", "bodies", "duplicates", "code", "letters", "my_data", "my_data_file", "my_erasure",
             "erasures", "retention", "retention_apply", "audit")
ADDRESSES = {
    "root": ONCE, "alive": ONCE, "ready": ONCE, "calendar": ONCE,
    **{f"people:{name}": ONCE for name in (*ONCE_EACH, *OWN_ACCOUNT)},
    **{f"people:{name}": persons for name in OF_PERSON},
    "people:passkey_begin": [["sign-in"], ["add"]], "people:factor_remove": [[1]], "people:consent": [["data-use"]],
    "people:affiliation_end": of_persons(Affiliation), "people:role_end": of_persons(Grant),
    "people:import": imports("people", "uuid"), "people:import_errors": imports("people", "uuid"),
    **dict.fromkeys(("people:organisation", "people:organisation_edit"),
                    lambda: each(Organisation, "key", key__in=["vn-mps", "kh-mosvy", "uniap"])),
    "people:body": lambda: each(Body, "key"), "people:seat_end": lambda: each(Membership, "body__key", "pk"),
    "people:compare": pairs, "people:merge_undo": lambda: each(Merge, "uuid"),
    "people:erasure": lambda: each(ErasureRequest, "uuid"),
    **dict.fromkeys(("people:letter", "people:letter_printed"), lambda: each(Notice, "uuid")),
    "people:invitation": [["0000-0000-0000"]],
    "people:job": lambda: each(Job, "uuid") + NOBODY, "people:file": lambda: each(StoredFile, "uuid") + NOBODY,
    **dict.fromkeys(("surveys:form", "surveys:sent"), [["course-evaluation"], ["needs"]]),
    "surveys:draft": lambda: each(Draft, "version__form__key", "uuid"), "surveys:media": [["needs", 1, "none.png"]],
    "surveys:instruments": ONCE, "surveys:instrument_new": ONCE,
    **dict.fromkeys(("surveys:instrument", "surveys:instrument_withdraw", "surveys:results", "surveys:answers",
                     "surveys:export"), instruments()),
    "surveys:texts": instruments("first"), "surveys:answer": lambda: each(Submission, "version__form__key", "instance_id"),
    "surveys:export_file": lambda: [["vn-form", *row] for row in each(Job, "uuid") + NOBODY],
    "surveys:versions_compared": instruments(1, 1),
    **dict.fromkeys(("surveys:version_workbook", "surveys:version_xform"), instruments(1)),
    **dict.fromkeys(("surveys:version_paper", "surveys:version_preview"), instruments(1, "vi")),
    **dict.fromkeys(("surveys:upload", "surveys:upload_publish", "surveys:upload_discard", "surveys:upload_duplicates"),
                    lambda: each(Upload, "uuid") + NOBODY),
    "surveys:upload_medium": lambda: [[*row, "none.png"] for row in each(Upload, "uuid")],
    "surveys:upload_preview": lambda: [[*row, "en"] for row in each(Upload, "uuid")],
    "curricula:list": ONCE, "curricula:curriculum": lambda: each(CurriculumPage, "slug"), "curricula:module": modules,
    **dict.fromkeys(("curricula:library", "curricula:resource_new", "curricula:feedback", "curricula:feedback_new"), ONCE),
    **dict.fromkeys(("curricula:resource", "curricula:resource_change", "curricula:resource_put_away",
                     "curricula:resource_file"), library),
    **dict.fromkeys(("curricula:feedback_item", "curricula:feedback_take_back", "curricula:feedback_answer"),
                    lambda: each(Feedback, "uuid")),
    **dict.fromkeys(("curricula:versions", "curricula:compare_choose", "curricula:release", "curricula:rule",
                     "curricula:rounds", "curricula:round_new", "curricula:pilots", "curricula:pilot_new"),
                    lambda: each(CurriculumPage, "slug")),
    **dict.fromkeys(("curricula:version", "curricula:manual_participant", "curricula:manual_facilitator"), numbers),
    "curricula:version_module": frozen, "curricula:compare": compared(), "curricula:compare_module": compared("b"),
    **dict.fromkeys(("curricula:tandem", "curricula:tandem_sheet", "curricula:adapt"), [["regional"]]),
    **dict.fromkeys(("curricula:changes_overview", "curricula:translate"), followers),
    "curricula:new_module": lambda: [[slug, origin] for slug, in followers() for origin in ModulePage.objects.filter(
        letter="E", language="en").values_list("origin_id", flat=True)],
    **dict.fromkeys(("curricula:changes", "curricula:translate_module", "curricula:translate_files"), adapted),
    "curricula:translate_file": lambda: [[*row, "xlf"] for row in adapted()], "curricula:cases": of_modules,
    **dict.fromkeys(("curricula:round", "curricula:round_end", "curricula:round_adopt", "curricula:round_record",
                     "curricula:round_record_pdf"), rounds()),
    "curricula:round_module": rounds("a"), "curricula:pilot_override": lambda: [[slug, 2] for slug, in followers()],
    **dict.fromkeys(("curricula:pilot", "curricula:pilot_assess", "curricula:finding_new"),
                    lambda: each(PilotRecord, "version__curriculum__slug", "uuid")),
    "curricula:pilot_finding": lambda: each(PilotFinding, "pilot__version__curriculum__slug", "uuid"),
    "learning:list": ONCE, "learning:lesson": lambda: each(LessonPage, "key", language="en"), "learning:step": steps,
    "courses:list": ONCE, "courses:month": [[2026, 10], [2027, 1], [2027, 13]],
    **dict.fromkeys(("courses:edition", "courses:state", "courses:cancel", "courses:selection", "courses:nominate",
                     "courses:delivery", "courses:appoint", "courses:evaluation", "courses:results", "courses:register",
                     "courses:register_template"), editions),
    **dict.fromkeys(("courses:register_list", "courses:register_errors"), imports("register", "subject", "uuid")),
    "courses:decide": lambda: each(Nomination, "edition__slug", "uuid"), "courses:attendance": slots,
    "courses:observe": lambda: each(Facilitation, "edition__slug", "uuid"),
    "certification:trainers": ONCE, "certification:conduct": ONCE, "certification:candidates": ONCE,
    "certification:issue": lambda: each(Person, "uuid", username__in=["trainee.vn", "trainee.kh"]),
    "certification:certificate": lambda: each(Certificate, "uuid"), "certification:pdf": certificates,
    "certification:check": ONCE, "certification:verify": lambda: [*each(Certificate, "code"), ["0" * 26]],
    "tna:list": ONCE, "tna:finding_new": ONCE,
    **dict.fromkeys(("tna:finding", "tna:action_new"), lambda: each(Finding, "uuid")),
    **dict.fromkeys(("tna:action", "tna:edition_new"), lambda: each(Action, "uuid")),
    "monitoring:list": ONCE, "monitoring:target": lambda: each(Target, "key"), "monitoring:compute": ONCE,
    "monitoring:reading": lambda: each(Reading, "uuid"), "monitoring:report_new": ONCE,
    "monitoring:report": lambda: each(Report, "slug"),
    "home:my": ONCE, "home:search": ONCE, "home:style": ONCE,
    "wagtail_serve": served, "wagtailcore_login": ONCE, "wagtailcore_authenticate_with_password": [[1, 1]],
    "wagtaildocs_serve": [[1, "plan.pdf"]], "wagtaildocs_authenticate_with_password": [[1]],
}


def names_of_all_addresses(resolver=None, within=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        if not hasattr(pattern, "url_patterns"):
            if pattern.name:
                yield f"{within}:{pattern.name}" if within else pattern.name
        elif not str(pattern.pattern).startswith("admin/"):
            yield from names_of_all_addresses(pattern, pattern.namespace or within)


def places() -> dict[str, str]:
    """{what an address is given, as text: the country's letters, or "region"}."""
    found = {}
    for model, field, path in (
            (Person, "uuid", "country__code"), (Certificate, "uuid", "country__code"), (Certificate, "code", "country__code"),
            (Finding, "uuid", "country__code"), (Action, "uuid", "finding__country__code"),
            (Reading, "uuid", "country__code"), (Edition, "slug", "country__code"), (Body, "key", "country__code"),
            (Organisation, "key", "country__code"), (Feedback, "uuid", "country__code"), (Resource, "key", "country__code"),
            (CurriculumPage, "slug", "country__code"), (Form, "key", "country__code"), (Upload, "uuid", "form__country__code"),
            (Import, "uuid", "country__code"), (Merge, "uuid", "country__code"),
            (ErasureRequest, "uuid", "country__code"), (StoredFile, "uuid", "country"), (Notice, "uuid", "country")):
        found |= {str(key): code or "region" for key, code in model.objects.values_list(field, path)}
    owners = dict(Person.objects.values_list("uuid", "country__code"))
    return found | {str(job.uuid): owners.get(job.owner) or "region" for job in Job.objects.all()}


def paths(*, one_a_place: bool = False):
    """(name, whose record, path) of every record; with `one_a_place`, of one record of each place."""
    known, seen = places(), set()
    for name, rows in ADDRESSES.items():
        for args in (rows() if callable(rows) else rows):
            place = known.get(str(args[0]), "-") if args else "-"
            if one_a_place and (name, place) in seen:
                continue
            seen.add((name, place))
            yield name, place, reverse(name, args=args)
