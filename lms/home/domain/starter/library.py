"""The library's first entries, and three samples of what countries say upwards."""

from datetime import timedelta

from curricula.models import CurriculumVersion, Feedback, ModulePage, Resource, ResourceModule
from lms.home.domain.starter.content import LOADED_AT, read, uid
from lms.people.models import Country, Person


def library(places: dict[str, Country]) -> None:
    """The entries that are not there yet, with the modules they serve. `places` are the countries by code."""
    rows = read("library")["library"]
    known = set(Resource.objects.values_list("key", flat=True))
    fresh = [row for row in rows if row["key"] not in known]
    made = {resource.key: resource for resource in [Resource.objects.create(
        country=places[row["country"]] if row["country"] else None, licence=row["licence"], sample=row["sample"],
        **{name: row[name] for name in ("key", "kind", "titles", "summaries", "languages", "issuer", "year", "areas", "url")})
        for row in fresh]}
    ResourceModule.objects.bulk_create([ResourceModule(resource=made[row["key"]], origin_id=uid("module", letter))
                                        for row in fresh for letter in row["modules"]])


def feedback(*, places: dict[str, Country], modules: dict[str, ModulePage], persons: dict[str, Person]) -> None:
    """Sample feedback, each sent by a person of its country; what is answered was answered by the secretariat.

    `modules` are the regional ones by letter, `persons` all by key.
    """
    by_name = {person.username: person for person in persons.values() if person.username}
    for row in read("feedback")["feedback"]:
        sent_at = LOADED_AT + timedelta(days=row["day"])
        answer = row.get("answer")
        done = row.get("version") and CurriculumVersion.objects.get(
            curriculum__country=None, **dict(zip(("major", "minor"), row["version"].split("."), strict=True)))
        Feedback.objects.get_or_create(uuid=uid("feedback", row["key"]), defaults={
            "country": places[row["country"]], "kind": row["kind"], "module": modules.get(row["module"]),
            "text": row["text"], "language": row["language"], "sent_at": sent_at, "sent_by": by_name[row["by"]].uuid,
            "sample": True,
            **({"answer": answer, "answer_language": "en", "answered_at": sent_at + timedelta(days=9), "version": done,
                "answered_by": by_name["secretariat"].uuid} if answer else {})})
