"""Sheets of persons: sent, checked row by row, confirmed, taken back. A higher room shows its own kinds through here."""

from collections.abc import Callable
from dataclasses import dataclass, field

from celery import Task
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.audit.domain.log import record
from lms.files.domain.refusal import UploadRefused
from lms.files.domain.sheets import ENCODING_LABELS, write_xlsx
from lms.people.domain import wall
from lms.people.domain.imports import begin, choose, confirm, showing, undo
from lms.people.domain.imports.columns import Column
from lms.people.domain.imports.kinds import PEOPLE, Kind
from lms.people.domain.refusal import Refused, require
from lms.people.forms.imports import ImportForm
from lms.people.models import Import
from lms.people.models.person import access_of
from lms.people.models.place import code_of
from lms.people.tasks import check_import, confirm_import, undo_import

A_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
S = Import.State


@dataclass(frozen=True)
class Desk:
    """What a kind of import needs to be shown: its tasks, and where its pages are. `way` leads back: (address, title)."""

    kind: Kind
    check: Task
    confirm: Task
    undo: Task
    here: str
    errors: str
    start: str
    way: list[tuple[str, str]] = field(default_factory=list)


def desk_of(batch: Import) -> Desk:
    return Desk(PEOPLE, check_import, confirm_import, undo_import, here=reverse("people:import", args=[batch.uuid]),
                errors=reverse("people:import_errors", args=[batch.uuid]), start=reverse("people:import_new"),
                way=[(reverse("people:list"), _("People")), (reverse("people:import_new"), _("Lists"))])


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Send a list; below, the lists that one has sent."""
    access = access_of(request.user)
    if access.where("manage people") == set():
        require("manage people", by=request.user, country=request.user.country)
    form = ImportForm(request.POST or None, request.FILES or None, access=access)
    if request.method == "POST" and form.is_valid():
        return sent(request, check_import, lambda: begin.upload(
            kind=PEOPLE, checked=form.cleaned_data["sheet"], country=form.cleaned_data["country"], by=request.user,
            now=timezone.now()))
    mine = Import.objects.filter(owner=request.user.uuid, kind=PEOPLE.key).select_related("country").order_by("-made_at")
    return render(request, "people/import_new.html", {
        "form": form, "page": Paginator(mine, 20).get_page(request.GET.get("page")),
        "columns": columns_for(PEOPLE, form.only is not None)})


def columns_for(kind: Kind, national: bool) -> list[Column]:
    """A national list has one country, and no column for it."""
    return [column for column in kind.columns if column.key != "country" or not national]


def sent(request: HttpRequest, task: Task, upload: Callable[[], Import]) -> HttpResponse:
    """Keep a sheet and ring the worker; a broker that is away delays it until beat looks, and fails nothing."""
    with transaction.atomic():
        batch = upload()
        transaction.on_commit(lambda: task.delay(str(batch.job)), robust=True)
    return redirect("people:job", batch.job)


@require_safe
@login_required
def template(request: HttpRequest) -> HttpResponse:
    """An empty sheet with the headings, and below each what belongs there; that row is passed over when it comes back."""
    places = access_of(request.user).where("manage people")
    if places == set():
        require("manage people", by=request.user, country=request.user.country)
    return template_of(columns_for(PEOPLE, places is not None and len(places) == 1), _("People"))


def template_of(columns: list[Column], title: str) -> HttpResponse:
    made = write_xlsx([[str(column.hint) for column in columns]], header=[str(column.label) for column in columns],
                      title=title)
    return download(made, "template.xlsx")


def download(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=XLSX, headers={
        "Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"})


def own(request: HttpRequest, uuid, kind: Kind, **which) -> Import:
    """One's own list; for everyone else there is none, and for oneself neither once the right to it has ended."""
    batch = get_object_or_404(Import.objects.select_related("country"), uuid=uuid, owner=request.user.uuid,
                              kind=kind.key, **which)
    require(kind.verb, by=request.user, country=batch.country)
    return batch


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def show(request: HttpRequest, uuid) -> HttpResponse:
    batch = own(request, uuid, PEOPLE)
    return dry_run(request, batch, desk_of(batch))


