"""What is held about a person: the own page, the page that an officer prints for somebody, and the file."""

import json
from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from lms.audit.domain.log import record
from lms.people.domain import consent, erasure, held, privacy
from lms.people.domain.persons import require_over
from lms.people.domain.refusal import require
from lms.people.models import Person
from lms.people.models.place import day_in


def person_for(request: HttpRequest, uuid) -> Person:
    """The person whose data an officer may hand over: of a country where the viewer manages people, and without a role
    that the viewer does not give, because letters may hold codes."""
    person = get_object_or_404(Person.objects.visible_to(request.user).select_related("country"), uuid=uuid)
    require("manage people", by=request.user, country=person.country)
    require_over(person=person, by=request.user, now=timezone.now())
    return person


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """Everything held about the person who asks."""
    return page(request, request.user)


@login_required
def of_person(request: HttpRequest, uuid) -> HttpResponse:
    """The same page about somebody without an account, to print and hand over; opening it is recorded."""
    person = person_for(request, uuid)
    if request.method == "GET":
        note(request, person, form="page")
    return page(request, person)


def page(request: HttpRequest, person: Person) -> HttpResponse:
    language = get_language() or "en"
    response = render(request, "people/my_data.html", {
        "person": person, "own": person.pk == request.user.pk, "rooms": held.held(person, language=language),
        "standings": [(one, one.shown_in(language)[0], one.shown_in(language)[2]) for one in consent.standings(
            person, on=day_in(person.country, timezone.now()))],
        "waiting": erasure.waiting(person)})
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@login_required
def my_file(request: HttpRequest) -> StreamingHttpResponse:
    """The own data as JSON."""
    return as_file(request, request.user)


@require_POST
@login_required
def file_of_person(request: HttpRequest, uuid) -> StreamingHttpResponse:
    return as_file(request, person_for(request, uuid))


def as_file(request: HttpRequest, person: Person) -> StreamingHttpResponse:
    """A download named after the person's number, written table by table: it never stands in memory as a whole."""
    note(request, person, form="json")
    return StreamingHttpResponse(pieces(person), content_type="application/json", headers={
        "Content-Disposition": f'attachment; filename="{person.number}.json"', "Cache-Control": "private, no-store"})


def pieces(person: Person) -> Iterator[bytes]:
    """{"person": number, "made_at": time, "data": {table: [rows]}}, in pieces."""
    write = DjangoJSONEncoder(ensure_ascii=False).encode
    yield f'{{"person": {write(person.number)}, "made_at": {write(timezone.now())}, "data": {{'.encode()
    comma = ""
    for label, data in sorted(privacy.registered().items()):
        yield f"{comma}\n{json.dumps(label)}: [".encode()
        comma, between = ",", ""
        for row in data.rows(person).order_by("pk").values(*data.export).iterator(chunk_size=500):
            yield f"{between}\n  {write(row)}".encode()
            between = ","
        yield b"]"
    yield b"}}\n"


@transaction.atomic
def note(request: HttpRequest, person: Person, *, form: str) -> None:
    record(verb="export.made", thing=person, by=request.user.uuid, now=timezone.now(), about=person.uuid,
           country=person.country.code if person.country else "", after={"kind": "person", "form": form})
