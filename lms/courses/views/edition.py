"""An edition: what, when, where, its timetable, and its place in the chain."""

from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from lms.courses.domain import editions
from lms.courses.domain.roster import knows_of
from lms.courses.forms import CancelForm
from lms.courses.models import Edition
from lms.people.domain.links import Step, chain
from lms.people.domain.refusal import Refused, require
from lms.people.models.person import access_of

STEPS = {  # the next step of an edition's life, as the button says it
    Edition.State.PLANNED: [(Edition.State.OPEN, gettext_lazy("Open the nominations"))],
    Edition.State.OPEN: [(Edition.State.CLOSED, gettext_lazy("Close the nominations"))],
    Edition.State.CLOSED: [(Edition.State.CONFIRMED, gettext_lazy("Confirm the edition")),
                           (Edition.State.OPEN, gettext_lazy("Open the nominations again"))],
    Edition.State.CONFIRMED: [(Edition.State.COMPLETED, gettext_lazy("Mark as completed"))],
}


def edition_for(request: HttpRequest, slug: str) -> Edition:
    """The edition of an address; one that is not public is there for its own people only."""
    edition = get_object_or_404(Edition.objects.select_related("course", "venue__country", "country",
                                                               "organiser__country", "version__curriculum"), slug=slug)
    if not knows_of(request.user, edition):
        raise Http404
    return edition


def show(request: HttpRequest, slug: str) -> HttpResponse:
    edition, access = edition_for(request, slug), access_of(request.user)
    slots = edition.slots.select_related("session__module")
    runs = access.may("run editions", edition.country_id)
    return render(request, "courses/edition.html", {
        "edition": edition, "chain": chain(edition, here=Step.EDITION, viewer=request.user), "today": timezone.localdate(),
        "days": [(day, list(rows)) for day, rows in groupby(slots, key=lambda slot: slot.day)],
        "steps": STEPS.get(edition.state, []) if runs else [], "runs": runs})


@login_required
def cancel(request: HttpRequest, slug: str) -> HttpResponse:
    """A page of its own that says what will happen, and asks for the reason."""
    edition, form = edition_for(request, slug), CancelForm(request.POST or None)
    require("run editions", by=request.user, country=edition.country)
    if request.method == "POST" and form.is_valid():
        try:
            editions.move(edition=edition, to=Edition.State.CANCELLED, by=request.user, now=timezone.now(),
                          why=form.cleaned_data["reason"])
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The edition is cancelled."))
        return redirect("courses:list")
    return render(request, "courses/cancel.html", {
        "edition": edition, "form": form, "nominated": edition.nominations.count(),
        "enrolled": edition.enrolments.count()})


@require_POST
@login_required
def move(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the edition to the state that the pressed button names."""
    edition = edition_for(request, slug)
    try:
        to = request.POST.get("to", "")
        if to == Edition.State.CANCELLED:
            return redirect("courses:cancel", slug)
        editions.move(edition=edition, to=to, by=request.user, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The edition is taken one step further."))
    return redirect(edition)
