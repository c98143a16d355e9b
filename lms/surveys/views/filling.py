"""The pages of a form: fill it in, send it, thank you. The server decides everything; no script is needed."""

from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from lms.people.models import Country, Person
from lms.surveys.domain import drafts, invitations
from lms.surveys.domain.answers import receive
from lms.surveys.domain.instance import first_data
from lms.surveys.domain.refusals import AlreadyAnswered, AnswersRefused, InstanceTaken, NotInvited, Withdrawn
from lms.surveys.forms.filling import Sent, as_uuid, read_sent, version_number
from lms.surveys.models import Draft, Form, FormVersion, Submission
from lms.surveys.views.filled import Filled, Note, title_of


def version_of(key: str, number: int | None = None) -> FormVersion:
    """The version that a page was made from, else the newest. Raises Http404 in words."""
    versions = FormVersion.objects.filter(form__key=key).select_related("form__country").order_by("-number")
    found = (versions.filter(number=number).first() if number else None) or versions.first()
    if found is None:
        raise Http404(_("There is no form at this address. Ask for the link again where you got it."))
    return found


def occasion_of(request: HttpRequest) -> UUID | None:
    """What the form is answered for, as the address says. Raises Http404 for a broken one."""
    given = request.GET.get("for")
    occasion = as_uuid(given)
    if given and occasion is None:
        raise Http404(_("The end of this link is missing. Ask for the link again where you got it."))
    return occasion


def person_of(request: HttpRequest) -> Person | None:
    return request.user if request.user.is_authenticated else None


def scope_of(form: Form, person: Person | None, occasion: UUID | None) -> Country | None:
    """The country whose answer this is. Raises NotInvited or AlreadyAnswered when the form is for invited persons."""
    if form.invited:
        return invitations.for_person(occasion=occasion, form_id=form.pk, person=person).country
    return person.country if person and person.country else form.country


@method_decorator(never_cache, name="dispatch")
class FormPage(View):
    """The newest version in the frame's language, or in the form's nearest one, with its own lang attributes."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        version, occasion, person, now = version_of(key), occasion_of(request), person_of(request), timezone.now()
        if refusal := refused(version.form, person, occasion):
            return closed(request, version.form, refusal)
        instance = uuid4()
        fresh = Sent(first_data(version.definition, now, str(instance)), instance)
        return Filled(request, version, fresh, now).page(others=drafts.of_person(person, form=version.form))

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        number = version_number(request.POST)
        version, now = version_of(key, number), timezone.now()
        sent = read_sent(post=request.POST, files=request.FILES, definition=version.definition)
        filled = Filled(request, version, sent, now, other_version=number is not None and number != version.number)
        return answer(filled, occasion_of(request))


def refused(form: Form, person: Person | None, occasion: UUID | None) -> Exception | None:
    """Why the form cannot be filled in by this person; None when it can."""
    if form.withdrawn_at and form.withdrawn_at <= timezone.now():
        return Withdrawn(form.key)
    try:
        scope_of(form, person, occasion)
    except (NotInvited, AlreadyAnswered) as refusal:
        return refusal
    return None


def answer(filled: Filled, occasion: UUID | None) -> HttpResponse:
    """What a sent page leads to: the next page, or the page again with everything that was typed."""
    form, person, action = filled.version.form, person_of(filled.request), filled.sent.action
    try:
        if action != "send" and (refusal := refused(form, person, occasion)):
            raise refusal
        filled.take_files(person)
        if action == "save":
            draft = filled.save(person, occasion)
            return redirect(reverse("surveys:draft", args=[form.key, draft.uuid]))
        if action == "send" and not (filled.troubles or filled.other_version or filled.opened()):
            return store(filled, person, occasion)
        return filled.page()
    except AnswersRefused as refusal:
        return filled.page(complaints=refusal.complaints)
    except Withdrawn:
        return filled.page(status=410, ended=True, note=Note("lacquer", _("This form is closed."), _(
            "Your answers were not sent. They stand below: copy what you want to keep.")))
    except InstanceTaken:
        return filled.anew().page(status=409, note=Note("gilt", _("Your first answers are kept."), _(
            "This page was sent before with other answers, and those stand. Send it again to send these as well.")))
    except NotInvited as refusal:
        draft = filled.save(None, occasion) if form.invited and not person else None
        return closed(filled.request, form, refusal, draft)
    except AlreadyAnswered as refusal:
        return closed(filled.request, form, refusal)


def store(filled: Filled, person: Person | None, occasion: UUID | None) -> HttpResponse:
    """Store the answers. Raises whatever receive() refuses."""
    version, sent = filled.version, filled.sent
    try:
        country = scope_of(version.form, person, occasion)
    except AlreadyAnswered:
        # a second click: the same page was stored a moment ago, and receive() compares the two
        earlier = Submission.objects.filter(instance_id=sent.instance_id).select_related("country").first()
        if earlier is None:
            raise
        country = earlier.country
    receive(version=version, data=sent.data, language=filled.language, channel=Submission.Channel.WEB, occasion=occasion,
            person=person, country=country, instance_id=sent.instance_id, now=filled.now)
    return redirect(reverse("surveys:sent", args=[version.form.key]))


def sent(request: HttpRequest, key: str) -> HttpResponse:
    """Thank you: the answers are stored."""
    form = version_of(key).form
    return render(request, "surveys/sent.html", {"form": form, "title": title_of(form, get_language())})


def closed(request: HttpRequest, form: Form, reason: Exception, draft: Draft | None = None) -> HttpResponse:
    """A page that says why the form cannot be filled in here and now. `draft` holds what was typed meanwhile."""
    why = {AlreadyAnswered: "answered", Withdrawn: "withdrawn"}.get(
        type(reason), "not-invited" if request.user.is_authenticated else "sign-in")
    onward = reverse("surveys:draft", args=[form.key, draft.uuid]) if draft else request.get_full_path()
    context = {"form": form, "title": title_of(form, get_language()), "why": why, "draft": draft,
               "sign_in": f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': onward})}"}
    return render(request, "surveys/closed.html", context, status=410 if why == "withdrawn" else 403)
