"""What countries say upwards: the list, one item, sending, taking back, answering."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from curricula.domain import feedback as rules
from curricula.domain import reading
from curricula.forms.feedback import AnswerForm, DoneForm, FeedbackForm
from curricula.models import CurriculumPage, Feedback
from curricula.views.reading import kept_for_everyone
from lms.look.forms import refuse
from lms.people.domain.refusal import Refused, require
from lms.people.models import Country
from lms.people.models.person import access_of

PAGE = 20
SHOWN = ("country", "module", "version__curriculum")


def with_homes(rows: list[Feedback]) -> list[Feedback]:
    """Each with `home`, the slug of the curriculum that holds its module, for the link. One query, none without a module."""
    paths = {row.module.path[:-row.module.steplen] for row in rows if row.module}
    slugs = dict(CurriculumPage.objects.filter(path__in=paths).values_list("path", "slug")) if paths else {}
    for row in rows:
        row.home = slugs.get(row.module.path[:-row.module.steplen], "") if row.module else ""
    return rows


@require_safe
@kept_for_everyone
def index(request: HttpRequest) -> HttpResponse:
    """What was said, the open before the answered where the reader may see them; by state and country."""
    access, countries = access_of(request.user), list(Country.objects.all())
    found = rules.readable(access).select_related(*SHOWN).defer("module__body")
    chosen = next((one for one in countries if one.code == request.GET.get("country")), None)
    state = request.GET.get("state", "")
    state = state if state in ("open", "answered") else ""
    if chosen:
        found = found.filter(country=chosen)
    if state:
        found = found.filter(answered_at__isnull=state == "open")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    query = urlencode({"country": chosen.code if chosen else "", "state": state})
    places = access.where("send feedback")
    return render(request, "curricula/feedback_list.html", {
        "page": page, "rows": with_homes(list(page)), "countries": countries, "chosen": chosen, "state": state,
        "query": query, "may_send": places != set(), "sees_open": places != set() or access.may("answer feedback", None),
        "may_answer": access.may("answer feedback", None)})


def feedback_for(request: HttpRequest, uuid: UUID) -> Feedback:
    """The item of an address, for those who may read it; to others it is not there."""
    found = rules.readable(access_of(request.user)).select_related(*SHOWN).defer("module__body")
    return with_homes([get_object_or_404(found, uuid=uuid)])[0]


@require_safe
def item(request: HttpRequest, feedback: UUID) -> HttpResponse:
    found = feedback_for(request, feedback)
    mine = request.user.is_authenticated and found.sent_by == request.user.uuid
    return render(request, "curricula/feedback.html", {
        "row": found, "mine": mine, "may_take_back": mine and not found.answered_at,
        "may_answer": access_of(request.user).may("answer feedback", None)})


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """The form; `?module=` comes from the page of a regional module."""
    places = access_of(request.user).where("send feedback")
    if places == set():
        require("send feedback", by=request.user, country=request.user.country)
    mine = list(Country.objects.all() if places is None else Country.objects.filter(pk__in=places))
    form = FeedbackForm(request.POST or None, origins=reading.origins(), places=mine,
                        initial={"module": request.GET.get("module", "")})
    if form.is_valid():
        try:
            sent = rules.send(by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Sent. The secretariat answers here, and writes to you."))
            return redirect("curricula:feedback_item", sent.uuid)
    return render(request, "curricula/feedback_new.html", {"form": form})


@login_required
def take_back(request: HttpRequest, feedback: UUID) -> HttpResponse:
    """Asks once, then undoes what the reader has sent."""
    found = feedback_for(request, feedback)
    if found.sent_by != request.user.uuid:
        raise Http404(_("There is no feedback at this address."))
    if request.method == "POST":
        try:
            rules.take_back(feedback=found, by=request.user, now=timezone.now())
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("curricula:feedback_item", found.uuid)
        messages.success(request, _("Your feedback is taken back."))
        return redirect("curricula:feedback")
    return render(request, "curricula/feedback_take_back.html", {"row": found})


@login_required
def answer(request: HttpRequest, feedback: UUID) -> HttpResponse:
    """The answer; for what is answered already, the version that did it."""
    require("answer feedback", by=request.user, country=None)
    found = feedback_for(request, feedback)
    form = (DoneForm(request.POST or None, initial={"version": found.version_id}) if found.answered_at
            else AnswerForm(request.POST or None))
    act = rules.did_it if found.answered_at else rules.answer
    if form.is_valid():
        try:
            act(feedback=found, by=request.user, now=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            found = feedback_for(request, feedback)
            refuse(form, refused)
        else:
            messages.success(request, _("Answered. The person who wrote gets a letter."))
            return redirect("curricula:feedback_item", found.uuid)
    return render(request, "curricula/feedback_answer.html", {"form": form, "row": found})
