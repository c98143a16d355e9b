"""Countries and provinces, professions, organisations, bodies."""

from lms.home.domain.starter.content import read
from lms.people.models import Body, Country, Organisation, Profession, Province


def countries() -> dict[str, Country]:
    """All countries by code."""
    for row in read("countries")["countries"]:
        country, _made = Country.objects.get_or_create(code=row["code"], defaults={
            "names": row["names"], "languages": row["languages"], "time_zone": row["timezone"]})
        known = set(country.provinces.values_list("code", flat=True))
        Province.objects.bulk_create([Province(country=country, code=p["code"], names=p["names"])
                                      for p in row["provinces"] if p["code"] not in known])
    return {country.code: country for country in Country.objects.all()}


def professions() -> dict[str, Profession]:
    """All professions by key."""
    known = set(Profession.objects.values_list("key", flat=True))
    Profession.objects.bulk_create([Profession(key=row["key"], names=row["names"])
                                    for row in read("professions")["professions"] if row["key"] not in known])
    return {profession.key: profession for profession in Profession.objects.all()}


def organisations(places: dict[str, Country]) -> dict[str, Organisation]:
    """All organisations by key. `places` are the countries by code."""
    known = set(Organisation.objects.values_list("key", flat=True))
    Organisation.objects.bulk_create([
        Organisation(key=row["key"], kind=row["kind"], sector=row["sector"], name=row["name"],
                     own_name=row["own_name"], country=places.get(row["country"]))
        for row in read("organisations")["organisations"] if row["key"] not in known])
    return {organisation.key: organisation for organisation in Organisation.objects.all()}


def bodies(places: dict[str, Country]) -> dict[str, Body]:
    """All bodies by key."""
    known = set(Body.objects.values_list("key", flat=True))
    Body.objects.bulk_create([
        Body(key=row["key"], kind=row["kind"], country=places.get(row["country"]), names=row["names"],
             seats=row.get("seats", []))
        for row in read("bodies")["bodies"] if row["key"] not in known])
    return {body.key: body for body in Body.objects.select_related("country")}
