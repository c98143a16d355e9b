"""Letters on paper: many have no mail. Each carries a code that does what its link does."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from lms.documents.domain.qr import qr_svg
from lms.notices.domain import outbox
from lms.notices.domain.codes import in_groups
from lms.notices.models import Notice
from lms.people.models import Country, Person
from lms.people.models.person import access_of

A_PAGE = 30


def readable(viewer: Person) -> QuerySet[Notice]:
    """One's own letters, and those to the people whom one manages."""
    places = access_of(viewer).where("manage people")
    if places is None:
        return Notice.objects.all()
    codes = Country.objects.filter(pk__in=places).values("code")
    return Notice.objects.filter(Q(person=viewer.uuid) | Q(country__in=codes))


@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """My letters, newest first; for who manages people, before them those that wait to be printed."""
    manages = access_of(request.user).where("manage people") != set()
    to_print = (list(readable(request.user).filter(address="", sent_at=None).exclude(person=request.user.uuid)
                     .order_by("written_at")[:A_PAGE]) if manages else [])
    readers = Person.objects.visible_to(request.user).in_bulk([letter.person for letter in to_print], field_name="uuid")
    mine = Notice.objects.filter(person=request.user.uuid).order_by("-written_at", "-pk")
    return render(request, "people/letters.html", {
        "page": Paginator(mine, A_PAGE).get_page(request.GET.get("page")), "manages": manages,
        "to_print": [(letter, readers.get(letter.person)) for letter in to_print]})


@login_required
def show(request: HttpRequest, uuid) -> HttpResponse:
    """One letter as a page to print, in its own language, with the code and where to type it."""
    letter = get_object_or_404(readable(request.user), uuid=uuid)
    reader = Person.objects.visible_to(request.user).filter(uuid=letter.person).first()
    if reader is None:
        raise Http404
    with override(letter.language):
        where = settings.SITE_ADDRESS + reverse("people:code")
        link = f"{settings.SITE_ADDRESS}/{letter.language}/{letter.path}" if letter.path else ""
    return render(request, "people/letter.html", {
        "letter": letter, "reader": reader, "code": in_groups(letter.code) if letter.code and letter.path else "",
        "where": where, "manages": letter.person != request.user.uuid,
        # the picture is drawn from our own address and code: nothing in it was typed by anybody
        "qr": mark_safe(qr_svg(link)) if link else ""})


@require_POST
@login_required
def printed(request: HttpRequest, uuid) -> HttpResponse:
    """The letter was printed and handed over: it waits no longer."""
    letter = get_object_or_404(readable(request.user).filter(address="").exclude(person=request.user.uuid), uuid=uuid)
    outbox.sent(notice=letter, now=timezone.now())
    messages.success(request, _("The letter counts as handed over."))
    return redirect("people:letters")
