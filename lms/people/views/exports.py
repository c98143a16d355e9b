"""The list of people as a file, for those who manage people."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lms.files.domain.sheets import write_csv, write_xlsx
from lms.people.domain import listing as register
from lms.people.domain import taking
from lms.people.models.person import access_of
from lms.people.views.persons import WORDS

CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_POST
@login_required
def people(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Everyone whom the list finds and the viewer manages. The button is a POST: what it takes away is in the log."""
    if access_of(request.user).where("manage people") == set():
        raise PermissionDenied(
            _("Your role does not cover this step. Ask the coordinator of your country who does it."))
    chosen, words = register.Chosen.read(request.GET), request.session.get(WORDS, "")
    form, today = "xlsx" if request.POST.get("form") == "xlsx" else "csv", timezone.localdate()
    found = register.to_take_away(viewer=request.user, words=words, chosen=chosen, on=today)
    keys = list(found.values_list("pk", flat=True))
    if form == "xlsx" and len(keys) > taking.MOST_XLSX:
        messages.error(request, _("A workbook holds 10,000 people at most. Take the CSV file, or narrow the list."))
        return redirect(f"{reverse('people:list')}?{urlencode(chosen.given())}")
    taking.note(by=request.user, count=len(keys), chosen=chosen, searched=bool(words), form=form,
                now=timezone.now())
    lines, header = taking.lines(keys, on=today, language=get_language()), taking.header()
    if form == "xlsx":
        response = HttpResponse(write_xlsx(lines, header=header, title=_("People")), content_type=XLSX)
    else:
        response = StreamingHttpResponse(write_csv(lines, header=header), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="people-{today.isoformat()}.{form}"'
    response["Cache-Control"] = "private, no-store"
    return response
