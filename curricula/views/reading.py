"""The public pages of curricula. A text keeps its own language and its own address under every frame language."""

import gzip
from functools import wraps

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from curricula.domain import reading
from curricula.domain.kept import stamp
from curricula.models import ModulePage
from curricula.permissions import may_read, may_read_notes
from lms.people.domain.links import related
from lms.people.models import Country
from lms.people.models.person import access_of

TEXT_SECONDS, PAGE_SECONDS = 3600, 60
PACKING = 4
"""How hard a kept page is packed: half the time of the middleware's 6, for two hundredths more bytes."""


def page_key(path: str, *, packed: bool) -> str:
    """Under which key a page is kept, as it is or packed."""
    return f"curricula:page:{stamp()}:{timezone.localdate()}:{packed:d}:{path}"


def kept_for_everyone(view):
    """Keep what a reader without a session sees, for a minute and no longer than until something is published.

    Only a page that everyone may read (200) is kept; whoever brings a session, a message or a query is asked anew.
    """

    @wraps(view)
    def keeping(request: HttpRequest, **slugs: str) -> HttpResponse:
        if request.GET or {settings.SESSION_COOKIE_NAME, "messages"} & request.COOKIES.keys():
            return view(request, **slugs)
        packed = "gzip" in request.headers.get("Accept-Encoding", "")
        key = page_key(request.path, packed=packed)
        content = cache.get(key)
        if content is None:
            response = view(request, **slugs)
            if response.status_code != 200:
                return response
            # packed once, not for each reader: it holds nobody's secret that a packed length could tell
            content = gzip.compress(response.content, PACKING, mtime=0) if packed else response.content
            cache.set(key, content, PAGE_SECONDS)
        return HttpResponse(content, headers={"Vary": "Cookie, Accept-Encoding"} | ({"Content-Encoding": "gzip"} if packed else {}))

    return keeping


@require_safe
@kept_for_everyone
def index(request: HttpRequest) -> HttpResponse:
    """The region's curricula, then each country with its own, or with none yet."""
    found = reading.fill(reading.shelves(on=timezone.localdate()))
    national = [(country, [shelf for shelf in found if shelf.page.country_id == country.pk])
                for country in Country.objects.all()]
    return render(request, "curricula/list.html", {
        "regional": [shelf for shelf in found if shelf.page.country_id is None], "national": national})


@require_safe
@kept_for_everyone
def curriculum(request: HttpRequest, slug: str) -> HttpResponse:
    """One curriculum: its modules, its versions, who keeps it, and the others."""
    today = timezone.localdate()
    found = reading.shelves(on=today)
    shelf = next((shelf for shelf in found if shelf.page.slug == slug), None)
    if shelf is None:
        raise Http404(_("There is no curriculum at this address."))
    reading.fill([shelf])
    return render(request, "curricula/curriculum.html", {
        "shelf": shelf, "page": shelf.page, "others": [other for other in found if other is not shelf],
        "sessions": sum(module.session_count for module in shelf.modules),
        "minutes": sum(module.minutes or 0 for module in shelf.modules),
        "versions": shelf.page.versions.filter(in_force__lte=today)})


@require_safe
@kept_for_everyone
def module(request: HttpRequest, slug: str, module: str) -> HttpResponse:
    """One module: its text for those who may read it, else who may."""
    found = place_of(slug, module)
    if found is None:
        raise Http404(_("There is no module at this address."))
    access, country_id = access_of(request.user), found.shelf.page.country_id
    context = {"reading": found, "module": found.module, "shelf": found.shelf}
    if not may_read(visibility=found.module.visibility, access=access, country_id=country_id):
        return render(request, "curricula/restricted.html", context, status=403)
    with_notes = may_read_notes(access=access, country_id=country_id)
    may_say = country_id is None and access.where("send feedback") != set()
    links, content = content_of(found, with_notes=with_notes, may_say=may_say)
    return render(request, "curricula/module.html", {"module": found.module, "links": links, "content": content})


def content_of(found: reading.Reading, *, with_notes: bool, may_say: bool) -> tuple[SafeString, SafeString]:
    """What a module's page says of itself in its head, and all between top and foot; kept as long as its place.

    It is the same for all who may read and do the same.

    What belongs to the module beside its text is what everyone may know of it.
    """
    page = found.module
    key = (f"curricula:content:{stamp()}:{timezone.localdate()}:{page.pk}:{page.live_revision_id}:{get_language()}:"
           f"{with_notes:d}{may_say:d}")
    kept = cache.get(key)
    if kept is None:
        context = {"reading": found, "module": page, "shelf": found.shelf, "may_say": may_say, "with_notes": with_notes,
                   "body": text_of(page, with_notes=with_notes), "related": related(page, AnonymousUser())}
        kept = tuple(str(render_to_string(f"curricula/module_{part}.html", context)) for part in ("links", "content"))
        cache.set(key, kept, PAGE_SECONDS)
    links, content = kept
    return mark_safe(links), mark_safe(content)  # our own templates made them


def place_of(curriculum: str, module: str) -> reading.Reading | None:
    """Where a module stands, for every reader the same: kept for a minute, and no longer than until something is published.

    It holds no text of the module, and nobody's rights.
    """
    today = timezone.localdate()
    key = f"curricula:place:{stamp()}:{today}:{curriculum}:{module}"
    found = cache.get(key)
    if found is None:
        found = reading.find(curriculum=curriculum, module=module, on=today)
        if found:
            cache.set(key, found, PAGE_SECONDS)
    return found


def text_of(module: ModulePage, *, with_notes: bool) -> SafeString:
    """The module's sessions and blocks as HTML, kept per revision, frame language and audience.

    A page that was never published through a revision has nothing that changes with its text, and is not kept.
    """
    revision, published = module.live_revision_id, module.last_published_at
    key = f"curricula:text:{module.pk}:{revision}:{published and published.timestamp()}:{get_language()}:{with_notes:d}"
    kept = cache.get(key) if revision else None
    if kept is None:
        text = reading.published(module)
        kept = render_to_string("curricula/text.html", text.text_context(with_notes=with_notes))
        if revision:
            cache.set(key, str(kept), TEXT_SECONDS)
    return mark_safe(kept)  # our own template made it
