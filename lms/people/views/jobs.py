"""How far a long piece of work is. The page may be left; the work goes on."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from lms.jobs.models import Job


@login_required
def show(request: HttpRequest, uuid) -> HttpResponse:
    """The owner's page; htmx asks for the part that changes alone."""
    job = get_object_or_404(Job, uuid=uuid, owner=request.user.uuid)
    part = request.headers.get("HX-Request") == "true"
    response = render(request, "people/job_part.html" if part else "people/job.html", {
        "job": job, "over": job.ended_at is not None, "result": f"/{get_language()}/{job.result_path}"})
    response["Cache-Control"] = "no-store"
    return response
