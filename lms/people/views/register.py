"""Adding a person, changing what is known, moving to another country, closing the account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.look.forms import refuse
from lms.people.domain import closing, persons
from lms.people.domain.particulars import EMPTY
from lms.people.domain.refusal import Refused
from lms.people.forms.persons import AccountForm, CountryForm, PersonForm, countries_for
from lms.people.models import Country, Person
from lms.people.models.person import access_of
from lms.people.models.place import day_in
from lms.people.views.persons import managed


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Add a person. Only those who manage people everywhere choose the country."""
    access = access_of(request.user)
    country, countries = request.user.country, countries_for(access)
    places = access.where("manage people")
    if places is not None and (not country or country.pk not in places):
        country = Country.objects.filter(pk__in=places).first()
        if country is None:
            raise PermissionDenied(
                _("Your role does not cover this step. Ask the coordinator of your country who does it."))
    main = country.languages[0] if country and country.languages else "en"
    form = PersonForm(request.POST or None, today=day_in(country, timezone.now()), country=country, countries=countries,
                      initial={"language": main})
    if request.method == "POST" and form.is_valid():
        try:
            person = persons.add(country=form.country, values=form.values(), by=request.user, now=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("%(name)s is in the register as %(number)s.")
                             % {"name": person.name, "number": person.number})
            return redirect("people:person", person.uuid)
    return render(request, "people/person_form.html", {"form": form, "country": None if countries else country})


@login_required
def edit(request: HttpRequest, uuid) -> HttpResponse:
    """Change what is known of a person."""
    person = managed(request, uuid)
    start = {field: getattr(person, field) for field in EMPTY} | {
        "province": person.province.code if person.province else "", "profession": person.profession_id}
    form = PersonForm(request.POST or None, today=day_in(person.country, timezone.now()), country=person.country,
                      initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            persons.change(person=person, values=form.values(), by=request.user, now=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The changes are saved."))
            return redirect("people:person", person.uuid)
    return render(request, "people/person_form.html", {"form": form, "person": person, "country": person.country})


@login_required
def country(request: HttpRequest, uuid) -> HttpResponse:
    """Move a person to another country; the page says first what stays behind."""
    person = managed(request, uuid)
    if access_of(request.user).where("manage people") is not None:
        raise PermissionDenied(_("Moving a person to another country is for the secretariat."))
    form = CountryForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            persons.move_country(person=person, country=form.chosen(), by=request.user, now=timezone.now(),
                                 why=form.cleaned_data["why"])
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The person belongs to another country now."))
            return redirect("people:person", person.uuid)
    return render(request, "people/person_country.html", {"form": form, "person": person, "grants": in_force(person)})


@login_required
def account(request: HttpRequest, uuid) -> HttpResponse:
    """Close the account of a person, or open it again."""
    person = managed(request, uuid)
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        step = closing.close_account if person.is_active else closing.reopen_account
        try:
            step(person=person, by=request.user, now=timezone.now(), why=form.cleaned_data["why"])
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The account is closed.") if person.is_active
                             else _("The account is open again."))
            return redirect("people:person", person.uuid)
    return render(request, "people/person_account.html", {"form": form, "person": person, "grants": in_force(person)})


def in_force(person: Person):
    today = day_in(person.country, timezone.now())
    return person.grants.on(today).select_related("country", "body").order_by("-since", "pk")
