"""Asking to be erased, the requests that wait, and the decision."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.look.forms import refuse
from lms.people.domain import erasure, held
from lms.people.domain.refusal import Refused, require
from lms.people.forms.erasure import DecisionForm
from lms.people.models import Person
from lms.people.models.person import access_of
from lms.people.views.mydata import person_for

A_PAGE = 50


@login_required
def ask_for_me(request: HttpRequest) -> HttpResponse:
    """The person's own request: what would go and what would stay, then the request or its withdrawal."""
    return ask(request, request.user)


@login_required
def ask_for_person(request: HttpRequest, uuid) -> HttpResponse:
    """A request that came on paper."""
    return ask(request, person_for(request, uuid))


def ask(request: HttpRequest, person: Person) -> HttpResponse:
    own = person.pk == request.user.pk
    if request.method == "POST":
        now = timezone.now()
        try:
            waiting = erasure.waiting(person)
            if request.POST.get("step") == "withdraw" and waiting:
                erasure.withdraw(request=waiting, by=request.user, now=now)
                messages.success(request, _("The request is withdrawn. Nothing was erased."))
            else:
                erasure.ask(person=person, by=request.user, now=now)
                messages.success(request, _("The request is with the secretariat, which decides on it."))
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("people:my_data") if own else redirect("people:data", person.uuid)
    return render(request, "people/erasure_ask.html", {
        "person": person, "own": own, "waiting": erasure.waiting(person), "fates": list(held.fates(person))})


@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """Requests of the persons that the viewer may erase, open ones first."""
    if access_of(request.user).where("erase people") == set():
        raise PermissionDenied(_("Requests to be erased are decided by the secretariat."))
    page = Paginator(erasure.requests_for(request.user), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "people/erasure_list.html", {"page": page})


@login_required
def decide(request: HttpRequest, uuid) -> HttpResponse:
    """One request: what would go and what would stay, and the decision."""
    found = get_object_or_404(erasure.requests_for(request.user), uuid=uuid)
    require("erase people", by=request.user, country=found.person.country)
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        erase = form.cleaned_data["decision"] == "erase"
        try:
            erasure.decide(request=found, erase=erase, why=form.cleaned_data["why"], by=request.user, now=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The person is erased.") if erase else _("The request is refused."))
            return redirect("people:erasures")
    return render(request, "people/erasure_decide.html", {
        "found": found, "person": found.person, "form": form, "fates": list(held.fates(found.person))})
