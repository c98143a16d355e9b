"""Results of an instrument, its written answers, and the answers that may be read one by one."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lms.people.models import Person
from lms.people.models.person import access_of
from lms.surveys.domain.results import looking, single
from lms.surveys.domain.results import texts as written
from lms.surveys.domain.results.access import form_for, readable
from lms.surveys.domain.results.figures import said
from lms.surveys.forms.results import Namer, answer_groups, choices, divisions
from lms.surveys.models import Form, Submission

A_PAGE, LONGEST = 50, 200


def form_or_404(key: str, by: Person, verb: str) -> Form:
    """The instrument, in the scope of the verb. Raises Http404 in words, PermissionDenied in the rule's words."""
    try:
        return form_for(key=key, by=by, verb=verb)
    except Form.DoesNotExist:
        raise Http404(_("There is no instrument at this address.")) from None


def tabs(form: Form, by: Person, here: str) -> dict:
    """What the head of each page needs: the form, and which tabs the reader has."""
    access = access_of(by)
    return {"form": form, "tab": here, "reads": access.where("read answers") != set() and not form.anonymous,
            "exports": access.where("export answers") != set()}


@require_safe
@login_required
@never_cache
def results(request: HttpRequest, key: str) -> HttpResponse:
    """Counts and charts of every question, narrowed and side by side as the address says."""
    form, language = form_or_404(key, request.user, "read results"), get_language() or "en"
    found = looking.look(form=form, by=request.user, given=request.GET, language=language)
    context = tabs(form, request.user, "results") | {"results": found}
    if found:
        namer = Namer(found.definition, language)
        context |= {"choices": choices(found, namer), "groups": answer_groups(found, namer),
                    "divisions": divisions(found, namer, found.guarded), "heads": heads(found, namer),
                    "texts": access_of(request.user).where("read answers") != set()}
    return render(request, "surveys/results/results.html", context)


def heads(found: looking.Results, namer: Namer) -> list[dict]:
    """The columns: words and their language, or the days that they cover; and how many answers each has."""
    made = []
    for group, size in zip(found.split.shown, found.sizes, strict=False):
        words, language = ("", "") if found.split.days or not found.split.name else namer.name(found.split.name, group[0])
        days = [found.split.days[key] for key in group if key in found.split.days]
        made.append({"words": words, "language": language, "size": size,
                     "first": min(days)[0] if days else None, "last": max(days)[1] if days else None})
    return made


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def texts(request: HttpRequest, key: str, path: str) -> HttpResponse:
    """The written answers to one question. The search is a POST: its words may be names, and stand in no address."""
    form = form_or_404(key, request.user, "read answers")
    item = next((item for version in form.versions.order_by("-number") for item in version.definition.asked
                 if item["path"] == path and item["type"] == "text"), None)
    if item is None:
        raise Http404(_("There is no question at this address that is answered in words."))
    words = " ".join(request.POST.get("words", "")[:LONGEST].replace("\0", "").split())
    found = written.read_texts(form=form, path=path, words=words, by=request.user, now=timezone.now())
    label, code = said(item["labels"], get_language() or "en")
    shown = [(one, written.marked(one.text, words)) for one in found.texts] if found else []
    return render(request, "surveys/results/texts.html", tabs(form, request.user, "results") | {
        "label": label or item["name"], "code": code, "words": words, "found": found, "shown": shown})


def named_or_404(key: str, by: Person) -> Form:
    form = form_or_404(key, by, "read answers")
    if form.anonymous:
        raise Http404(_("This form is anonymous: nobody reads its answers one by one."))
    return form


@require_safe
@login_required
@never_cache
def answers(request: HttpRequest, key: str) -> HttpResponse:
    """The answers to a named form, newest first."""
    form = named_or_404(key, request.user)
    rows = readable(form=form, by=request.user).select_related("person", "country", "version").defer("xml", "answers")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    namer = Namer(page.object_list[0].version.definition, get_language() or "en") if page.object_list else None
    listed = [(row, namer.name("channel", row.channel)[0], namer.name("language", row.language)) for row in page] if namer else []
    return render(request, "surveys/results/answers.html", tabs(form, request.user, "answers") | {
        "page": page, "rows": listed})


@require_safe
@login_required
@never_cache
def answer(request: HttpRequest, key: str, uuid) -> HttpResponse:
    """One filled form, question by question; the log keeps who read it."""
    form = named_or_404(key, request.user)
    try:
        found = single.read_one(form=form, instance=uuid, by=request.user, now=timezone.now(), language=get_language() or "en")
    except Submission.DoesNotExist:
        raise Http404(_("There is no answer at this address.")) from None
    return render(request, "surveys/results/answer.html", tabs(form, request.user, "answers") | {"found": found})
