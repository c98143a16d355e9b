"""The public calendar as iCalendar (the plan's clearing house)."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override
from icalendar import Calendar, Event

from lms.courses.models import Edition
from lms.people.models.place import text_in

STATUS = {Edition.State.CANCELLED: "CANCELLED", Edition.State.PLANNED: "TENTATIVE", Edition.State.OPEN: "TENTATIVE", Edition.State.CLOSED: "TENTATIVE"}


def calendar(request: HttpRequest) -> HttpResponse:
    """All public editions of the last year and later, as whole days at the venue. `?lang=vi` names them in a language."""
    asked = request.GET.get("lang", "en")
    language = asked if asked in dict(settings.LANGUAGES) else "en"
    feed = Calendar()
    feed.add("prodid", "-//COMMIT Academy//Calendar//EN")
    feed.add("version", "2.0")
    feed.add("x-wr-calname", "COMMIT Academy")
    since = datetime.now(UTC).date() - timedelta(days=365)
    for edition in Edition.objects.filter(public=True, end__gte=since).listed():
        feed.add_component(as_event(edition, language))
    return HttpResponse(feed.to_ical(), content_type="text/calendar; charset=utf-8")


def as_event(edition: Edition, language: str) -> Event:
    event = Event()
    event.add("uid", f"{edition.uuid}@academy")
    event.add("dtstamp", datetime.now(UTC))
    event.add("dtstart", edition.start)
    event.add("dtend", edition.end + timedelta(days=1))
    event.add("summary", text_in(edition.names, language))
    event.add("status", STATUS.get(edition.state, "CONFIRMED"))
    if edition.venue:
        event.add("location", ", ".join(filter(None, [text_in(edition.venue.names, language),
                                                      text_in(edition.venue.city, language)])))
    with override(language):
        event.add("url", settings.SITE_ADDRESS + reverse("courses:edition", args=[edition.slug]))
    return event
