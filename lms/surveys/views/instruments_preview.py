"""The form as people will see it, in each of its languages, at a phone's or a desk's width. Nothing can be sent."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID, uuid5

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lms.surveys.domain import uploads
from lms.surveys.domain.evaluation import judge
from lms.surveys.domain.instance import first_data
from lms.surveys.domain.languages import say, tag
from lms.surveys.domain.paper import frame_of
from lms.surveys.forms import filling
from lms.surveys.forms.page import page_of
from lms.surveys.forms.parts import Words
from lms.surveys.models.definition import Definition
from lms.surveys.views.filled import Note
from lms.surveys.views.instruments import instrument_for, tongues, version_for
from lms.surveys.views.instruments_uploads import upload_for

SEED = UUID("5b0c9c1e-0f0a-4c7c-9a53-6f1d7d1f3b77")
WIDTHS = ("phone", "desk")


@dataclass(frozen=True)
class Previewed:
    """What is shown: a version, or a workbook on its way to one. `route` and `args` are its address, `back` the way back."""

    route: str
    args: tuple
    back: str
    titles: dict[str, str]
    anonymous: bool
    definition: Definition
    media_at: Callable[[str], str]

    def address(self, language: str, query: str = "") -> str:
        return reverse(self.route, args=[*self.args, language]) + query

    def inside(self, language: str) -> str:
        """The address of the form itself, under the frame that its readers have."""
        with override(frame_of(language)):
            return self.address(language, "?inside=1")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def of_version(request: HttpRequest, key: str, number: int, language: str) -> HttpResponse:
    form = instrument_for(request, key)
    version = version_for(form, number)
    names = set(version.files.values_list("name", flat=True))
    return shown(request, language, Previewed(
        "surveys:version_preview", (key, number), reverse("surveys:instrument", args=[key]), form.titles, form.anonymous,
        version.definition, lambda name: reverse("surveys:media", args=[key, number, name]) if name in names else ""))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def of_upload(request: HttpRequest, uuid: UUID, language: str) -> HttpResponse:
    upload = upload_for(request, uuid)
    names = set(uploads.media_of(upload))
    titles = (upload.form.titles if upload.form else {}) | ({upload.languages[0]: upload.title} if upload.title else {})
    return shown(request, language, Previewed(
        "surveys:upload_preview", (uuid,), reverse("surveys:upload", args=[uuid]), titles or {"en": upload.key},
        upload.anonymous, upload.definition,
        lambda name: reverse("surveys:upload_medium", args=[uuid, name]) if name in names else ""))


def shown(request: HttpRequest, language: str, what: Previewed) -> HttpResponse:
    """The page around the frame, or with ?inside=1 the form in it."""
    if language not in what.definition.languages:
        raise Http404(_("This form does not exist in that language."))
    if request.GET.get("inside") == "1":
        return inside(request, language, what)
    width = request.GET.get("width") if request.GET.get("width") in WIDTHS else WIDTHS[0]
    return render(request, "surveys/instruments/preview.html", {
        "what": what, "width": width, "inside": what.inside(language), "language": language,
        "tongues": [one | {"url": what.address(one["code"], f"?width={width}")} for one in tongues(what.definition.languages)],
        "phone": what.address(language), "desk": what.address(language, "?width=desk")})


def inside(request: HttpRequest, language: str, what: Previewed) -> HttpResponse:
    """The real page of the form; its buttons open and close parts of it, and nothing is kept."""
    definition, now, seed = what.definition, timezone.now(), uuid5(SEED, what.route + str(what.args))
    if request.method == "POST":
        data = filled(request, definition)
    else:
        data = first_data(definition, now, str(seed))
    judged = judge(definition=definition, data=data, language=language, now=now, seed=str(seed))
    context = page_of(what.address(language, "?inside=1"), definition=definition, judged=judged, language=language,
                      instance_id=seed, now=now, media_at=what.media_at, preview=True)
    text, spoken = say(what.titles, language)
    title = Words(escape(text), tag(spoken) if spoken != get_language() else "", text)
    return render(request, "surveys/form.html", context | {
        "title": title, "form": what, "notes": [Note("gilt", _("Preview."), _("Nothing can be sent from here."))]})


def filled(request: HttpRequest, definition: Definition) -> dict:
    """What was typed, after what the button says about instances. Files are not taken."""
    sent = replace(filling.read_sent(post=request.POST, files=request.FILES, definition=definition), files={})
    act = {"add": filling.with_instance, "remove": filling.without_instance}.get(sent.action)
    return act(data=sent.data, definition=definition, place=sent.place) if act else sent.data

