"""The pages of a form: fill it in, send it, thank you. The server decides everything; no script is needed."""

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
from lms.surveys.domain import invitations
from lms.surveys.domain.answers import receive
from lms.surveys.domain.evaluation import Judged, judge
from lms.surveys.domain.languages import nearest, say, tag
from lms.surveys.domain.refusals import AlreadyAnswered, AnswersRefused, InstanceTaken, NotInvited
from lms.surveys.forms.filling import Sent, Words, as_uuid, defaults, questions, read_sent, version_number
from lms.surveys.models import Form, FormVersion, Submission


def _version(key: str, number: int | None = None) -> FormVersion:
    """The version that a page was made from, else the newest. Raises Http404 in words."""
    versions = FormVersion.objects.filter(form__key=key).select_related("form__country").order_by("-number")
    found = (versions.filter(number=number).first() if number else None) or versions.first()
    if found is None:
        raise Http404(_("There is no form at this address. Ask for the link again where you got it."))
    return found


def _occasion(request: HttpRequest) -> UUID | None:
    given = request.GET.get("for")
    occasion = as_uuid(given)
    if given and occasion is None:
        raise Http404(_("The end of this link is missing. Ask for the link again where you got it."))
    return occasion


def _person(request: HttpRequest) -> Person | None:
    return request.user if request.user.is_authenticated else None


def _scope(form: Form, person: Person | None, occasion: UUID | None) -> Country | None:
    """The country whose answer this is. Raises NotInvited or AlreadyAnswered when the form is for invited persons."""
    if form.invited:
        invitation = invitations.for_person(occasion=occasion, form_id=form.pk, person=person)
        return invitation.country
    return person.country if person and person.country else form.country


@method_decorator(never_cache, name="dispatch")
class FormPage(View):
    """The newest version in the frame's language, or in the form's nearest one, with its own lang attributes."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        version, occasion = _version(key), _occasion(request)
        try:
            _scope(version.form, _person(request), occasion)
        except (NotInvited, AlreadyAnswered) as reason:
            return _closed(request, version.form, reason)
        sent = Sent(defaults(version.items), uuid4(), version.number, None)
        return _page(request, version, sent, _judge(version, sent))

    def post(self, request: HttpRequest, key: str) -> HttpResponse:
        version, occasion = _version(key, version_number(request.POST)), _occasion(request)
        sent = read_sent(post=request.POST, items=version.items)
        judged = _judge(version, sent)
        opened = {path for path in _asked(version, judged) if sent.shown is not None and path not in sent.shown}
        if opened:
            return _page(request, version, sent, judged, opened=opened)
        try:
            return self._store(request, version, occasion, sent)
        except AnswersRefused as refusal:
            return _page(request, version, sent, judged, wrong=refusal)
        except InstanceTaken:
            return _closed(request, version.form, InstanceTaken())
        except (NotInvited, AlreadyAnswered) as reason:
            return _closed(request, version.form, reason)

    def _store(self, request: HttpRequest, version: FormVersion, occasion: UUID | None, sent: Sent) -> HttpResponse:
        person = _person(request)
        try:
            country = _scope(version.form, person, occasion)
        except AlreadyAnswered:
            # a second click: the same page was stored a moment ago, and receive() compares the two
            earlier = Submission.objects.filter(instance_id=sent.instance_id).select_related("country").first()
            if earlier is None:
                raise
            country = earlier.country
        receive(version=version, data=sent.data, language=_language(version), channel=Submission.Channel.WEB,
                occasion=occasion, person=person, country=country, instance_id=sent.instance_id, now=timezone.now())
        return redirect(reverse("surveys:sent", args=[version.form.key]))


def sent(request: HttpRequest, key: str) -> HttpResponse:
    """Thank you: the answers are stored."""
    form = _version(key).form
    return render(request, "surveys/sent.html", {"form": form, "title": _title(form)})


def _title(form: Form) -> Words:
    """The form's title with the lang attribute that it needs."""
    frame = get_language()
    text, spoken = say(form.titles, nearest(languages=list(form.titles) or [frame], wanted=frame))
    return Words(text or form.key, tag(spoken) if text and spoken != frame else "")


def _language(version: FormVersion) -> str:
    return nearest(languages=version.languages, wanted=get_language())


def _judge(version: FormVersion, given: Sent) -> Judged:
    return judge(items=version.items, data=given.data, language=_language(version), now=timezone.now())


def _asked(version: FormVersion, judged: Judged) -> list[str]:
    """The paths that a page shows a field for."""
    return [item["path"] for item in version.items
            if item["path"] in judged.relevant and item["type"] not in {"note", "group", "meta"}]


def _page(request: HttpRequest, version: FormVersion, given: Sent, judged: Judged, *,
          wrong: AnswersRefused | None = None, opened: set[str] | None = None) -> HttpResponse:
    language = _language(version)
    complaints = wrong.complaints if wrong else {}
    if opened:  # what was shown and is wrong is said at once, what has only now appeared is not yet
        complaints = {path: one for path, one in judged.complaints.items() if path not in opened}
    shown = questions(items=version.items, data=given.data, relevant=judged.relevant, complaints=complaints,
                      language=language, frame=get_language())
    own_names = dict(settings.LANGUAGES)
    context = {
        "form": version.form, "version": version, "title": _title(version.form),
        "questions": shown, "wrong": [one for one in shown if one.error], "opened": bool(opened),
        "instance": given.instance_id, "asked": _asked(version, judged),
        "form_languages": [] if language in {get_language(), "default"} else [
            {"tag": tag(code), "name": own_names.get(code, code)} for code in version.languages]}
    return render(request, "surveys/form.html", context, status=422 if complaints else 200)


def _closed(request: HttpRequest, form: Form, reason: Exception) -> HttpResponse:
    """A page that says why the form cannot be filled in here and now."""
    why = {AlreadyAnswered: "answered", InstanceTaken: "taken"}.get(
        type(reason), "not-invited" if request.user.is_authenticated else "sign-in")
    context = {"form": form, "title": _title(form), "why": why,
               "sign_in": f"{reverse(settings.LOGIN_URL)}?next={request.get_full_path()}" if why == "sign-in" else ""}
    return render(request, "surveys/closed.html", context, status=409 if why == "taken" else 403)
