"""What goes with time: the rules with what they would remove now, and their application."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from lms.people.domain import held, retention
from lms.people.domain.refusal import require


def rules() -> list[dict]:
    return [{"rule": rule, "title": rule.data.title, "goes": held.columns_that_go(rule.data),
             "whole": rule.data.gone} for rule in retention.preview(now=timezone.now())]


@login_required
def show(request: HttpRequest) -> HttpResponse:
    """Every rule in words, with how much it would remove now."""
    require("erase people", by=request.user, country=None)
    found = rules()
    return render(request, "people/retention.html", {"rules": found, "rows": sum(one["rule"].rows for one in found)})


@login_required
def confirm(request: HttpRequest) -> HttpResponse:
    """A page of its own that lists what will go; the button applies the rules."""
    require("erase people", by=request.user, country=None)
    if request.method == "POST":
        rows = sum(retention.apply(by=request.user, now=timezone.now()).values())
        messages.success(request, ngettext("%(count)s row was emptied or removed.",
                                           "%(count)s rows were emptied or removed.", rows) % {"count": rows})
        return redirect("people:retention")
    return render(request, "people/retention_apply.html", {"rules": [one for one in rules() if one["rule"].rows]})
