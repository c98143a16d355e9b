"""The board of modules by country, and what changed in one of them since its group last looked."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from curricula.domain import board as boards
from curricula.domain import decisions
from curricula.domain.board_sheet import lines_of
from curricula.domain.changes import Changes, changes_of
from curricula.domain.comparing import marked
from curricula.domain.drafts import draft_of
from curricula.domain.reading import published
from curricula.domain.tandem import MODULE
from curricula.forms.tandem import Ballot, NewModuleForm
from curricula.models import Adaptation, CurriculumPage, VersionModule
from curricula.permissions import may_read, may_read_drafts, may_read_notes
from lms.files.domain.sheets import write_xlsx
from lms.people.domain.refusal import Refused, require
from lms.people.models.person import access_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def regional_or_404(slug: str) -> CurriculumPage:
    return get_object_or_404(CurriculumPage.objects.live().filter(country=None).defer_streamfields(), slug=slug)


def board_or_404(request: HttpRequest, slug: str, mine: int | None = None) -> boards.Board:
    access = access_of(request.user)
    found = boards.board(slug=slug, mine=mine, now=timezone.now(),
                         reads=lambda country: may_read_drafts(access=access, country_id=country))
    if found is None:
        raise Http404(_("There is no curriculum at this address."))
    return found


@require_safe
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """Modules by country. Everyone sees where countries stand; nobody sees who decided."""
    found = board_or_404(request, slug, mine=getattr(request.user, "country_id", None))
    return render(request, "curricula/board.html", {"board": found, "counts": {
        state.value: found.counts[state] for state in boards.State}, "today": timezone.localdate()})


@require_safe
def board_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    found = board_or_404(request, slug)
    header, lines = lines_of(found)
    today = timezone.localdate().isoformat()
    return HttpResponse(write_xlsx(lines, header=header, title=_("In tandem")), content_type=XLSX, headers={
        "Content-Disposition": f'attachment; filename="tandem-{slug}-{today}.xlsx"'})


def national_or_404(request: HttpRequest, slug: str) -> CurriculumPage:
    """A national curriculum that follows a regional one: for everyone when it is public, else for those who work on it."""
    page = get_object_or_404(CurriculumPage.objects.select_related("country", "origin").exclude(origin=None), slug=slug)
    if not page.live and not may_read_drafts(access=access_of(request.user), country_id=page.country_id):
        raise Http404(_("There is no curriculum at this address."))
    return page


@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """One national curriculum: its modules and what waits in each, modules that the region added included."""
    page = national_or_404(request, slug)
    found = board_or_404(request, page.origin.slug, mine=page.country_id)
    column = next(at for at, one in enumerate(found.columns) if one.curriculum.pk == page.pk)
    origins = dict(VersionModule.objects.filter(version__curriculum=page.origin).order_by("pk")
                   .values_list("letter", "origin_id"))
    rows = [(row, row.cells[column], origins.get(row.letter)) for row in found.rows if row.cells[column].state]
    return render(request, "curricula/changes_overview.html", {
        "page": page, "board": found, "rows": rows,
        "waiting": sum(cell.state is boards.State.WAITING for _row, cell, _origin in rows),
        "may_decide": access_of(request.user).may("decide changes", page.country_id)})


def changes(request: HttpRequest, slug: str, module: str) -> HttpResponse:
    """What changed in one module since the group last looked; decisions for those who decide."""
    page = national_or_404(request, slug)
    bond, seen, with_notes = readable_bond(request, page, module)
    may_decide = access_of(request.user).may("decide changes", page.country_id)
    ballot = Ballot()
    if request.method == "POST":
        require("decide changes", by=request.user, country=page.country)
        ballot = Ballot.read(request.POST, [item.unit for item in seen.items], [item.unit for item in seen.waiting])
        try:
            count = decisions.decide(bond=bond, verdicts=ballot.verdicts(), seen=whole(request.POST.get("seen")),
                                     last=whole(request.POST.get("last")), by=request.user, now=timezone.now())
        except Refused as refused:
            ballot.errors[refused.field or ""] = str(refused)
        else:
            say_recorded(request, count)
            return redirect("curricula:changes", slug, module)
    rows = [(item, marked(item.then, item.now), marked(None, item.own)) for item in seen.items]
    return render(request, "curricula/changes.html", {
        "page": page, "bond": bond, "module": bond.module, "changes": seen, "rows": rows, "ballot": ballot,
        "may_decide": may_decide, "with_notes": with_notes, "today": timezone.localdate(),
        "past": [row for row in bond.decisions.exclude(version=seen.version).select_related("version").order_by("-pk")[:50]
                 if with_notes or row.unit not in seen.notes]})


def say_recorded(request: HttpRequest, count: int) -> None:
    if count:
        messages.success(request, ngettext("%(count)s decision is recorded.", "%(count)s decisions are recorded.", count)
                         % {"count": count})
    else:
        messages.warning(request, _("Nothing was chosen yet. Choose adopt, adapt or decline for a part."))


def readable_bond(request: HttpRequest, page: CurriculumPage, slug: str) -> tuple[Adaptation, Changes, bool]:
    """The adaptation behind an address with what the reader may see of it, and whether the notes are among it.

    Whoever works on the country's texts sees the draft, others the published text. Raises PermissionDenied for a module
    that one may not read.
    """
    bond = get_object_or_404(Adaptation.objects.select_related("curriculum__country", "curriculum__origin", "module", "origin")
                             .exclude(origin=None), module__slug=slug, curriculum=page)
    access = access_of(request.user)
    with_notes = may_read_notes(access=access, country_id=page.country_id)
    if not all(may_read(visibility=one.visibility, access=access, country_id=page.country_id)
               for one in (bond.module, bond.origin)):
        raise PermissionDenied(_("This module is for trainers") if access.person_id
                               else _("This module is for people who are signed in"))
    works_on_it = may_read_drafts(access=access, country_id=page.country_id)
    own = draft_of(bond.module) if works_on_it else published(bond.module) if bond.module.live else None
    seen = changes_of(bond, own=own, with_notes=with_notes)
    if seen is None:
        raise Http404(_("The region has not released this module yet."))
    return bond, seen, with_notes


def whole(text: str | None) -> int:
    """A number that a form carries; 0 for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 12 else 0