@require_safe
@login_required
def errors(request: HttpRequest, uuid) -> HttpResponse:
    return error_sheet(request, own(request, uuid, PEOPLE))


def error_sheet(request: HttpRequest, batch: Import) -> HttpResponse:
    """The rows with errors as a sheet, for the one who corrects the list."""
    header = [_("Row"), _("Column"), _("Heading"), _("What to correct"), _("Name")]
    with transaction.atomic():
        record(verb="export.made", thing=batch, by=request.user.uuid, now=timezone.now(), country=code_of(batch.country),
               after={"what": "import errors", "rows": batch.counts.get("wrong", 0)})
        made = write_xlsx(showing.error_rows(batch), header=header, title=_("What to correct"))
    return download(made, "errors.xlsx")


def dry_run(request: HttpRequest, batch: Import, desk: Desk) -> HttpResponse:
    """The page of one list in whatever state it is; a POST takes one step and comes back."""
    if request.method == "POST":
        try:
            return step(request, batch, desk)
        except (Refused, UploadRefused) as refused:
            messages.error(request, str(refused))
            return back(request, desk)
    state = request.GET.get("state", "")
    rows = showing.filtered(batch, state)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    counts = showing.counted(batch)
    offered = next((note["encodings"] for note in batch.notes if "encodings" in note), [])
    return render(request, "people/import.html", {
        "batch": batch, "desk": desk, "page": page, "rows": showing.shown(list(page), kind=desk.kind, viewer=request.user),
        "states": counts, "all": sum(count for _state, count in counts), "state": state, "query": f"state={state}",
        "open": choose.undecided(batch) if batch.state == S.CHECKED else 0,
        "plan": choose.to_write(batch) if batch.state == S.CHECKED else {},
        "notes": [note for note in batch.notes if "text" in note], "wrong": batch.counts.get("wrong", 0),
        "encodings": [(code, ENCODING_LABELS.get(code, code)) for code in dict.fromkeys([batch.encoding, *offered]) if code]
        if offered else []})


def step(request: HttpRequest, batch: Import, desk: Desk) -> HttpResponse:
    """One step, as the pressed button names it. Raises Refused."""
    given = {"batch": batch, "kind": desk.kind, "by": request.user, "now": timezone.now()}
    wanted = request.POST.get("step", "")
    if wanted == "choose":
        number, _dot, choice = request.POST.get("choice", "").partition(":")
        choose.choose(number=int(number) if number.isdecimal() and len(number) < 9 else 0, choice=choice, **given)
    elif wanted == "all" and request.POST.get("choice") in (choose.SAME, choose.NEW, choose.SKIP):
        decided, left = choose.choose_all(choice=request.POST["choice"], **given)
        messages.success(request, _("Decided: %(count)s rows. Still in doubt: %(left)s.") % {"count": decided, "left": left})
    elif wanted == "encoding" and request.POST.get("encoding") in ENCODING_LABELS:
        return sent(request, desk.check, lambda: begin.check_again(encoding=request.POST["encoding"], **given))
    elif wanted == "confirm":
        return rung(desk.confirm, lambda: confirm.confirm(leave_out="leave_out" in request.POST, **given))
    elif wanted == "undo" and "sure" in request.POST:
        return rung(desk.undo, lambda: undo.undo(others="others" in request.POST, **given))
    elif wanted == "undo":
        with wall.lifted("uniqueness"):  # whether anything at all was built on a person; what it is stays unsaid
            plan = undo.plan(batch, desk.kind)
        return render(request, "people/import_undo.html", {"batch": batch, "desk": desk, "plan": plan})
    return back(request, desk)


def rung(task: Task, ask: Callable) -> HttpResponse:
    with transaction.atomic():
        job = ask()
        transaction.on_commit(lambda: task.delay(str(job.uuid)), robust=True)
    return redirect("people:job", job.uuid)


def back(request: HttpRequest, desk: Desk) -> HttpResponse:
    """To the same rows of the list."""
    state, page = request.POST.get("state", ""), request.POST.get("page", "")
    kept = [f"state={state}" if state in (*showing.STATES, "open") else "", f"page={page}" if page.isdecimal() else ""]
    query = "&".join(part for part in kept if part)
    return redirect(f"{desk.here}?{query}" if query else desk.here)
