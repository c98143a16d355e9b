"""For the operator's watch: is it alive, is it ready. Both say nothing else and need no sign-in."""

import logging
from collections.abc import Callable
from secrets import token_hex

from celery import current_app
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

log = logging.getLogger(__name__)
PATIENCE_SECONDS = 2


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers. Asks neither database nor cache."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Database, cache and broker, each "ok" or "not ok"; 503 unless all three are."""
    checks = {"database": database, "cache": keeps, "broker": broker}
    found = {name: "ok" if holds(name, check) else "not ok" for name, check in checks.items()}
    return JsonResponse(found, status=200 if set(found.values()) == {"ok"} else 503)


def holds(name: str, check: Callable[[], bool]) -> bool:
    """Whether a check holds; the reason why not goes to the log, never to the answer."""
    try:
        return check()
    except Exception:  # every library has its own errors, and each of them means "not ok"
        log.exception("readyz: %s", name)
        return False


def database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def keeps() -> bool:
    """What is put into the cache comes back."""
    key, value = f"readyz:{token_hex(8)}", token_hex(8)
    cache.set(key, value, 10)
    same = cache.get(key) == value
    cache.delete(key)
    return same


def broker() -> bool:
    """A connection to the broker can be opened within two seconds."""
    with current_app.connection_for_write(connect_timeout=PATIENCE_SECONDS) as link:
        link.ensure_connection(max_retries=1, interval_start=0, interval_step=0, timeout=PATIENCE_SECONDS)
        return bool(link.connected)
