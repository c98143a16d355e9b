"""What the checker of case studies found in a module's draft, and letting it through as a second editor."""

from collections.abc import Iterator

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from curricula.domain import cases
from curricula.domain.cases import Case, Flag, Kind
from curricula.forms.cases import ReasonForm
from curricula.models import CurriculumPage, ModulePage
from lms.look.forms import refuse
from lms.people.domain.refusal import Refused
from lms.people.models.person import access_of

WORDS = {
    Kind.NAME: (gettext_lazy("a name"), gettext_lazy("Say who it is without a name: “a woman of twenty”.")),
    Kind.CONTACT: (gettext_lazy("a way to reach somebody"), gettext_lazy("Leave the number or the address out.")),
    Kind.ADDRESS: (gettext_lazy("an exact address"), gettext_lazy("Name an area: “a town near the border”.")),
    Kind.BIRTH: (gettext_lazy("a date of birth"), gettext_lazy("Give an age instead: “sixteen years old”.")),
    Kind.NUMBER: (gettext_lazy("the number of a paper"), gettext_lazy("Name the paper without its number.")),
    Kind.PLATE: (gettext_lazy("a number plate"), gettext_lazy("Say what kind of vehicle it was.")),
}
"""What each kind of flag is, and what to write instead."""


@login_required
def show(request: HttpRequest, slug: str, module: str) -> HttpResponse:
    """The flagged texts of a module's draft, for those who edit it."""
    curriculum = get_object_or_404(CurriculumPage.objects.select_related("country"), slug=slug)
    page = get_object_or_404(ModulePage.objects.child_of(curriculum), slug=module)
    if not access_of(request.user).may("edit curricula", curriculum.country_id):
        raise Http404(_("There is no module at this address."))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            cases.let_through(module=page, **form.cleaned_data, by=request.user, now=timezone.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Kept with your reason. The text may be published."))
            return redirect("curricula:cases", slug, module)
    draft = page.get_latest_revision_as_object()
    found = cases.cases(draft)
    open_still = [case for case in found if case.clearance is None]
    authors = cases.authors_of(page, open_still)
    return render(request, "curricula/cases.html", {
        "curriculum": curriculum, "module": draft, "edit": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "waiting": [(case, list(passages(case)), told(case),
                     None if authors[case.block] == request.user else form_for(case, form)) for case in open_still],
        "settled": [(case, list(passages(case))) for case in found if case.clearance],
        "stray": form if form.is_bound and form.errors else None})


def passages(case: Case) -> Iterator[tuple[str, Flag | None]]:
    """The text cut at its flags: each piece, with the flag that covers it or none."""
    at = 0
    for flag in case.flags:
        yield case.text[at:flag.start], None
        yield flag.words, flag
        at = flag.end
    yield case.text[at:], None


def told(case: Case) -> list[tuple[str, str, str]]:
    """For each flag: the words, what they are, and what to write instead."""
    return [(flag.words, *WORDS[flag.kind]) for flag in case.flags]


def form_for(case: Case, sent: ReasonForm) -> ReasonForm:
    """The form of one text; with what was typed when it was this one."""
    if sent.is_bound and (sent["block"].value(), sent["digest"].value()) == (case.block, case.digest):
        return sent
    return ReasonForm(initial={"block": case.block, "digest": case.digest}, auto_id=f"id_{case.block[:8]}_%s")
