"""The register of a past edition: sent as a list, checked, confirmed, taken back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.courses.domain.register import REGISTER, require_past
from lms.courses.models import Edition
from lms.courses.tasks import check_register, confirm_register, undo_register
from lms.courses.views.edition import edition_for
from lms.people.domain.imports import begin
from lms.people.domain.refusal import Refused
from lms.people.forms.imports import SheetForm
from lms.people.models import Import
from lms.people.views import imports
from lms.people.views.imports import Desk


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the register of an edition that is over; below, the lists that one has sent for it."""
    edition = edition_for(request, slug)
    try:
        require_past(edition, by=request.user, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("courses:delivery", slug)
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return imports.sent(request, check_register, lambda: begin.upload(
            kind=REGISTER, checked=form.cleaned_data["sheet"], country=edition.country, subject=edition.slug,
            by=request.user, now=timezone.now()))
    mine = Import.objects.filter(owner=request.user.uuid, kind=REGISTER.key, subject=slug).select_related("country")
    return render(request, "courses/register.html", {
        "edition": edition, "form": form, "page": Paginator(mine.order_by("-made_at"), 20).get_page(request.GET.get("page")),
        "columns": imports.columns_for(REGISTER, edition.country is not None)})


@require_safe
@login_required
def template(request: HttpRequest, slug: str) -> HttpResponse:
    edition = edition_for(request, slug)
    try:
        require_past(edition, by=request.user, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("courses:delivery", slug)
    return imports.template_of(imports.columns_for(REGISTER, edition.country is not None), _("Register"))


def desk_of(edition: Edition, batch: Import) -> Desk:
    start = reverse("courses:register", args=[edition.slug])
    return Desk(REGISTER, check_register, confirm_register, undo_register, start=start,
                here=reverse("courses:register_list", args=[edition.slug, batch.uuid]),
                errors=reverse("courses:register_errors", args=[edition.slug, batch.uuid]),
                way=[(edition.get_absolute_url(), edition.label), (start, _("Register"))])


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def show(request: HttpRequest, slug: str, uuid) -> HttpResponse:
    edition = edition_for(request, slug)
    batch = imports.own(request, uuid, REGISTER, subject=slug)
    return imports.dry_run(request, batch, desk_of(edition, batch))


@require_safe
@login_required
def errors(request: HttpRequest, slug: str, uuid) -> HttpResponse:
    return imports.error_sheet(request, imports.own(request, uuid, REGISTER, subject=slug))
