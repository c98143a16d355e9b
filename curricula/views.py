"""The public pages of curricula. A text keeps its own language and its own address under every frame language."""

from functools import wraps

from django.conf import settings
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


def kept_for_everyone(view):
    """Keep what a reader without a session sees, for a minute and no longer than until something is published.

    Only a page that everyone may read (200) is kept; whoever brings a session, a message or a query is asked anew.
    """

    @wraps(view)
    def keeping(request: HttpRequest, **slugs: str) -> HttpResponse:
        if request.GET or {settings.SESSION_COOKIE_NAME, "messages"} & request.COOKIES.keys():
            return view(request, **slugs)
        key = f"curricula:page:{stamp()}:{timezone.localdate()}:{request.path}"
        content = cache.get(key)
        if content is None:
            response = view(request, **slugs)
            if response.status_code == 200:
                cache.set(key, response.content, PAGE_SECONDS)
            return response
        return HttpResponse(content, headers={"Vary": "Cookie"})

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
    found = reading.find(curriculum=slug, module=module, on=timezone.localdate())
    if found is None:
        raise Http404(_("There is no module at this address."))
    access, country_id = access_of(request.user), found.shelf.page.country_id
    context = {"reading": found, "module": found.module, "shelf": found.shelf}
    if not may_read(visibility=found.module.visibility, access=access, country_id=country_id):
        return render(request, "curricula/restricted.html", context, status=403)
    context["with_notes"] = may_read_notes(access=access, country_id=country_id)
    context["body"] = text_of(found.module, with_notes=context["with_notes"])
    context["related"] = related(found.module, request.user)
    return render(request, "curricula/module.html", context)


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
