"""Organisations: who there is, and which of one's people work there."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.look.forms import refuse
from lms.people.domain import organisations
from lms.people.domain.refusal import Refused, require
from lms.people.forms.organisation import OrganisationForm
from lms.people.models import Affiliation, Country, Organisation, Person
from lms.people.models.person import access_of

A_PAGE = 50


@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """All organisations, narrowed by country and kind; odd values narrow nothing."""
    found = Organisation.objects.select_related("country").order_by("name", "pk")
    country = Country.objects.filter(code=request.GET.get("country", "")[:2]).first()
    kind = request.GET.get("kind", "")
    if country:
        found = found.filter(country=country)
    if kind in Organisation.Kind.values:
        found = found.filter(kind=kind)
    return render(request, "people/organisations.html", {
        "page": Paginator(found, A_PAGE).get_page(request.GET.get("page")), "country": country, "kind": kind,
        "countries": Country.objects.all(), "kinds": Organisation.Kind.choices,
        "query": "&".join(f"{name}={value}" for name, value in (
            ("country", country.code if country else ""), ("kind", kind if kind in Organisation.Kind.values else ""))
            if value),
        "manages": access_of(request.user).where("manage people") != set()})


@login_required
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One organisation, with those who work there today and may be seen by the reader."""
    row = get_object_or_404(Organisation.objects.select_related("country"), key=key)
    now_there = Affiliation.objects.on(timezone.localdate()).filter(organisation=row)
    people = (Person.objects.visible_to(request.user).current().filter(pk__in=now_there.values("person"))
              .select_related("country").order_by("name", "pk"))
    return render(request, "people/organisation.html", {
        "organisation": row, "page": Paginator(people, A_PAGE).get_page(request.GET.get("page")),
        "manages": access_of(request.user).may("manage people", row.country_id)})


@login_required
def edit(request: HttpRequest, key: str = "") -> HttpResponse:
    """Add an organisation or change one."""
    row = get_object_or_404(Organisation, key=key) if key else None
    access = access_of(request.user)
    if row:
        require("manage people", by=request.user, country=row.country)
    elif access.where("manage people") == set():
        raise PermissionDenied(_("Your role does not cover this step. Ask the coordinator of your country who does it."))
    start = {name: getattr(row, name) for name in (*organisations.FIELDS, "country_id")} if row else {}
    form = OrganisationForm(request.POST or None, access=access, initial={**start, "country": start.get("country_id")})
    if request.method == "POST" and form.is_valid():
        try:
            values = dict(form.cleaned_data)
            saved = organisations.save(organisation=row, country=values.pop("country"), values=values, by=request.user,
                                       now=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The organisation is saved."))
            return redirect("people:organisation", saved.key)
    return render(request, "people/organisation_form.html", {"form": form, "organisation": row})
