"""A certificate as its holder and the country's people see it, and its PDF."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from certification.domain.authority import standing_of
from certification.domain.check import Checked
from certification.domain.months import add_months
from certification.domain.numbers import numbers_from
from certification.domain.paper import as_pdf
from certification.domain.shown import is_withdrawn
from certification.domain.words import sentence, verdict
from certification.models import Certificate
from curricula.models import VersionModule
from lms.documents.domain.render import DocumentError
from lms.people.domain.links import Step, chain
from lms.people.models.person import access_of
from lms.people.models.place import day_in


def certificate_for(request: HttpRequest, uuid: str) -> Certificate:
    return get_object_or_404(Certificate.objects.visible_to(access_of(request.user)).select_related(
        "person__country", "country", "version__scheme__issuer__country"), uuid=uuid)


def terms(certificate: Certificate, end, start) -> list[tuple]:
    """The trainer's line: (status, first day, last day) of each stretch, in order."""
    numbers, anchor, day = numbers_from(certificate.numbers), certificate.completed_on.day, timedelta(days=1)
    window = add_months(end, -numbers.window, anchor=anchor)
    grace = add_months(end, numbers.grace, anchor=anchor)
    bridge = add_months(end, numbers.bridge, anchor=anchor)
    return [("valid", start, window - day), ("due", window, end), ("grace", end + day, grace),
            ("lapsed", grace + day, bridge), ("expired", bridge + day, None)]


@login_required
def show(request: HttpRequest, uuid: str) -> HttpResponse:
    certificate = certificate_for(request, uuid)
    today = day_in(certificate.version.scheme.issuer.country, timezone.now())
    events = list(certificate.events.all())
    stands = standing_of(certificate, events, today)
    own = certificate.person_id == request.user.pk
    return render(request, "certification/certificate.html", {
        "certificate": certificate, "withdrawn": is_withdrawn(certificate), "standing": stands, "events": events, "today": today, "own": own,
        "verdict": verdict(stands) if stands else "", "sentence": sentence(stands) if stands else "",
        "terms": terms(certificate, stands.end, events[0].effective_on) if stands else [],
        "evidence": certificate.person.evidence.select_related("edition"),
        "chain": chain(certificate, here=Step.CERTIFICATE, viewer=request.user)})


@login_required
def pdf(request: HttpRequest, uuid: str) -> HttpResponse:
    """The PDF, in the frame's language or in `?in=`."""
    certificate = certificate_for(request, uuid)
    if is_withdrawn(certificate):
        messages.error(request, _("The holder was erased: this certificate is not printed any more."))
        return redirect(certificate)
    events = list(certificate.events.all())
    asked = request.GET.get("in", "")
    language = asked if asked in dict(settings.LANGUAGES) else get_language() or "en"
    with override(language):
        address = settings.SITE_ADDRESS + reverse("certification:verify", args=[certificate.code])
    checked = Checked(certificate, events[0].effective_on, standing_of(certificate, events, events[0].effective_on))
    try:
        content = as_pdf(checked=checked, module_titles=titles(certificate), language=language, address=address)
    except DocumentError as error:
        messages.error(request, _("The certificate cannot be printed: no font has %(letters)s. Tell the secretariat.")
                       % {"letters": error.letters})
        return redirect(certificate)
    return HttpResponse(content, content_type="application/pdf", headers={
        "Content-Disposition": f'attachment; filename="{certificate.number}.pdf"', "Cache-Control": "private"})


def titles(certificate: Certificate) -> dict[str, tuple[str, str]]:
    """{letter: (title, language)}: as the country's newest version names the module, else as the region's does."""
    rows = VersionModule.objects.filter(
        Q(version__curriculum__country=certificate.country) | Q(version__curriculum__country=None)).order_by(
        F("version__curriculum__country").asc(nulls_first=True), "version__major", "version__minor")
    named = rows.values_list("letter", "title", "version__curriculum__language")
    return {letter: (title, language) for letter, title, language in named}
