"""Past versions to read, to compare and to print, and the release of the next."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from curricula.domain import comparing, frozen, overview, releasing
from curricula.domain import manual as manuals
from curricula.domain.versions import next_numbers
from curricula.forms.versions import ReleaseForm
from curricula.models import CurriculumPage, CurriculumVersion, ModulePage, VersionModule
from curricula.permissions import TRAINERS, may_read, may_read_notes
from curricula.views.reading import TEXT_SECONDS, kept_for_everyone
from lms.documents.domain.render import DocumentError
from lms.look.forms import refuse
from lms.people.domain.refusal import Refused, require
from lms.people.models.person import access_of
from lms.people.permissions import Access


@dataclass(frozen=True)
class Desk:
    """Who asks, about which curriculum. The pages of a curriculum that one may not see are not there."""

    page: CurriculumPage
    access: Access

    @classmethod
    def at(cls, request: HttpRequest, slug: str) -> "Desk":
        access = access_of(request.user)
        page = frozen.find_curriculum(slug=slug, access=access)
        if page is None:
            raise Http404(_("There is no curriculum at this address."))
        return cls(page, access)

    def version(self, number: str) -> CurriculumVersion:
        found = frozen.find_version(self.page, number=number, access=self.access)
        if found is None:
            raise Http404(_("There is no version with this number."))
        return found

    @property
    def with_notes(self) -> bool:
        return may_read_notes(access=self.access, country_id=self.page.country_id)

    def may_read(self, module: ModulePage) -> bool:
        """A module that was taken off the site is read by those who teach, in past versions too."""
        return may_read(visibility=module.visibility if module.live else TRAINERS, access=self.access, country_id=self.page.country_id)

    @property
    def may_release(self) -> bool:
        return self.access.may("release curricula", self.page.country_id)


@require_safe
@kept_for_everyone
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """All versions, the newest first, and any two of them to compare."""
    desk = Desk.at(request, slug)
    found = list(frozen.versions_of(desk.page, access=desk.access))
    pairs = list(zip(found, [*found[1:], None], strict=True))
    return render(request, "curricula/versions.html", {
        "page": desk.page, "pairs": pairs, "versions": found, "today": timezone.localdate(), "with_notes": desk.with_notes,
        "may_release": desk.may_release})


@require_safe
@kept_for_everyone
def version(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """One version: its modules as they were frozen, its notes, its manuals."""
    desk = Desk.at(request, slug)
    found = desk.version(number)
    modules = list(frozen.modules_of(found))
    return render(request, "curricula/version.html", {
        "page": desk.page, "version": found, "modules": modules, "today": timezone.localdate(),
        "near": frozen.neighbours(found, access=desk.access), "with_notes": desk.with_notes,
        "sessions": sum(row.session_count for row in modules), "minutes": sum(row.minutes or 0 for row in modules)})


@require_safe
@kept_for_everyone
def module(request: HttpRequest, slug: str, number: str, module: str) -> HttpResponse:
    """One module as a version froze it. The page of today says who may read it."""
    desk = Desk.at(request, slug)
    found = desk.version(number)
    row = module_or_404(found, module)
    if not desk.may_read(row.module):
        return restricted(request, desk, row)
    text = frozen.text_of(row)
    siblings = list(found.modules.select_related("module").defer("module__body"))
    return render(request, "curricula/version_module.html", {
        "page": desk.page, "version": found, "row": row, "module": text, "siblings": siblings,
        "with_notes": desk.with_notes, "body": body_of(row, text, with_notes=desk.with_notes),
        "near": frozen.neighbours(found, access=desk.access)})


def module_or_404(version: CurriculumVersion, slug: str) -> VersionModule:
    row = frozen.module_of(version, slug)
    if row is None:
        raise Http404(_("There is no module at this address."))
    return row


def restricted(request: HttpRequest, desk: Desk, row: VersionModule) -> HttpResponse:
    return render(request, "curricula/restricted.html", {
        "module": row.module, "shelf": {"page": desk.page}}, status=403)


def body_of(row: VersionModule, text, *, with_notes: bool) -> SafeString:
    """The frozen sessions and blocks as HTML; kept, since they never change."""
    key = f"curricula:frozen:{row.pk}:{get_language()}:{with_notes:d}"
    kept = cache.get(key)
    if kept is None:
        kept = str(render_to_string("curricula/text.html", text.text_context(with_notes=with_notes)))
        cache.set(key, kept, TEXT_SECONDS)
    return mark_safe(kept)  # our own template made it


@require_safe
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """The two versions chosen in the form of the versions' page."""
    desk = Desk.at(request, slug)
    known = {one.number for one in frozen.versions_of(desk.page, access=desk.access)}
    then, now = request.GET.get("from", ""), request.GET.get("to", "")
    if not {then, now} <= known:
        return redirect("curricula:versions", desk.page.slug)
    return redirect("curricula:compare", desk.page.slug, then, now)


