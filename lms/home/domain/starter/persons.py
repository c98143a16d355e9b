"""Sample persons with where they work, which seats they hold and what they may do; the demo's accounts."""

from datetime import date, datetime

from django.contrib.auth.hashers import make_password

from lms.home.domain.starter.content import read, uid
from lms.people.domain.grants import grant
from lms.people.domain.naming import index
from lms.people.domain.numbers import next_number
from lms.people.models import Affiliation, Body, Country, Membership, Organisation, Person, Profession, Province
from lms.people.permissions import Role

SINCE = date(2025, 1, 1)


def persons(*, places: dict[str, Country], bodies: dict[str, Body], organisations: dict[str, Organisation],
            professions: dict[str, Profession], now: datetime) -> dict[str, Person]:
    """All sample persons by key, numbered in the file's order. New ones cannot sign in before `passwords`."""
    provinces = {province.code: province for province in Province.objects.all()}
    known = {person.uuid: person for person in Person.objects.filter(sample=True).select_related("country")}
    found = {}
    for row in read("persons")["persons"]:
        person = known.get(uid("person", row["key"]))
        if person is None:
            person = make(row, places.get(row["country"]), provinces.get(row.get("province")),
                          professions[row["profession"]])
            index(person)
            tie(person, row, bodies, organisations, now)
        found[row["key"]] = person
    return found


def make(row: dict, country: Country | None, province: Province | None, profession: Profession) -> Person:
    account = row.get("account")
    return Person.objects.create(
        uuid=uid("person", row["key"]), number=next_number(country), username=account,
        email=f"{account}@academy.example" if account else "", name=row["name"], own_name=row["own_name"],
        language=row["language"], country=country, province=province, profession=profession, sex=row["sex"] or "",
        level=row["level"] or "", birth_year=row["birth_year"], sample=True, password=make_password(None))


def tie(person: Person, row: dict, bodies: dict[str, Body], organisations: dict[str, Organisation],
        now: datetime) -> None:
    """Affiliation, memberships and grants. Who chairs a working group holds the chair's grant for it."""
    Affiliation.objects.create(person=person, country=person.country, organisation=organisations[row["organisation"]],
                               position=row["position"], since=SINCE)
    for seat in row["memberships"]:
        body = bodies[seat["body"]]
        Membership.objects.create(person=person, country=person.country, body=body, role=seat["role"],
                                  seat=seat["seat"], listed_name=person.name, since=SINCE)
        if seat["role"] == Membership.Part.CHAIR and body.kind == Body.Kind.WORKING_GROUP:
            grant(person=person, role=Role.CHAIR, body=body, since=SINCE, by=None, now=now)
    for given in row["grants"]:
        country = Country.objects.get(code=given["country"]) if given.get("country") else None
        grant(person=person, role=given["role"], country=country, body=bodies.get(given.get("body")), since=SINCE,
              by=None, now=now)


def passwords(password: str) -> None:
    """Give every demo account this password."""
    names = [row["account"] for row in read("persons")["persons"] if row.get("account")]
    # one hash for all: it is one password, and fifteen slow hashes would delay the start by seconds
    Person.objects.filter(sample=True, username__in=names).update(password=make_password(password))
