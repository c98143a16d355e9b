"""The observer's page: one delivery, the rubric's total, the signed scan."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.courses.domain import delivery
from lms.courses.forms import ObservationForm
from lms.courses.models import Facilitation
from lms.courses.views.edition import edition_for
from lms.files.domain.keep import keep
from lms.look.forms import refuse
from lms.people.domain.refusal import Refused


@login_required
def enter(request: HttpRequest, slug: str, facilitation: str) -> HttpResponse:
    """Enter an observation; scan and rubric are stored together or not at all."""
    edition = edition_for(request, slug)
    observes = delivery.observes(request.user, edition, edition.day_there(timezone.now()))
    teaching = get_object_or_404(edition.facilitations.select_related("edition__course", "edition__version"),
                                 uuid=facilitation) if observes else None
    if teaching is None or request.user.pk == teaching.person_id:
        raise PermissionDenied(_("Only a certified observer who was appointed to this edition enters an observation."))
    form = ObservationForm(request.POST or None, request.FILES or None, initial={"observed_on": edition.end})
    if request.method == "POST" and form.is_valid():
        try:
            store(request, teaching, form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The observation is saved."))
            return redirect("courses:delivery", slug)
    return render(request, "courses/observation.html", {"edition": edition, "teaching": teaching, "form": form})


@transaction.atomic
def store(request: HttpRequest, teaching: Facilitation, data: dict) -> None:
    scan = data.pop("scan")
    country = teaching.edition.country.code if teaching.edition.country else ""
    kept = keep(checked=scan, owner=request.user.uuid, country=country, now=timezone.now()) if scan else None
    now = timezone.now()
    try:
        delivery.observe(facilitation=teaching, by=request.user, now=now, today=teaching.edition.day_there(now),
                         scan=kept.uuid if kept else None, **data)
    except Exception:
        if kept:  # the row goes with the transaction, the file on the disk does not
            kept.content.delete(save=False)
        raise
