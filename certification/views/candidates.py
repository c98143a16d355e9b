"""On the way to a first certificate: the code of conduct, what is missing, the issue."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from certification.domain import evidence
from certification.domain import issue as issuing
from certification.domain.numbers import numbers_from
from certification.forms import ConductForm
from certification.models import SchemeVersion
from certification.models.scheme import Level
from lms.look.forms import refuse
from lms.people.domain import consent
from lms.people.domain.refusal import Refused
from lms.people.models import Person
from lms.people.models.person import access_of
from lms.people.models.place import day_in


def schemes_for(request: HttpRequest):
    """The newest version in force of each trainer's scheme whose certificates the viewer may issue."""
    places = access_of(request.user).where("issue certificates")
    versions = SchemeVersion.objects.in_force(timezone.localdate()).filter(scheme__level=Level.TRAINER).select_related("scheme__country", "scheme__issuer__country")
    if places is not None:
        versions = versions.filter(scheme__country_id__in=places)
    newest = {}
    for version in versions.order_by("scheme_id", "number"):
        newest[version.scheme_id] = version
    return list(newest.values())


@login_required
def show(request: HttpRequest) -> HttpResponse:
    """Candidates of each scheme with what they have and what is missing."""
    versions = schemes_for(request)
    if not versions:
        raise PermissionDenied(_("Certificates are issued by the chair of a training working group or the secretariat."))
    groups = []
    now = timezone.now()
    for version in versions:
        people = list(evidence.candidates(country=version.scheme.country))
        ready = evidence.readiness_for(people, numbers=numbers_from(version.numbers), on=day_in(version.scheme.issuer.country, now))
        groups.append((version, [(person, ready[person.pk]) for person in people]))
    return render(request, "certification/candidates.html", {"groups": groups})


@require_POST
@login_required
def issue(request: HttpRequest, person: str) -> HttpResponse:
    """Issue the certificate; without its requirements, say what is missing."""
    version = next((v for v in schemes_for(request) if str(v.pk) == request.POST.get("version")), None)
    if version is None:
        raise PermissionDenied(_("Certificates are issued by the chair of a training working group or the secretariat."))
    holder = get_object_or_404(Person.objects.visible_to(request.user), uuid=person)
    now = timezone.now()
    try:
        certificate = issuing.issue(person=holder, version=version, by=request.user, now=now,
                                    today=day_in(version.scheme.issuer.country, now))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("certification:candidates")
    messages.success(request, _("Certificate %(number)s is issued.") % {"number": certificate.number})
    return redirect(certificate)


@login_required
def conduct(request: HttpRequest) -> HttpResponse:
    """The current code of conduct for trainers, accepted on screen; a newer text than the accepted one asks again."""
    form: forms.Form = ConductForm(request.POST or None)
    now, language = timezone.now(), get_language() or "en"
    today = day_in(request.user.country, now)
    text = consent.current(evidence.CONDUCT, today)
    accepted = request.user.evidence.filter(kind="conduct", detail__version=text.version if text else "").first()
    if request.method == "POST" and not accepted and form.is_valid():
        try:
            evidence.accept_conduct(by=request.user, agreed=True, show_name=form.cleaned_data["show_name"],
                                    language=language, now=now, today=today)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("You have accepted the code of conduct."))
            return redirect("home:my")
    shown = consent.language_shown(text, language) if text else ""
    return render(request, "certification/conduct.html", {
        "form": form, "accepted": accepted, "shown": shown,
        "title": text.titles.get(shown, "") if text else "", "text": text.texts.get(shown, "") if text else ""})
