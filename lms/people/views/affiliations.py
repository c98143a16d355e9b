"""Where a person works: adding an organisation, and ending the time there."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.look.forms import refuse
from lms.people.domain.affiliations import affiliate, end_affiliation
from lms.people.domain.refusal import Refused
from lms.people.forms.persons import AffiliationForm, EndAffiliationForm
from lms.people.models.place import day_in
from lms.people.views.persons import managed


@login_required
def add(request: HttpRequest, uuid) -> HttpResponse:
    """The organisations of a person, and one more."""
    person = managed(request, uuid)
    today = day_in(person.country, timezone.now())
    form = AffiliationForm(request.POST or None, person=person, initial={"since": today})
    if request.method == "POST" and form.is_valid():
        try:
            affiliate(person=person, by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The organisation is added."))
            return redirect("people:person", person.uuid)
    return render(request, "people/affiliations.html", {
        "form": form, "person": person, "affiliations": person.affiliations.select_related("organisation").order_by("-since", "pk")})


@login_required
def end(request: HttpRequest, uuid, tie: int) -> HttpResponse:
    """Set the last day at an organisation."""
    person = managed(request, uuid)
    affiliation = get_object_or_404(person.affiliations.select_related("organisation"), pk=tie)
    form = EndAffiliationForm(request.POST or None, affiliation=affiliation, initial={
        "until": affiliation.until or day_in(person.country, timezone.now())})
    if request.method == "POST" and form.is_valid():
        try:
            end_affiliation(affiliation=affiliation, by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The last day is saved."))
            return redirect("people:person", person.uuid)
    return render(request, "people/affiliation_end.html", {"form": form, "person": person, "tie": affiliation})
