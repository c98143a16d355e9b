"""The plan's targets in both texts, their indicators, and two sample findings."""

from decimal import Decimal

from curricula.models import Topic
from lms.home.domain.starter.content import LOADED_AT, read, uid
from lms.monitoring.models import Indicator, Plan, Target
from lms.people.models import Country, Person, Profession, Province
from tna.models import Finding


def plan() -> None:
    """Targets as the English and the Vietnamese text have them, letter for letter."""
    text = read("plan")
    kept, _made = Plan.objects.get_or_create(key=text["plan"]["key"], defaults={"names": text["plan"]["names"]})
    for row in text["targets"]:
        Target.objects.get_or_create(key=row["key"], defaults={
            "plan": kept, "activity": row["key"], "text_en": row["text_en"], "text_vi": row["text_vi"],
            "sort_order": row["order"]})
    for row in text["indicators"]:
        Indicator.objects.get_or_create(key=row["key"], defaults={
            "target": Target.objects.get(key=row["target"]), "names": row["names"], "compute": row["compute"] or ""})


def findings(*, places: dict[str, Country], professions: dict[str, Profession], topics: dict[str, Topic],
             persons: dict[str, Person]) -> None:
    """Sample needs, each in the language of its country, recorded by the country's coordinator."""
    coordinators = {person.country_id: person for person in persons.values()
                    if (person.username or "").startswith("coordinator.")}
    for row in read("findings")["findings"]:
        country = places[row["country"]]
        language = next(code for code in country.languages if code in row["title"])
        Finding.objects.get_or_create(uuid=uid("finding", row["key"]), defaults={
            "country": country, "kind": row["kind"], "title": row["title"][language], "language": language,
            "topic": topics[row["topic"].replace(" ", "-")], "audience": professions[row["audience"]],
            "province": Province.objects.get(code=row["provinces"][0]), "figure": Decimal(row["figure"]),
            "unit": Finding.Unit.PERCENT, "source": row["source"], "published": True, "sample": True,
            "recorded_at": LOADED_AT, "recorded_by": coordinators[country.pk].uuid})
