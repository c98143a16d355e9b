"""What every answer carries, and what no question may carry."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpResponseBadRequest, HttpResponseRedirect
from django.template import loader
from django.utils.translation import get_language_from_path, get_language_from_request, override

OWN = ("default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
       "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'")
ADMIN = ("default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
         "img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; "
         "frame-ancestors 'self'")


def client_address(get_response):
    """REMOTE_ADDR is the visitor's address everywhere behind this, also where proxies of our own stand in front.

    With n of them (TRUSTED_PROXIES) it is the n-th entry of X-Forwarded-For from the right: our proxies wrote that one,
    and what stands left of it anybody may have written. Without proxies the header is not believed at all.
    """

    def middleware(request):
        if settings.TRUSTED_PROXIES:
            written = request.headers.get("X-Forwarded-For", "").split(",")
            if len(written) >= settings.TRUSTED_PROXIES:
                address = bare(written[-settings.TRUSTED_PROXIES])
                request.META["REMOTE_ADDR"] = address or request.META.get("REMOTE_ADDR", "")
        return get_response(request)

    return middleware


def bare(written: str) -> str:
    """The address alone: some proxies add a port (192.0.2.7:5000, [2001:db8::7]:5000); empty when it is none."""
    text = written.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        return str(ip_address(text))
    except ValueError:
        return ""


def content_security_policy(get_response):
    """The strict policy on our own pages; Wagtail's admin has inline scripts and gets the tightest it works under."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", ADMIN if request.path.startswith("/admin/") else OWN)
        return response

    return middleware


def odd_bytes(get_response):
    """A NUL in an address is refused politely: PostgreSQL stores none, and nobody types one. Forms refuse it at its field.

    The search is left alone: there it is a page like any other.
    """

    def middleware(request):
        searched = request.path.endswith("/search/")
        if "\x00" in request.path or (not searched and any("\x00" in v for _k, vs in request.GET.lists() for v in vs)):
            # this runs before the frame's language is known: without it, the one of the request before would answer
            with override(get_language_from_path(request.path_info) or get_language_from_request(request)):
                return HttpResponseBadRequest(loader.render_to_string("400.html", request=request))
        return get_response(request)

    return middleware


def personal_pages(get_response):
    """What a signed-in person sees is kept by no proxy and no shared device; and no address is a blank page.

    An address that only takes answers (POST) is asked for by GET when somebody had to sign in again: on to my work.
    """

    def middleware(request):
        response = get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "private, no-store"
        if response.status_code == 405 and request.method == "GET" and not request.path.startswith("/admin/"):
            return HttpResponseRedirect(f"/{get_language_from_path(request.path_info) or 'en'}/my/")
        return response

    return middleware
