"""A version to take away: its workbook, its XForm, and the form on paper."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lms.documents.domain.render import DocumentError
from lms.surveys.domain import paper, shelf
from lms.surveys.domain.keys import without_keys
from lms.surveys.views.instruments import address_in, instrument_for, version_for

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@login_required
def workbook(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The XLSForm as it was published; without right answers for who may not edit it."""
    version = version_for(instrument_for(request, key), number)
    content = bytes(version.xlsx)
    if not shelf.may_edit(form=version.form, by=request.user):
        content = without_keys(content)
    return as_file(content, XLSX, f"{key}-{number}.xlsx")


@require_safe
@login_required
def xform(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The compiled form, for ODK Collect and its kin. Right answers are not in it."""
    version = version_for(instrument_for(request, key), number)
    return as_file(version.xform.encode(), "application/xml; charset=utf-8", f"{key}-{number}.xml")


@require_safe
@login_required
def printed(request: HttpRequest, key: str, number: int, language: str) -> HttpResponse:
    """The form on paper, in one of its languages; with right answers when an editor asks for them (?keys=1)."""
    version = version_for(instrument_for(request, key), number)
    if language not in version.languages:
        raise Http404(_("This form does not exist in that language."))
    with_keys = request.GET.get("keys") == "1" and bool(version.keys) and shelf.may_edit(form=version.form, by=request.user)
    address = address_in(version.form, paper.frame_of(language))
    try:
        content = paper.paper_pdf(version=version, language=language, address=address, with_keys=with_keys)
    except DocumentError as error:
        messages.error(request, _("No font here has these letters of the form: %(letters)s")
                       % {"letters": " ".join(error.letters)})
        return redirect("surveys:instrument", key)
    return as_file(content, "application/pdf", f"{key}-{number}-{ascii_of(language)}{'-keys' if with_keys else ''}.pdf")


def ascii_of(language: str) -> str:
    """A code of a language for the name of a file."""
    return "".join(sign for sign in language if sign.isascii() and (sign.isalnum() or sign == "-")) or "form"


def as_file(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
