"""Loads everything in its order, in one transaction, once."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from lms.audit.domain.log import record
from lms.audit.models import Entry
from lms.home.domain.starter import (
    certificates,
    consents,
    courses,
    curricula,
    delivery,
    glossary,
    instruments,
    lessons,
    library,
    persons,
    places,
    plan,
    site,
)
from lms.home.domain.starter.content import digest, read
from lms.home.domain.starter.rights import editors
from lms.surveys.models import Form

VERB = "starter.loaded"


def load(*, now: datetime) -> bool:
    """Load what is missing. False when this very content is in the database already: then nothing is written."""
    fingerprint = digest()
    last = Entry.objects.filter(verb=VERB).order_by("-id").first()
    if last and last.after.get("digest") == fingerprint:
        return False
    with transaction.atomic():
        everything(now)
        record(verb=VERB, thing=Form.objects.get(key=read("instruments")["instruments"][0]["key"]), by=None, now=now,
               after={"digest": fingerprint})
    return True


def everything(now: datetime) -> None:
    countries, professions = places.countries(), places.professions()
    bodies = places.bodies(countries)
    people = persons.persons(places=countries, bodies=bodies, organisations=places.organisations(countries),
                             professions=professions, now=now)
    if settings.DEMO:
        persons.passwords(settings.DEMO_PASSWORD)
    consents.consents()
    homes = site.site()
    folders = curricula.folders(countries)
    glossary.glossary()
    modules = curricula.regional(folders[""], bodies)
    curricula.national(folders, bodies, modules)
    library.library(countries)
    library.feedback(places=countries, modules=modules, persons=people)
    # the secretariat keeps what belongs to no country: home, information, lessons
    editors(place="region", name="Regional", pages=[*homes.values(), lessons.lessons()])
    editions = courses.editions(places=countries, bodies=bodies)
    delivery.facilitations(editions, people)
    delivery.delivered(editions, people)
    delivery.nominations(editions, people)
    certificates.certificates(certificates.schemes(countries, bodies), people)
    plan.plan()
    plan.findings(places=countries, professions=professions, topics=curricula.topics(), persons=people)
    instruments.instruments()