@require_safe
@kept_for_everyone
def compare(request: HttpRequest, slug: str, then: str, now: str) -> HttpResponse:
    """Two versions of a curriculum, module by module."""
    desk = Desk.at(request, slug)
    old, new = desk.version(then), desk.version(now)
    rows = overview.overview(*(frozen.texts_of(one, with_notes=desk.with_notes) for one in (old, new)))
    return render(request, "curricula/compare.html", {
        "page": desk.page, "then": old, "now": new, "rows": rows,
        "differing": sum(overview.differs([row]) for row in rows)})


@require_safe
@kept_for_everyone
def compare_module(request: HttpRequest, slug: str, then: str, now: str, module: str) -> HttpResponse:
    """One module in two versions, part by part."""
    desk = Desk.at(request, slug)
    old, new = desk.version(then), desk.version(now)
    sides = [frozen.module_of(one, module) for one in (old, new)]
    row = sides[1] or sides[0]
    if row is None:
        raise Http404(_("There is no module at this address."))
    if not desk.may_read(row.module):
        return restricted(request, desk, row)
    rows = comparing.compare(*(frozen.units_of(side, with_notes=desk.with_notes) if side else [] for side in sides))
    return render(request, "curricula/compare_module.html", {
        "page": desk.page, "then": old, "now": new, "row": row, "in_then": sides[0], "in_now": sides[1],
        "language": row.revision.content["language"], "counts": comparing.count(rows),
        "stretches": comparing.stretches(rows)})


@require_safe
def manual(request: HttpRequest, slug: str, number: str, *, facilitator: bool) -> HttpResponse:
    """The manual of a version as a PDF, in the curriculum's language; the facilitator's for those who read the notes."""
    desk = Desk.at(request, slug)
    found = desk.version(number)
    if facilitator and not desk.with_notes:
        raise Http404(_("This manual is for facilitators."))
    rows = list(found.modules.select_related("module").defer("module__body"))
    readable = [row.pk for row in rows if desk.may_read(row.module)]
    try:
        content = manuals.manual_pdf(version=found, facilitator=facilitator, readable=readable)
    except DocumentError as error:
        messages.error(request, _("The manual cannot be printed: no font has %(letters)s. Tell the secretariat.")
                       % {"letters": " ".join(error.letters)})
        return redirect("curricula:version", slug, number)
    return HttpResponse(content, content_type="application/pdf", headers={
        "Content-Disposition": f'attachment; filename="{manuals.file_name(found, facilitator=facilitator)}"',
        "Cache-Control": "private", "X-Content-Type-Options": "nosniff"})


@login_required
def release(request: HttpRequest, slug: str) -> HttpResponse:
    """What the next version holds, its number and notes; then, on a page of its own, what the release will do."""
    desk = Desk.at(request, slug)
    require("release curricula", by=request.user, country=desk.page.country)
    regional = desk.page.country_id is None
    form = ReleaseForm(request.POST or None, numbers=next_numbers(desk.page), dated=regional,
                       initial={"in_force": timezone.localdate()})
    if form.is_valid() and "confirmed" in request.POST:
        try:
            made = releasing.release(curriculum=desk.page, by=request.user, now=timezone.now(),
                                     **{"in_force": None, **form.cleaned_data})
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Version %(number)s is released.") % {"number": made.number})
            return redirect("curricula:version", desk.page.slug, made.number)
    rows = releasing.would_change(desk.page)
    context = {"page": desk.page, "form": form, "rows": rows, "last": desk.page.versions.first(),
               "differing": sum(overview.differs([row]) for row in rows), "followers": releasing.followers(desk.page)}
    confirming = form.is_bound and form.is_valid()
    return render(request, f"curricula/release{'_confirm' if confirming else ''}.html", context)
