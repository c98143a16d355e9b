"""The instruments: their list, one with its versions, what changed between two, and taking one out of use."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lms.documents.domain.qr import qr_svg
from lms.people.domain.refusal import Refused, require
from lms.people.models.person import access_of
from lms.surveys.domain import shelf as shelves
from lms.surveys.domain import uploads, withdrawing
from lms.surveys.domain.languages import tag
from lms.surveys.domain.outline import compared
from lms.surveys.domain.results.access import in_scope
from lms.surveys.forms.instruments import ReasonForm, WorkbookForm
from lms.surveys.models import Form, FormVersion
from lms.surveys.views.results import form_or_404

PAGE = 30
MOST_NUMBER = 2_000_000


def instrument_for(request: HttpRequest, key: str) -> Form:
    """The instrument of an address, for who reads results there. Raises Http404 and PermissionDenied in words."""
    return form_or_404(key, request.user, shelves.READ)


def version_for(form: Form, number: int) -> FormVersion:
    found = form.versions.filter(number=number).first() if number < MOST_NUMBER else None
    if found is None:
        raise Http404(_("There is no version with this number."))
    return found


def tongues(languages: list[str]) -> list[dict[str, str]]:
    """The languages of a form by their own names, each with its lang attribute."""
    own = dict(settings.LANGUAGES)
    return [{"code": code, "name": own.get(code, code), "tag": tag(code)} for code in languages]


def address_in(form: Form, language: str) -> str:
    """Where the form is answered, whole, under a language of the frame."""
    with override(language):
        return settings.SITE_ADDRESS + reverse("surveys:form", args=[form.key])


@require_safe
@login_required
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """The instruments of one's countries and the region's, and one's own workbooks that wait. Four queries."""
    page = Paginator(shelves.shelf(by=request.user), PAGE).get_page(request.GET.get("page"))
    rows = [{"form": form, "answers": shelves.shown(form=form, count=form.answers), "tongues": tongues(form.spoken or [])}
            for form in page.object_list]
    may_edit = access_of(request.user).where(shelves.EDIT) != set()
    return render(request, "surveys/instruments/list.html", {
        "page": page, "rows": rows, "may_edit": may_edit,
        "waiting": uploads.uploads_of(request.user).defer("xlsx", "xform", "items", "lists") if may_edit else []})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def instrument(request: HttpRequest, key: str) -> HttpResponse:
    """One instrument; its editors send a new version here."""
    form = instrument_for(request, key)
    sent = WorkbookForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        require(shelves.EDIT, by=request.user, country=form.country)
        if sent.is_valid() and (upload := settle(sent, form=form, wish=uploads.Wish.of(form), by=request.user)):
            return redirect("surveys:upload", upload.uuid)
    versions = list(form.versions.defer("xlsx", "xform", "items", "lists", "keys").order_by("-number"))
    addresses = [{"code": code, "name": name, "url": address_in(form, code)} for code, name in settings.LANGUAGES
                 if versions and code in versions[0].languages]
    return render(request, "surveys/instruments/instrument.html", {
        "form": form, "sent": sent, "may_edit": shelves.may_edit(form=form, by=request.user),
        "versions": [{"version": version, "before": before, "tongues": tongues(version.languages)}
                     for version, before in zip(versions, [*versions[1:], None], strict=False)],
        "newest": versions[0] if versions else None, "addresses": addresses, "address": address_in(form, get_language()),
        "qr": mark_safe(qr_svg(address_in(form, get_language()))),
        "answers": shelves.shown(form=form, count=in_scope(form=form, by=request.user, verb=shelves.READ).count())},
        status=422 if sent.errors else 200)


def settle(sent: WorkbookForm, **wish) -> uploads.Upload | None:
    """Keep what the form brings; None when the rule says no, and the form then says why."""
    try:
        return uploads.keep_upload(workbook=sent.cleaned_data["workbook"], files=sent.cleaned_data["files"],
                                   now=timezone.now(), **wish)
    except Refused as refused:
        sent.add_error(refused.field if refused.field in sent.fields else None, str(refused))
        return None


@require_safe
@login_required
def compare(request: HttpRequest, key: str, then: int, now: int) -> HttpResponse:
    """What changed from one version to another."""
    form = instrument_for(request, key)
    old, new = version_for(form, then), version_for(form, now)
    rows = compared(old.definition, new.definition, language=get_language(), names=dict(settings.LANGUAGES))
    return render(request, "surveys/instruments/compare.html", {"form": form, "then": old, "now": new, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Asks for a reason, then takes the form out of use, or back into it."""
    form = instrument_for(request, key)
    require(shelves.EDIT, by=request.user, country=form.country)
    reason = ReasonForm(request.POST or None)
    if reason.is_valid():
        away = request.POST.get("away") == "1"
        act = withdrawing.withdraw if away else withdrawing.reopen
        try:
            act(form=form, reason=reason.cleaned_data["reason"], by=request.user, now=timezone.now())
        except Refused as refused:
            reason.add_error(refused.field, str(refused))
        else:
            messages.success(request, _("The form is withdrawn. Nobody can answer it any more.") if away
                             else _("The form is open again."))
            return redirect("surveys:instrument", form.key)
    return render(request, "surveys/instruments/withdraw.html", {"form": form, "reason": reason},
                  status=422 if reason.errors else 200)
