"""The public check of a certificate: one query, no names beyond what the holder agreed to show."""

from hashlib import blake2b

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from certification.domain.check import Checked, checked_from, day_of, missing, read_code, rows_of
from certification.domain.shown import is_withdrawn
from certification.domain.words import sentence, verdict
from lms.look.domain.dates import write_clock, write_weekday_day
from lms.look.domain.throttle import missed

TIME_MARK = "[[checked on]]"

MOST_MISSES, MINUTES = 30, 5
"""An address that asks for so many unknown codes in so many minutes has to wait."""


def ask(request: HttpRequest) -> HttpResponse:
    """The field for the code; a code in it leads to its own address."""
    typed = request.GET.get("code", "")
    code = read_code(typed)
    if not typed:
        return render(request, "certification/ask.html", {"typed": "", "error": ""})
    short = missing(code)
    if short == 0:
        return redirect("certification:verify", code)
    error = (ngettext("%(count)s character is missing at the end.", "%(count)s characters are missing at the end.", short)
             if short > 0 else ngettext("%(count)s character is too many.", "%(count)s characters are too many.", -short))
    return render(request, "certification/ask.html", {"typed": typed[:60], "error": error % {"count": abs(short)}})


def answer(request: HttpRequest, code: str) -> HttpResponse:
    """What a certificate is worth today, in one query.

    For visitors the page is kept under a hash of all that it says, so an event in the ledger shows at once.
    """
    read = read_code(code)
    rows = rows_of(read) if missing(read) == 0 else []
    today = day_of(rows, timezone.now()) if rows else None
    if today is None or rows[0][2] > today:
        return unknown(request, code)
    visitor = settings.SESSION_COOKIE_NAME not in request.COOKIES
    said = blake2b(repr((rows, read, today, get_language())).encode(), digest_size=16).hexdigest()
    page = caches["kept"].get(said) if visitor else None
    if page is None:
        page = write_page(request, checked_from(rows, code=read, on=today))
        if visitor:
            caches["kept"].set(said, page, 3600)
    return HttpResponse(put_time(page))


def write_page(request: HttpRequest, checked: Checked) -> str:
    """The page, with a mark where the time is put in."""
    if is_withdrawn(checked.certificate):
        return str(render_to_string("certification/withdrawn.html", {
            "certificate": checked.certificate, "issued_on": checked.issued_on, "time_mark": TIME_MARK}, request))
    return str(render_to_string("certification/check.html", {
        "certificate": checked.certificate, "standing": checked.standing, "issued_on": checked.issued_on,
        "verdict": verdict(checked.standing), "sentence": sentence(checked.standing), "time_mark": TIME_MARK}, request))


def put_time(page: str) -> str:
    """The page with "checked on", which must be true for a kept page too."""
    now, language = timezone.localtime(), get_language() or "en"
    text = _("Checked on %(day)s at %(time)s. The status can change: check again before a course.") % {
        "day": write_weekday_day(now, language=language), "time": write_clock(now, language=language)}
    return page.replace(TIME_MARK, escape(text), 1)


def unknown(request: HttpRequest, code: str) -> HttpResponse:
    """No such certificate; an address that tries too many codes has to wait."""
    misses = missed("check", request.META.get("REMOTE_ADDR", ""), minutes=MINUTES)
    status = 429 if misses > MOST_MISSES else 404
    error = (_("Too many codes were tried from here. Wait five minutes.") if status == 429 else
             _("No certificate has this code. Compare it with the paper, letter by letter."))
    return render(request, "certification/ask.html", {"typed": code[:60], "error": error}, status=status)
