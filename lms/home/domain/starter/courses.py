"""Courses, venues and editions; the coming ones with their timetable."""

from datetime import date, time, timedelta

from curricula.models import VersionSession
from lms.courses.domain.timetable import lay_out
from lms.courses.models import Course, Edition, Slot, Venue
from lms.home.domain.starter.content import read, uid
from lms.home.domain.starter.curricula import version
from lms.people.models import Body, Country

REST_AFTER = 6
"""The regional course rests one day after its sixth: eight course days take nine."""
MORNING, LATE_MORNING, AFTERNOON = (time(9), time(10, 30)), (time(10, 45), time(12, 15)), (time(13, 30), time(15))


def courses() -> dict[str, Course]:
    return {row["key"]: Course.objects.get_or_create(key=row["key"], defaults={
        "kind": row["kind"], "names": row["names"]})[0] for row in read("courses")["courses"]}


def venues(places: dict[str, Country]) -> dict[str, Venue]:
    return {row["key"]: Venue.objects.get_or_create(key=row["key"], defaults={
        "names": row["names"], "country": places.get(row["country"]), "city": {"en": row["city"]}})[0]
        for row in read("editions")["venues"]}


def editions(*, places: dict[str, Country], bodies: dict[str, Body]) -> dict[str, Edition]:
    """All editions by slug. Seats that no source gives are 0: unknown."""
    kinds, rooms = courses(), venues(places)
    found = {}
    for row in read("editions")["editions"]:
        note = f". {row['note']}" if row.get("note") else ""
        edition, made = Edition.objects.get_or_create(slug=row["slug"], defaults={
            "uuid": uid("edition", row["slug"]), "course": kinds[row["course"]],
            "version": version(row["curriculum"], row["version"]), "organiser": bodies[row["body"]],
            "country": places.get(row["country"]), "venue": rooms[row["venue"]], "language": row["language"],
            "start": row["start"], "end": row["end"], "seats": row["seats"] or 0,
            "partner_seats": row["partner_seats"] or 0, "nominations_until": row["nominations_until"],
            "state": row["state"], "audience": {"en": row["audience"]}, "figures": row["figures"],
            "source": (row["source"] or "") + note, "confidence": row["confidence"] or "", "sample": row["sample"],
            "names": row["titles"]})
        if made and edition.version:
            Slot.objects.bulk_create(timetable(edition, row.get("modules", [])))
        found[edition.slug] = edition
    return found


def timetable(edition: Edition, letters: list[str]) -> list[Slot]:
    if edition.course.kind == Course.Kind.REGIONAL:
        return regional_timetable(edition)
    if letters:  # a refresher teaches named modules of the regional version that the national text is to follow
        sessions = list(VersionSession.objects.filter(
            module__version__curriculum__country=None, module__letter__in=letters))
    else:
        sessions = list(VersionSession.objects.filter(module__version=edition.version))
    laid = [Slot(edition=edition, day=p.day, start=p.start, end=p.end, session=sessions[p.index])
            for p in lay_out(minutes=[s.minutes for s in sessions], first=edition.start, last=edition.end)]
    return laid + (practice(edition, laid) if edition.course.kind == Course.Kind.TOT else [])


def regional_timetable(edition: Edition) -> list[Slot]:
    """The eight days of the curriculum on real dates, the rest day skipped."""
    sessions = {s.key: s for s in VersionSession.objects.filter(module__version=edition.version)}
    return [Slot(edition=edition, day=course_day(edition.start, row["day"]), start=time.fromisoformat(row["start"]),
                 end=time.fromisoformat(row["end"]), session=sessions[row["session"]] if row["session"] else None,
                 title=row.get("title", ""))
            for row in read("curriculum_regional")["timetable"]]


def course_day(start: date, day: int) -> date:
    """The date of course day 1, 2 ..., with one rest day after the sixth."""
    return start + timedelta(days=day - 1 + (day > REST_AFTER))


def practice(edition: Edition, laid: list[Slot]) -> list[Slot]:
    """A training of trainers practises each afternoon, and on the last morning before it closes."""
    words = read("courses")["practice"][edition.language]
    days = [edition.start + timedelta(days=n) for n in range((edition.end - edition.start).days + 1)]
    free = [day for day in days if day not in {slot.day for slot in laid}]
    times = [(day, MORNING, words["practice"]) for day in free]
    times += [(day, AFTERNOON, words["practice"]) for day in days[:-1]]
    times.append((days[-1], LATE_MORNING, words["closing"]))
    return [Slot(edition=edition, day=day, start=start, end=end, title=title) for day, (start, end), title in times]
