"""The cadre: how many may train what, where, in which language. Counts without names, for everyone."""

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from certification.domain.authority import holders
from certification.models.scheme import Level
from lms.people.domain import wall
from lms.people.models import Country
from lms.people.models.person import access_of


def show(request: HttpRequest) -> HttpResponse:
    """Certified trainers by country and module; signed-in people find their own certificate and their country's."""
    today, access = timezone.localdate(), access_of(request.user)
    with wall.lifted("counts"):
        training = [c for c, s in holders(on=today) if c.level != Level.OBSERVER and s.may_train]
    # names are read again, by the rules of who asks
    held = [(c, s) for c, s in holders(on=today) if c.level != Level.OBSERVER] if access.person_id else []
    # persons, not certificates: a lead trainer holds two
    modules = Counter((place, letter) for place, letter, _person in
                      {(c.country_id, letter, c.person_id) for c in training for letter in c.modules})
    people = {}
    for c in training:
        people.setdefault(c.country_id, set()).add(c.person_id)
    letters = sorted({letter for c in training for letter in c.modules} | set("ABCDE"))
    rows = [(country, len(people.get(country.pk, ())), [modules[country.pk, letter] for letter in letters],
             sorted({code for c in training if c.country_id == country.pk for code in c.languages}))
            for country in Country.objects.all()]
    places = access.where("see people")
    own = [(c, s) for c, s in held if c.person_id == access.person_id]
    seen = [(c, s) for c, s in held if places is None or c.country_id in places]
    return render(request, "certification/trainers.html", {
        "rows": rows, "letters": letters, "today": today, "own": own, "seen": seen,
        "total": len({c.person_id for c in training}),
        "issues": access.where("issue certificates") != set()})
