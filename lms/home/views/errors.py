"""When something is wrong: letterhead, one sentence, a way on; in the person's language."""

import logging
import re
from secrets import token_hex

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader
from django.utils.translation import get_language_from_path, get_language_from_request, override

log = logging.getLogger("lms.broken")
LIKE_A_LANGUAGE = re.compile(r"^/(?P<code>[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*)(?P<rest>/.*)?$")
WITHOUT_LANGUAGES = "lms.home.urls.plain"


def language_of(request: HttpRequest) -> str:
    """The language of the address, else the one that the browser asks for, else English."""
    return get_language_from_path(request.path_info) or get_language_from_request(request)


def answer(request: HttpRequest, template: str, status: int, context: dict | None = None) -> HttpResponse:
    with override(language_of(request)):
        return render(request, template, context, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, "400.html", 400)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The sentence that the rule gave, if it gave one."""
    return answer(request, "403.html", 403, {"exception": str(exception or "")})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return answer(request, "403_csrf.html", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No page here. Where the address begins with a language that is not one of ours, the seven are named."""
    unknown = LIKE_A_LANGUAGE.match(request.path_info)
    if unknown is None or unknown["code"] in dict(settings.LANGUAGES):
        return answer(request, "404.html", 404)
    language, rest = language_of(request), unknown["rest"] or "/"
    # else the locale middleware would answer with a redirect to /en/fr/, where there is nothing either
    request.urlconf = WITHOUT_LANGUAGES
    # the languages at the top of the page lead to the same page in each language
    request.path = f"/{language}{rest}"
    return answer(request, "home/no_language.html", 404, {"rest": rest, "languages": settings.LANGUAGES})


def broken(request: HttpRequest) -> HttpResponse:
    """The reference is in the log too. The page asks neither database nor session: they may be what is broken."""
    reference = token_hex(4)
    log.error("reference %s: %s %s", reference, request.method, request.path)
    with override(language_of(request)):
        return HttpResponseServerError(loader.render_to_string("500.html", {"reference": reference}))
