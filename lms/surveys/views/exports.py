"""Answers as files: asked for by POST, written by a worker, there for a week for the person who asked."""

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lms.jobs.models import Job
from lms.people.domain.refusal import Refused
from lms.surveys.domain.exports import asking
from lms.surveys.forms.results import ExportForm, Namer
from lms.surveys.models import Form
from lms.surveys.models.definition import Definition
from lms.surveys.tasks import write_export
from lms.surveys.views.results import form_or_404, tabs


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def export(request: HttpRequest, key: str) -> HttpResponse:
    """The form, and below it the files that are ready."""
    of, namer = form_or_404(key, request.user, asking.VERB), Namer(Definition([]), get_language() or "en")
    form = ExportForm(request.POST or None, of=of, namer=namer)
    if request.method == "POST" and form.is_valid() and (job := asked(request, of, form)):
        return redirect("people:job", job.uuid)
    now = timezone.now()
    files = [(job, file, job.ended_at + asking.KEPT) for job, file in asking.ready(form=of, by=request.user, now=now)]
    return render(request, "surveys/results/export.html", tabs(of, request.user, "export") | {"fields": form, "files": files})


def asked(request: HttpRequest, of: Form, form: ExportForm) -> Job | None:
    """Ring the worker; a broker that is away delays it until beat looks. None when the rule says no."""
    try:
        with transaction.atomic():
            job = asking.ask(form=of, by=request.user, manner=form.manner(), version=form.number(), now=timezone.now())
            transaction.on_commit(lambda: write_export.delay(str(job.uuid)), robust=True)
            return job
    except Refused as refused:
        form.add_error(refused.field, str(refused))
        return None


@require_safe
@login_required
def file(request: HttpRequest, key: str, uuid) -> FileResponse:
    """One file, for the person who asked for it and still may."""
    of = form_or_404(key, request.user, asking.VERB)
    ready = asking.ready(form=of, by=request.user, now=timezone.now())
    stored = next((stored for job, stored in ready if job.uuid == uuid), None)
    if stored is None:
        raise Http404(_("This file is not kept any more. Ask for it again."))
    response = FileResponse(stored.content.open("rb"), as_attachment=True, filename=stored.name,
                            content_type=stored.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
