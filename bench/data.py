"""The data we measure on: the starter content, filled up with generated editions, persons and certificates.

Generated records are copies of starter records under other names, so that they are as long as real ones, in all
languages. Everything goes to the database of the settings: `run.py` makes one that it throws away.
"""

import uuid
from datetime import date, timedelta
from itertools import cycle, islice

from django.core.cache import cache
from django.core.management import call_command

from certification.domain.months import add_months
from certification.models import Certificate, Event, SchemeVersion
from certification.models.certificate import new_code
from lms.courses.models import Edition
from lms.people.models import Country, Person

OTHERS_STATIC = ("wagtail*", "admin", "rest_framework", "import_export", "taggit", "django_extensions")
"""Static files of the editors' admin: no page that we measure links to them, and compressing them takes long."""


def prepare() -> None:
    """Tables, starter content and hashed, compressed static files, as `make demo` prepares them."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_starter")
    call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=list(OTHERS_STATIC))


def fill(*, editions: int, certificates: int, today: date) -> None:
    """Bring the coming public editions and the certificates up to these numbers; what is there counts."""
    coming = Edition.objects.public().filter(end__gte=today)
    fill_editions(editions - coming.count(), today)
    fill_certificates(certificates - Certificate.objects.count(), today)
    cache.clear()


def fill_editions(wanted: int, today: date) -> None:
    """Copies of the starter's editions, a day after each other, the first tomorrow."""
    models = list(Edition.objects.filter(sample=True).exclude(slug__startswith="bench-").order_by("pk"))
    first = Edition.objects.filter(slug__startswith="bench-").count()
    made = []
    for number, model in enumerate(islice(cycle(models), max(0, wanted)), start=first):
        start = today + timedelta(days=1 + number)
        made.append(Edition(
            slug=f"bench-{number}", course=model.course, version=model.version, organiser=model.organiser,
            country=model.country, venue=model.venue, language=model.language, start=start,
            end=start + (model.end - model.start), seats=24, partner_seats=6, state=Edition.State.OPEN,
            nominations_until=start, audience=model.audience, sample=True,
            names={code: f"{name}, {number}" for code, name in model.names.items()}))
    Edition.objects.bulk_create(made, batch_size=500)


def fill_certificates(wanted: int, today: date) -> None:
    """Persons of the countries in turn, each with a certificate of a month of the last three years."""
    countries, versions = list(Country.objects.all()), list(SchemeVersion.objects.select_related("scheme"))
    first = Person.objects.filter(number__startswith="B-").count()
    persons = Person.objects.bulk_create([
        Person(number=f"B-{number}", name=f"Sample Person {number}", own_name=country.label, country=country,
               language=(country.languages or ["en"])[0], sample=True)
        for number, country in enumerate(islice(cycle(countries), max(0, wanted)), start=first)], batch_size=500)
    held = []
    for number, (person, version) in enumerate(zip(persons, cycle(versions), strict=False), start=first):
        held.append(Certificate(
            uuid=uuid.uuid4(), code=new_code(), number=f"B-{number}", person=person, country=person.country,
            version=version, level=version.scheme.level, numbers=version.numbers, modules=version.modules,
            languages=version.languages, holder=person.name, holder_own=person.own_name,
            holder_language=person.language, completed_on=add_months(today, -(number % 36)), sample=True))
    Event.objects.bulk_create([
        Event(certificate=certificate, country=certificate.country, kind=Event.Kind.ISSUED,
              decided_on=certificate.completed_on, effective_on=certificate.completed_on,
              end=add_months(certificate.completed_on, 36))
        for certificate in Certificate.objects.bulk_create(held, batch_size=500)], batch_size=500)
