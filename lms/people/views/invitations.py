"""Inviting a person, and the invited person's first steps."""

from allauth.mfa.models import Authenticator
from django.contrib import auth, messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from lms.look.domain.throttle import missed, misses
from lms.look.forms import refuse
from lms.notices.domain.codes import read_code
from lms.notices.models import Notice
from lms.people.domain import invitations, wall
from lms.people.domain.refusal import Refused, require
from lms.people.forms.invitation import AcceptForm, CodeForm, InviteForm
from lms.people.models import Invitation, Person

MOST_MISSES, MINUTES = 10, 10
"""An address that types so many wrong codes in so many minutes has to wait."""
BACKEND = "lms.people.backends.NameMailOrNumber"


@login_required
def invite(request: HttpRequest, uuid) -> HttpResponse:
    """Choose mail or paper; paper leads to the page to print."""
    person = get_object_or_404(Person.objects.visible_to(request.user).select_related("country"), uuid=uuid)
    require("manage people", by=request.user, country=person.country)
    form = InviteForm(request.POST or None, initial={"channel": "mail" if person.email else "paper"})
    if request.method == "POST" and form.is_valid():
        try:
            made = invitations.invite(person=person, channel=form.cleaned_data["channel"], by=request.user,
                                      now=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            if made.channel == Invitation.Channel.PAPER:
                letter = Notice.objects.get(key=f"invitation:{made.pk}:{person.uuid}")
                return redirect("people:letter", letter.uuid)
            messages.success(request, _("The invitation is on its way to %(name)s.") % {"name": person.name})
            return redirect("people:person", person.uuid)
    return render(request, "people/invite.html", {
        "person": person, "form": form, "waiting": invitations.open_for(person, timezone.now()).first()})


def typed_code(request: HttpRequest) -> HttpResponse:
    """A code from a letter on paper: on to where the letter's link leads."""
    form, place, status = CodeForm(request.POST or None), request.META.get("REMOTE_ADDR", ""), 200
    if request.method == "POST" and form.is_valid():
        code = read_code(form.cleaned_data["code"])
        with wall.lifted("code"):
            letter = Notice.objects.filter(code=code).exclude(path="").first() if code else None
        if misses("code", place) >= MOST_MISSES:
            form.add_error("code", _("Too many codes were tried from here. Wait ten minutes."))
            status = 429
        elif letter:
            return redirect(f"/{get_language()}/{letter.path}")
        else:
            missed("code", place, minutes=MINUTES)
            form.add_error("code", _("No letter has this code. Compare it with the paper, letter by letter."))
    return render(request, "people/code.html", {"form": form}, status=status)


@never_cache
@wall.lifted("code")
def accept(request: HttpRequest, code: str) -> HttpResponse:
    """The invited person chooses a name and a password, and is signed in; with a second factor, signs in with it."""
    place, now = request.META.get("REMOTE_ADDR", ""), timezone.now()
    invitation = invitations.find(read_code(code), now) if misses("code", place) < MOST_MISSES else None
    if invitation is None:
        missed("code", place, minutes=MINUTES)
        return render(request, "people/invitation_over.html", status=404)
    person = invitation.person
    form = AcceptForm(request.POST or None, known_name=person.username or "")
    if request.method == "POST" and form.is_valid():
        try:
            person = invitations.accept(invitation=invitation, name=form.cleaned_data.get("name", ""),
                                        password=form.cleaned_data["password"], now=now)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Your account is ready."))
            if Authenticator.objects.filter(user=person).exists():
                return redirect("people:login")  # the second factor is asked for there
            auth.login(request, person, backend=BACKEND)
            return redirect(f"{reverse('home:my')}")
    return render(request, "people/invitation.html", {"form": form, "person": person})
