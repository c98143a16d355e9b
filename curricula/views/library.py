"""The library: its shelf, one entry, its file, and the forms of those who keep it."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from curricula.domain import library as rules
from curricula.domain import library_files, reading
from curricula.domain.library import REGIONAL, Wish, shelf, with_words
from curricula.domain.plan_areas import ACTIVITIES, AREAS, grouped
from curricula.forms.library import ChangeResourceForm, NewResourceForm, ResourceForm
from curricula.models import ModulePage, Resource
from curricula.views.reading import kept_for_everyone
from lms.look.forms import refuse
from lms.people.domain.refusal import Refused, require
from lms.people.models import Country
from lms.people.models.person import access_of

PAGE, LONGEST = 20, 200


def asked(request: HttpRequest, countries: list[Country], origins: list[ModulePage]) -> Wish:
    """What the address asks for; what is not known there counts as not asked."""
    given = {name: request.GET.get(name, "") for name in ("kind", "language", "country", "module", "area")}
    codes = {country.code for country in countries} | {REGIONAL}
    words = " ".join("".join(sign if sign.isprintable() else " " for sign in request.GET.get("words", "")[:LONGEST]).split())
    return Wish(
        words=words, kind=given["kind"] if given["kind"] in Resource.Kind.values else "",
        language=given["language"] if given["language"] in dict(settings.LANGUAGES) else "",
        country=given["country"] if given["country"] in codes else "",
        module=next((one.origin_id for one in origins if str(one.origin_id) == given["module"]), None),
        area=given["area"] if given["area"] in AREAS or given["area"] in ACTIVITIES else "")


@require_safe
@kept_for_everyone
def index(request: HttpRequest) -> HttpResponse:
    """What is on the shelf, by what the reader looks for. Four queries, with words two more."""
    countries, origins = list(Country.objects.all()), reading.origins()
    wish = asked(request, countries, origins)
    found = shelf(wish)
    page = Paginator(with_words(found, wish.words) if wish.words else found, PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return render(request, "curricula/library.html", {
        "page": page, "wish": wish, "query": query.urlencode(), "countries": countries, "origins": origins,
        "kinds": Resource.Kind.choices, "areas": [(area, name) for area, (name, _count) in AREAS.items()],
        "tongues": settings.LANGUAGES, "may_keep": access_of(request.user).where("keep library") != set()})


def resource_for(request: HttpRequest, key: str) -> Resource:
    """The entry of an address; one that was put away is there for those who keep it alone."""
    found = get_object_or_404(Resource.objects.select_related("country"), key=key)
    if not found.public and not access_of(request.user).may("keep library", found.country_id):
        raise Http404(_("There is no text at this address."))
    return found


@require_safe
@kept_for_everyone
def resource(request: HttpRequest, key: str) -> HttpResponse:
    """One entry: what it is, where it can be had, which modules and activities it serves."""
    found = resource_for(request, key)
    others = [code for code, _name in settings.LANGUAGES if found.titles.get(code)]
    here = next((code for code in (get_language(), "en") if code in others), next(iter(found.titles), "en"))
    return render(request, "curricula/resource.html", {
        "resource": found, "here": here, "title": found.titles.get(here, ""), "summary": found.summaries.get(here, ""),
        "others": [(code, found.titles[code], found.summaries.get(code, "")) for code in others if code != here],
        "loaded": found.file and library_files.load(found.file), "areas": grouped(found.areas),
        "modules": reading.of_origins(found.modules.values("origin_id"), on=timezone.localdate()),
        "may_keep": access_of(request.user).may("keep library", found.country_id)})


@require_safe
def file(request: HttpRequest, key: str) -> FileResponse:
    """The entry's file, as a download that no browser opens as a page of ours."""
    found = resource_for(request, key)
    loaded = found.file and library_files.load(found.file)
    if not loaded:
        raise Http404(_("There is no text at this address."))
    response = FileResponse(loaded.file, as_attachment=True, filename=f"{found.key}{loaded.suffix}",
                            content_type=loaded.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "public, max-age=600" if found.public else "private, no-store"
    return response


def settle(form: ResourceForm, act, **fields) -> Resource | None:
    """Do what the form asks; None when the rule says no, and the form then says why."""
    try:
        return act(entry=form.entry(), upload=form.cleaned_data["file"], now=timezone.now(), **form.words(), **fields)
    except Refused as refused:
        refuse(form, refused)
        return None


@login_required
def new(request: HttpRequest) -> HttpResponse:
    places = access_of(request.user).where("keep library")
    if places == set():
        require("keep library", by=request.user, country=request.user.country)
    form = NewResourceForm(request.POST or None, request.FILES or None, origins=reading.origins(), places=places,
                           initial={"language": get_language()})
    if form.is_valid() and (made := settle(form, rules.add, by=request.user, language=form.cleaned_data["language"],
                                           country=form.cleaned_data["country"])):
        messages.success(request, _("The text is in the library."))
        return redirect(made)
    return render(request, "curricula/resource_new.html", {"form": form})


@login_required
def change(request: HttpRequest, key: str) -> HttpResponse:
    """The form of one entry, its words in the language of `?in=` (the frame's at first)."""
    found = resource_for(request, key)
    require("keep library", by=request.user, country=found.country)
    wished = request.GET.get("in", get_language())
    language = wished if wished in dict(settings.LANGUAGES) else "en"
    form = ChangeResourceForm(request.POST or None, request.FILES or None, origins=reading.origins(), resource=found,
                              initial=begun(found, language))
    if form.is_valid() and settle(form, rules.change, resource=found, by=request.user, language=language,
                                  seen=form.cleaned_data["seen"],
                                  forget_file=form.cleaned_data.get("forget_file", False)):
        messages.success(request, _("Saved."))
        return redirect(found)
    if form.is_bound:  # who was told that somebody was quicker may compare, and save on top of it
        form.data = form.data.copy()
        form.data["seen"] = rules.fingerprint(found)
    return render(request, "curricula/resource_change.html", {
        "form": form, "resource": found, "language": language,
        "tongues": [(code, code in found.titles) for code, _name in settings.LANGUAGES]})


def begun(found: Resource, language: str) -> dict:
    """What the form of an entry begins from."""
    origins: list[UUID] = list(found.modules.values_list("origin_id", flat=True))
    plain = {name: getattr(found, name) for name in ("kind", "languages", "issuer", "year", "licence", "url")}
    return plain | {"title": found.titles.get(language, ""), "summary": found.summaries.get(language, ""),
                    "areas": ", ".join(found.areas), "modules": [str(origin) for origin in origins],
                    "seen": rules.fingerprint(found)}


@login_required
def put_away(request: HttpRequest, key: str) -> HttpResponse:
    """Asks once, then takes the entry off the shelf, or puts it back."""
    found = resource_for(request, key)
    require("keep library", by=request.user, country=found.country)
    if request.method == "POST":
        away = request.POST.get("away") == "1"
        rules.put_away(resource=found, away=away, by=request.user, now=timezone.now())
        messages.success(request, _("The text is put away. Nobody finds it any more.") if away
                         else _("The text is back in the library."))
        return redirect(found)
    return render(request, "curricula/resource_put_away.html", {"resource": found})
