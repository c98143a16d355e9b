"""The roles of a person: giving one, ending one."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.look.forms import refuse
from lms.people.domain import grants
from lms.people.domain.refusal import Refused
from lms.people.forms.roles import EndRoleForm, RoleForm
from lms.people.models.person import access_of
from lms.people.permissions import may_give
from lms.people.views.persons import managed, with_givers


@login_required
def give(request: HttpRequest, uuid) -> HttpResponse:
    """What the person may do, and one role more."""
    person, access, today = managed(request, uuid, "give roles"), access_of(request.user), timezone.localdate()
    form = RoleForm(request.POST or None, access=access, initial={"since": today})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            grants.grant(person=person, role=values["role"], **form.where(), since=values["since"],
                         until=values["until"], by=request.user, now=timezone.now(), why=values["why"])
        except Refused as refused:
            refuse(form, refused)
        except PermissionDenied as refused:
            # the reader gives roles here, but not this one in this place: said beside the form
            form.add_error("place", str(refused))
        else:
            messages.success(request, _("The role is given."))
            return redirect("people:roles", person.uuid)
    held = with_givers(person.grants.all(), request.user)
    for tie in held:
        tie.may_end = may_give(access, tie.role, grants.place_of(tie.country, tie.body)) and (
            tie.until is None or tie.until >= today)
    return render(request, "people/roles.html", {
        "form": form, "person": person, "grants": held, "own": person.pk == request.user.pk})


@login_required
def end(request: HttpRequest, uuid, tie: int) -> HttpResponse:
    """End a role at once, or on a day."""
    person = managed(request, uuid, "give roles")
    held = get_object_or_404(person.grants.select_related("country", "body__country"), pk=tie)
    form = EndRoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        until = form.cleaned_data["until"] or timezone.localdate() - timedelta(days=1)
        try:
            grants.end(grant=held, until=until, by=request.user, now=timezone.now(), why=form.cleaned_data["why"])
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The role is ended."))
            return redirect("people:roles", person.uuid)
    return render(request, "people/role_end.html", {"form": form, "person": person, "tie": held})
