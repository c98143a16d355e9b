"""A workbook on its way to a version: sent, looked at with all its problems, published or discarded."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.people.domain.refusal import Refused, require
from lms.people.models.person import access_of
from lms.surveys.domain import uploads
from lms.surveys.domain.outline import compared, outline
from lms.surveys.domain.refusals import FormRefused
from lms.surveys.domain.shelf import EDIT
from lms.surveys.domain.uploads import Upload
from lms.surveys.forms.instruments import NewInstrumentForm
from lms.surveys.views.instruments import settle, tongues
from lms.surveys.views.media import SHOWN


def upload_for(request: HttpRequest, uuid: UUID) -> Upload:
    """The upload of an address, which is its sender's alone. Raises Http404 in words."""
    found = uploads.uploads_of(request.user).filter(uuid=uuid).first()
    if found is None:
        raise Http404(_("This workbook is not here any more. Send it again."))
    require(EDIT, by=request.user, country=found.country)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """A workbook that will make an instrument of its own."""
    places = access_of(request.user).where(EDIT)
    if places == set():
        require(EDIT, by=request.user, country=request.user.country)
        raise PermissionDenied
    form = NewInstrumentForm(request.POST or None, request.FILES or None, places=places)
    if form.is_valid() and (upload := settle(form, form=None, wish=form.wish(), by=request.user)):
        return redirect("surveys:upload", upload.uuid)
    return render(request, "surveys/instruments/new.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@login_required
@never_cache
def upload(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """All that keeps the workbook from becoming a version; else what it asks, and what it would change."""
    found = uploads.tell_again(upload=upload_for(request, uuid), by=request.user)
    newest = found.form.versions.order_by("-number").first() if found.form else None
    fits = not found.problems
    return render(request, "surveys/instruments/upload.html", {
        "upload": found, "problems": uploads.in_cells(found), "duplicates": uploads.has_duplicates(found), "newest": newest,
        "remarks": found.remarks, "tongues": tongues(found.languages), "lines": outline(found.definition, language=get_language()) if fits else [],
        "rows": compared(newest.definition, found.definition, language=get_language(), names=dict(settings.LANGUAGES))
        if newest and fits else []})


@require_POST
@login_required
def publish(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Make it a version, for good."""
    found = upload_for(request, uuid)
    try:
        version = uploads.publish_upload(upload=found, by=request.user, now=timezone.now())
    except (Refused, FormRefused) as refused:
        messages.error(request, str(refused))
        return redirect("surveys:upload", uuid)
    messages.success(request, _("Published. The form can be answered at its address."))
    return redirect("surveys:instrument", version.form.key)


@require_POST
@login_required
def discard(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Let the workbook go."""
    found = upload_for(request, uuid)
    uploads.discard(upload=found, by=request.user, now=timezone.now())
    messages.success(request, _("The workbook is discarded."))
    return redirect("surveys:instrument", found.form.key) if found.form else redirect("surveys:instruments")


@require_POST
@login_required
def duplicates(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Let choices of one list share a name, as the workbook's author means it."""
    try:
        uploads.allow_duplicates(upload=upload_for(request, uuid), by=request.user, now=timezone.now())
    except (Refused, FormRefused) as refused:
        messages.error(request, str(refused))
    return redirect("surveys:upload", uuid)


@require_safe
@login_required
def medium(request: HttpRequest, uuid: UUID, name: str) -> FileResponse:
    """A picture, sound or film of an upload, for its preview."""
    stored = uploads.media_of(upload_for(request, uuid)).get(name)
    if stored is None or not stored.content or not stored.content_type.startswith(SHOWN):
        raise Http404
    response = FileResponse(stored.content.open("rb"), content_type=stored.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
