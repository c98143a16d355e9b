"""The catalogue, as an agenda, and the month."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from lms.courses.domain.calendar import neighbours, weeks_of
from lms.courses.forms import CatalogueFilter
from lms.courses.models import Edition

PER_PAGE = 12


def catalogue(request: HttpRequest) -> HttpResponse:
    """What is coming, next first; `?past=1` what has been, latest first; filters by country and kind of course."""
    today, form = timezone.localdate(), CatalogueFilter(request.GET)
    found = form.narrow(Edition.objects.public().listed())
    past = "past" in request.GET
    found = found.filter(end__lt=today).order_by("-start", "-pk") if past else found.filter(end__gte=today)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return render(request, "courses/catalogue.html", {
        "page": page, "form": form, "past": past, "today": today, "query": query.urlencode(),
        "filtered": any(form.cleaned_data.values())})


def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """One month as weeks; on a phone, its days that have something."""
    if not (1 <= month <= 12 and 2000 <= year <= 2100):
        raise Http404
    before, after = neighbours(year=year, month=month)
    editions = list(Edition.objects.public().filter(start__lt=after, end__gte=before).listed())
    weeks = weeks_of(year=year, month=month, editions=editions)
    here = weeks[1][0].day.replace(day=1)
    shown = [e for e in editions if e.start < after and e.end >= here]
    return render(request, "courses/month.html", {"weeks": weeks, "before": before, "after": after, "here": here,
                                                  "shown": shown, "today": timezone.localdate()})
