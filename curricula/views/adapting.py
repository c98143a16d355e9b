"""Starting a national curriculum from a regional version."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from curricula.domain.adapting import Choice
from curricula.domain.adapting import start as begin
from curricula.forms.tandem import StartForm
from curricula.models import VersionModule
from curricula.views.tandem import regional_or_404, whole
from lms.look.forms import refuse
from lms.people.domain.refusal import Refused
from lms.people.models.person import access_of


@login_required
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the version, then how each of its modules is taken; the texts are drafts in the regional words."""
    places = access_of(request.user).where("adapt curricula")
    if places == set():
        raise PermissionDenied(_("Your role does not cover this step. Ask the coordinator of your country who does it."))
    regional = regional_or_404(slug)
    versions = regional.versions.exclude(in_force=None)
    chosen = versions.filter(pk=whole(request.POST.get("version") or request.GET.get("version"))).first() or versions.first()
    frozen = list(VersionModule.objects.filter(version=chosen)) if chosen else []
    form = StartForm(request.POST or None, versions=versions, places=places, initial={"version": chosen})
    ways, reason_error = (form.choices_for(frozen), "") if form.is_bound else ({}, "")
    if form.is_valid():
        try:
            page = begin(choices={key: Choice(*way) for key, way in ways.items()}, by=request.user, now=timezone.now(),
                         **form.cleaned_data)
        except Refused as refused:
            reason_error = refused.field if refused.field and refused.field.startswith("reason-") else ""
            refuse(form, refused)
        else:
            messages.success(request, _("The draft stands. The translators find it in their work."))
            return redirect("curricula:changes_overview", page.slug)
    return render(request, "curricula/adapt.html", {
        "regional": regional, "versions": versions, "chosen": chosen, "form": form,
        "rows": [(row, *ways.get(row.pk, ("as-is", "")), reason_error == f"reason-{row.pk}") for row in frozen]})
