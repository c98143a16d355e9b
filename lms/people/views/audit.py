"""The log, for those who answer for it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lms.people.domain import audit
from lms.people.domain.refusal import require
from lms.people.forms.audit import LogForm
from lms.people.models.person import access_of

PERSON = "people.audit.person"
"""Where the session keeps whom was asked for: a name never stands in an address, where logs would keep it."""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """Entries that fit, newest first, 50 a page. Whom they concern is sent by POST and kept in the session."""
    access = access_of(request.user)
    if access.where("read audit") == set():
        require("read audit", by=request.user, country=request.user.country)
    if request.method == "POST":
        request.session[PERSON] = request.POST.get("person", "").replace("\x00", "").strip()[:100]
        return redirect(f"{request.path}?{without_page(request)}")
    words = request.session.get(PERSON, "")
    persons = audit.persons_found(viewer=request.user, words=words, access=access) if words else []
    form = LogForm(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    entries = audit.search(
        audit.readable(access), verb=chosen.get("what", ""), since=chosen.get("since"), until=chosen.get("until"),
        country=chosen["country"].code if chosen.get("country") else "", persons=(persons or []) if words else None)
    before = request.GET.get("before", "")
    page = audit.page(entries, viewer=request.user, before=int(before) if before.isdecimal() and len(before) < 19 else None)
    return render(request, "people/audit.html", {
        "page": page, "form": form, "words": words, "nobody": words and persons == [], "too_many": persons is None,
        "tally": audit.tally(now=timezone.now()), "query": without_page(request), "before": before,
        "filtered": words or any(chosen.values())})


def without_page(request: HttpRequest) -> str:
    """What is searched for, as the rest of an address; the page is left out."""
    kept = request.GET.copy()
    kept.pop("before", None)
    return kept.urlencode()
