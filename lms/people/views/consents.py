"""One consent: the text as it was agreed to, the newer one if there is one, agreeing and taking back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.people.domain import consent
from lms.people.domain.refusal import Refused
from lms.people.models.place import day_in


@login_required
def show(request: HttpRequest, purpose: str) -> HttpResponse:
    """The person's own consent to one purpose."""
    now, language = timezone.now(), get_language() or "en"
    today = day_in(request.user.country, now)
    found = next((one for one in consent.standings(request.user, on=today) if one.purpose.key == purpose), None)
    if found is None:
        raise Http404
    if request.method == "POST":
        return decide(request, found)
    title, text, shown = found.shown_in(language)
    newer = found.newer
    code = consent.language_shown(newer, language) if newer else ""
    return render(request, "people/consent.html", {
        "standing": found, "title": title, "text": text, "shown": shown, "newer_shown": code,
        "newer_title": newer.titles.get(code, "") if newer else "", "newer_text": newer.texts.get(code, "") if newer else ""})


def decide(request: HttpRequest, found: consent.Standing) -> HttpResponse:
    """Agree to the current text, or take the consent back; what is asked for elsewhere is agreed to there."""
    now, person = timezone.now(), request.user
    try:
        if request.POST.get("step") == "take back":
            consent.take_back(person=person, purpose=found.purpose.key, by=person, now=now)
            messages.success(request, _("Your consent is taken back."))
        elif found.purpose.asked_at:
            return redirect(found.purpose.asked_at)
        else:
            consent.agree(person=person, purpose=found.purpose.key, language=get_language() or "en", by=person, now=now)
            messages.success(request, _("Your consent is kept, with its date."))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("people:consent", found.purpose.key)
    return redirect("people:my_data")
