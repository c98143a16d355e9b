"""Bodies of COMMIT: their seats, and who holds them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.look.forms import refuse
from lms.people.domain import bodies
from lms.people.domain.refusal import Refused, require
from lms.people.forms.organisation import EndForm, SeatForm, SeatsForm
from lms.people.models import Body
from lms.people.models.person import access_of
from lms.people.models.place import day_in


@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """All bodies, the region's first; one's own are marked."""
    mine = bodies.bodies_of(request.user, timezone.localdate())
    rows = Body.objects.select_related("country").order_by("country__code", "kind", "key")
    ordered = sorted(rows, key=lambda body: (body.country_id is not None, body.country.code if body.country else ""))
    return render(request, "people/bodies.html", {"rows": [(body, body.pk in mine) for body in ordered]})


def page(request: HttpRequest, body: Body, form: SeatForm | None = None, seats_form: SeatsForm | None = None) -> HttpResponse:
    now = timezone.now()
    today = day_in(body.country, now)
    manages = access_of(request.user).may("manage people", body.country_id)
    readable = bodies.readable(by=request.user, on=today).filter(body=body)
    return render(request, "people/body.html", {
        "body": body, "manages": manages, "today": today, "seats": bodies.seats(body, by=request.user, on=today),
        "fellow": body.pk in bodies.bodies_of(request.user, today),
        "past": readable.filter(until__lt=today).order_by("-until", "pk")[:50],
        "form": form or (SeatForm(body=body, viewer=request.user, initial={"since": today}) if manages else None),
        "seats_form": seats_form or (SeatsForm(initial={"sectors": body.seats}) if manages else None)})


@login_required
def show(request: HttpRequest, key: str) -> HttpResponse:
    """One body. Everyone signed in reads its seats; names are read by its members and by those who see its people."""
    body = get_object_or_404(Body.objects.select_related("country"), key=key)
    if request.method != "POST":
        return page(request, body)
    require("manage people", by=request.user, country=body.country)
    if request.POST.get("step") == "seats":
        return change_seats(request, body)
    form = SeatForm(request.POST, body=body, viewer=request.user)
    if form.is_valid():
        data = form.cleaned_data
        try:
            bodies.give_seat(body=body, person=data["number"], seat=data["seat"], role=data["role"],
                             since=data["since"], by=request.user, now=timezone.now())
        except Refused as refused:
            form.add_error("number" if refused.field == "person" else refused.field, str(refused))
        else:
            messages.success(request, _("%(name)s holds the seat from that day.") % {"name": data["number"].name})
            return redirect("people:body", body.key)
    return page(request, body, form=form)


def change_seats(request: HttpRequest, body: Body) -> HttpResponse:
    form = SeatsForm(request.POST)
    if form.is_valid():
        try:
            bodies.set_seats(body=body, sectors=form.cleaned_data["sectors"], by=request.user, now=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The seats are saved."))
            return redirect("people:body", body.key)
    return page(request, body, seats_form=form)


@login_required
def end(request: HttpRequest, key: str, seat: int) -> HttpResponse:
    """A page of its own that asks for the last day."""
    body = get_object_or_404(Body.objects.select_related("country"), key=key)
    require("manage people", by=request.user, country=body.country)
    row = get_object_or_404(body.memberships, pk=seat)
    form = EndForm(request.POST or None, initial={"until": day_in(body.country, timezone.now())})
    if request.method == "POST" and form.is_valid():
        try:
            bodies.end_seat(membership=row, until=form.cleaned_data["until"], by=request.user, now=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The seat ends on that day."))
            return redirect("people:body", body.key)
    return render(request, "people/seat_end.html", {"body": body, "row": row, "form": form})
