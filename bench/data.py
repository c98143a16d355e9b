"""The data we measure on: the starter content, filled up with generated editions, persons and certificates.

Generated records are copies of starter records under other names, so that they are as long as real ones, in all
languages. Everything goes to the database of the settings: `run.py` makes one that it throws away.
"""

import uuid
from datetime import date, timedelta
from itertools import cycle, islice

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from certification.domain.months import add_months
from certification.models import Certificate, Event, SchemeVersion
from certification.models.certificate import new_code
from lms.courses.models import Edition
from lms.people.domain import sessions
from lms.people.domain.naming import rows_for
from lms.people.models import Affiliation, Country, NameWord, Organisation, Person
from lms.people.views.persons import WORDS

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


FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý")
MIDDLE = ("Thị", "Văn", "Minh", "Thanh", "Quang", "Hải", "Ngọc", "Đức")
GIVEN = ("Lan", "Hoa", "Mai", "Sơn", "Dũng", "Hạnh", "Thu", "Bình", "Cường", "Hương", "Tuấn", "Phượng", "Khánh", "Yến",
         "Nam", "Việt", "Trang", "Linh", "Hiếu", "Quyên")


def fill_register(wanted: int) -> None:
    """Bring the persons up to this number, in the countries in turn, with names of three words, words and workplaces."""
    countries, offices = list(Country.objects.all()), list(Organisation.objects.order_by("pk")[:20])
    start, today = Person.objects.count(), date(2026, 1, 1)
    for first in range(start, wanted, 5000):
        persons = Person.objects.bulk_create([
            Person(number=f"P-{number}", country=countries[number % len(countries)], sample=True, language="vi",
                   name=f"{FAMILY[number % 14]} {MIDDLE[number // 14 % 8]} {GIVEN[number // 112 % 20]} {number}")
            for number in range(first, min(first + 5000, wanted))])
        NameWord.objects.bulk_create([row for person in persons for row in rows_for(person)], batch_size=2000)
        Affiliation.objects.bulk_create([Affiliation(
            person=person, country_id=person.country_id, organisation=offices[person.pk % 20], since=today)
            for person in persons], batch_size=2000)


def coordinator(words: str) -> str:
    """The cookie of Viet Nam's coordinator, signed in with a second factor, who has searched for these words."""
    person, now = Person.objects.get(username="coordinator.vn"), timezone.now()
    person.set_password(None)
    person.save(update_fields=["password"])
    factor = Authenticator.objects.get_or_create(user=person, type=Authenticator.Type.TOTP, defaults={
        "data": {"secret": "", "step": 0}, "created_at": now})[0]
    session = SessionStore()
    for name, value in ((SESSION_KEY, str(person.pk)), (BACKEND_SESSION_KEY, settings.AUTHENTICATION_BACKENDS[0]),
                        (HASH_SESSION_KEY, person.get_session_auth_hash()), (WORDS, words)):
        session[name] = value
    sessions.begin(session, now=now)
    sessions.mark_passed(session, person=person, factor=factor)
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
