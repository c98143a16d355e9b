"""Where I am signed in, and my password."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.look.forms import refuse
from lms.people.domain import accounts
from lms.people.domain import sessions as signed_in
from lms.people.domain.refusal import Refused
from lms.people.forms.second_factor import PasswordForm
from lms.people.views.own_account import shown_factor, try_password


@require_http_methods(["GET", "HEAD", "POST"])
@shown_factor
def listing(request: HttpRequest) -> HttpResponse:
    """My devices. POST ends one (`end`, its number) or all others (`end=others`)."""
    person, here = request.user, request.session.session_key
    if request.method != "POST":
        return render(request, "people/sessions.html", {
            "devices": signed_in.devices(person, key=here, now=timezone.now())})
    if request.POST.get("end") == "others":
        accounts.end_others(person=person, session=here, by=person, now=timezone.now())
        messages.success(request, _("All other devices are signed out."))
        return redirect("people:sessions")
    number = request.POST.get("end", "")[:18]
    row = get_object_or_404(UserSession, user=person, pk=int(number) if number.isascii() and number.isdigit() else 0)
    accounts.end_one(row=row, by=person, now=timezone.now())
    messages.success(request, _("This device is signed out."))
    return redirect("people:login" if row.session_key == here else "people:sessions")


@require_http_methods(["GET", "HEAD", "POST"])
@shown_factor
def password(request: HttpRequest) -> HttpResponse:
    """A new password in place of the old one."""
    form = PasswordForm(request.POST or None)
    if form.is_valid():
        if fault := try_password(request, form.cleaned_data["old"]):
            form.add_error("old", fault)
        else:
            try:
                with transaction.atomic():
                    accounts.change_password(person=request.user, new=form.cleaned_data["new"], by=request.user,
                                             now=timezone.now(), session=request.session.session_key)
            except Refused as refused:
                refuse(form, refused)
            else:
                old = request.session.session_key
                update_session_auth_hash(request, request.user)
                signed_in.moved(old=old, new=request.session.session_key)
                messages.success(request, _("Your password is changed. All other devices are signed out."))
                return redirect("people:sessions")
    return render(request, "people/password.html", {"form": form})
