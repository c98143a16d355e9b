"""The pages of lessons: a list, an overview, and one page a step. No script is needed; answers are judged here."""

from uuid import UUID, uuid4

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lms.learning.domain import lessons, shelf
from lms.learning.models import Registration
from lms.people.models import Person


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All lessons, one row each; with how far the person is, when signed in."""
    person = _person(request)
    taken = {row.lesson: row for row in Registration.objects.filter(person=person)} if person else {}
    found = shelf.lessons(wishes=_wishes(request))
    return render(request, "learning/list.html", {"rows": [(lesson, taken.get(lesson.key)) for lesson in found]})


@require_safe
def lesson(request: HttpRequest, key: str) -> HttpResponse:
    """What a lesson is about, in which languages it exists, and its steps with what is done."""
    found, person = _lesson(request, key), _person(request)
    progress = lessons.progress_of(lesson=found.page, person=person)
    registration = Registration.objects.filter(person=person, lesson=key).first() if person else None
    steps = [{"key": block.value["key"], "title": block.value["title"], "done": block.value["key"] in progress.read}
             for block in found.page.steps]
    return render(request, "learning/lesson.html", {
        "lesson": found, "page": found.page, "steps": steps, "registration": registration, "progress": progress,
        "ahead": next((step for step in steps if not step["done"]), None), "query": _query(request)})


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, key: str, step: str) -> HttpResponse:
    """One step. Sent, it is read; a question is judged, and may be answered again until it is right."""
    found, person = _lesson(request, key), _person(request)
    steps = lessons.step_keys(found.page)
    if step not in steps:
        raise Http404(_("This lesson has no such step."))
    after, chosen, answer = _address(request, key, list(steps), step, 1), _chosen(request), None
    if request.method == "POST" and not (steps[step] and chosen is None):
        answer = _take(found, step, chosen, person, request)
        if not steps[step]:
            return redirect(after or _overview(request, key))
    progress = lessons.progress_of(lesson=found.page, person=person)
    block = lessons.step_of(found.page, step)
    return render(request, "learning/step.html", {
        "lesson": found, "page": found.page, "step": block, "question": lessons.question_of(block), "answer": answer,
        "chosen": chosen, "unchosen": request.method == "POST" and answer is None, "statement": uuid4(),
        "read": step in progress.read, "place": list(steps).index(step) + 1, "query": _query(request),
        "bar": [(other, other in progress.read) for other in steps], "after": after,
        "last": step == list(steps)[-1], "before": _address(request, key, list(steps), step, -1)})


def _take(found: shelf.Lesson, step: str, chosen: int | None, person: Person | None,
          request: HttpRequest) -> lessons.Answer | None:
    """Record the step for a person; for everyone else judge the answer and keep nothing."""
    if person is None:
        return lessons.judge(lesson=found.page, step=step, chosen=chosen)
    _progress, answer = lessons.read_step(lesson=found.page, step=step, chosen=chosen, by=person,
                                          statement=_statement(request), now=timezone.now())
    return answer


def _person(request: HttpRequest) -> Person | None:
    return request.user if request.user.is_authenticated else None


def _wishes(request: HttpRequest) -> tuple[str | None, ...]:
    """The language asked for in the address, the frame's, the person's."""
    return request.GET.get("in"), get_language(), getattr(request.user, "language", None)


def _lesson(request: HttpRequest, key: str) -> shelf.Lesson:
    found = shelf.lesson(key=key, wishes=_wishes(request))
    if found is None:
        raise Http404(_("There is no lesson at this address."))
    return found


def _query(request: HttpRequest) -> str:
    """The language asked for, carried from step to step."""
    asked = request.GET.get("in")
    return f"?in={asked}" if asked in dict(settings.LANGUAGES) else ""


def _overview(request: HttpRequest, key: str) -> str:
    return reverse("learning:lesson", args=[key]) + _query(request)


def _address(request: HttpRequest, key: str, steps: list[str], step: str, by: int) -> str | None:
    """The step `by` places on, or None beyond the ends."""
    at = steps.index(step) + by
    return reverse("learning:step", args=[key, steps[at]]) + _query(request) if 0 <= at < len(steps) else None


def _chosen(request: HttpRequest) -> int | None:
    """The number of the chosen answer, from 0; None when none was chosen or what came is no number."""
    given = request.POST.get("answer", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 3 else None


def _statement(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("statement", ""))
    except ValueError:
        return uuid4()
