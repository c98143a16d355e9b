"""Persons who may be one: proposed with reasons, compared side by side, merged by hand, and taken apart again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from lms.people.domain import alike, merge
from lms.people.domain.refusal import Refused, require
from lms.people.models import Merge, Person
from lms.people.models.person import access_of

LABELS = {"name": gettext_lazy("Name in Latin letters"), "own_name": gettext_lazy("Name in the own script"),
          "email": gettext_lazy("Mail address"), "language": gettext_lazy("Language"),
          "languages": gettext_lazy("Working languages"), "province_id": gettext_lazy("Province"),
          "profession_id": gettext_lazy("Profession"), "sex": gettext_lazy("Sex"), "level": gettext_lazy("Level"),
          "birth_year": gettext_lazy("Birth year")}
A_PAGE = 50


def managed(request: HttpRequest):
    """The persons that the viewer may merge."""
    places = access_of(request.user).where("manage people")
    if places == set():
        raise PermissionDenied(_("Your role does not cover this step. Ask the coordinator of your country who does it."))
    people = Person.objects.visible_to(request.user).current()
    return people if places is None else people.filter(country_id__in=places)


@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """The likeliest pairs of one's people, with reasons, and the merges that can be undone."""
    people = managed(request)
    found = alike.pairs(among=people, most=A_PAGE)
    known = Person.objects.select_related("country").in_bulk({pk for one, other in found for pk in (one, other.person)})
    merges = Merge.objects.filter(undone_at=None, kept__in=people).select_related("kept", "gone").order_by("-at")
    return render(request, "people/duplicates.html", {
        "pairs": [(known[one], known[other.person], [alike.REASONS[reason] for reason in other.reasons])
                  for one, other in found], "merges": merges[:A_PAGE]})


def shown(person: Person, name: str) -> str:
    value = {"province_id": person.province, "profession_id": person.profession, "sex": person.get_sex_display(),
             "level": person.get_level_display(), "languages": ", ".join(person.languages)}.get(name, getattr(person, name))
    return str(value) if value else ""


@login_required
def compare(request: HttpRequest, uuid, other) -> HttpResponse:
    """Two persons side by side: what to keep of each, what will move, and what stays because both have it."""
    people = managed(request).select_related("country", "province", "profession")
    kept, gone = (get_object_or_404(people, uuid=one) for one in (uuid, other))
    if request.method == "POST":
        return decide(request, kept, gone)
    rows = [(name, LABELS[name], shown(kept, name), shown(gone, name)) for name in merge.FIELDS
            if shown(kept, name) or shown(gone, name)]
    reasons = next((one.reasons for one in alike.alike_to(kept, among=people) if one.person == gone.pk), ())
    return render(request, "people/merge.html", {
        "kept": kept, "gone": gone, "rows": rows, "reasons": [alike.REASONS[reason] for reason in reasons],
        "moving": sum(pointer.rows(gone).count() for pointer in merge.pointers()),
        "staying": [row._meta.verbose_name for row in merge.staying(kept=kept, gone=gone)]})


def decide(request: HttpRequest, kept: Person, gone: Person) -> HttpResponse:
    try:
        if request.POST.get("step") == "apart":
            merge.keep_apart(one=kept, other=gone, by=request.user, now=timezone.now())
            messages.success(request, _("They are kept apart and not proposed again."))
            return redirect("people:duplicates")
        merge.merge(kept=kept, gone=gone, take=set(request.POST.getlist("take")) & set(merge.FIELDS), by=request.user,
                    now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("people:duplicates")
    messages.success(request, _("They are one person now. You can undo this in the list of likely duplicates."))
    return redirect("people:person", kept.uuid)


@require_POST
@login_required
def undo(request: HttpRequest, uuid) -> HttpResponse:
    """Take two persons apart again."""
    row = get_object_or_404(Merge.objects.select_related("kept__country"), uuid=uuid)
    require("manage people", by=request.user, country=row.kept.country)
    try:
        merge.undo(merge=row, by=request.user, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("They are two people again."))
    return redirect("people:duplicates")