def settle(page: CurriculumPage, frozen: VersionModule, known: Adaptation | None, by, *, choice: str,
           reason: str) -> Adaptation:
    """A module that is new to the country, or one that it declined and that has changed since."""
    if known is None:
        return decisions.take_new(curriculum=page, frozen=frozen, choice=choice, reason=reason, by=by, now=timezone.now())
    decisions.decide(bond=known, verdicts=[decisions.Verdict(MODULE, choice, reason)], seen=frozen.version_id, by=by,
                     now=timezone.now())
    return Adaptation.objects.select_related("module").get(pk=known.pk)


@login_required
def new_module(request: HttpRequest, slug: str, origin: UUID) -> HttpResponse:
    """Decide on a module that the region added."""
    page = national_or_404(request, slug)
    require("decide changes", by=request.user, country=page.country)
    frozen = get_object_or_404(
        VersionModule.objects.filter(version__curriculum=page.origin, version__in_force__isnull=False, origin_id=origin)
        .select_related("version", "module").order_by("-version__major", "-version__minor")[:1])
    known = Adaptation.objects.filter(curriculum=page, origin=frozen.module).first()
    form = NewModuleForm(request.POST or None)
    if form.is_valid():
        try:
            bond = settle(page, frozen, known, request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error("reason" if refused.field else None, str(refused))
        else:
            messages.success(request, _("The decision is recorded."))
            return redirect("curricula:translate_module", slug, bond.module.slug) if bond.module else redirect(
                "curricula:changes_overview", slug)
    return render(request, "curricula/new_module.html", {
        "page": page, "frozen": frozen, "form": form, "known": known, "sessions": frozen.sessions.all(),
        "split_from": frozen.split_from and VersionModule.objects.filter(
            origin_id=frozen.split_from, version__curriculum=page.origin).values_list("letter", flat=True).last()})
