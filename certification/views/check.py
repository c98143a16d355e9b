"""The public check of a certificate: one query, no names beyond what the holder agreed to show."""

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certification.domain.check import look_up, missing, read_code
from certification.domain.words import sentence, verdict

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
    """What a certificate is worth today."""
    key = f"check-misses:{request.META.get('REMOTE_ADDR', '')}"
    read = read_code(code)
    checked = look_up(code=read, on=timezone.localdate()) if missing(read) == 0 else None
    if checked is None or checked.standing is None:
        cache.add(key, 0, MINUTES * 60)
        status = 429 if cache.incr(key) > MOST_MISSES else 404
        error = (_("Too many codes were tried from here. Wait five minutes.") if status == 429 else
                 _("No certificate has this code. Compare it with the paper, letter by letter."))
        return render(request, "certification/ask.html", {"typed": code[:60], "error": error}, status=status)
    return render(request, "certification/check.html", {
        "certificate": checked.certificate, "standing": checked.standing, "issued_on": checked.issued_on,
        "verdict": verdict(checked.standing), "sentence": sentence(checked.standing), "now": timezone.localtime()})
