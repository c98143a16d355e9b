"""National schemes, and the sample certificates of two trainers with the evidence behind them."""

from datetime import UTC, date, datetime, time

from certification.domain.issue import next_number
from certification.domain.months import add_months
from certification.domain.numbers import Numbers
from certification.models import Certificate, Event, Evidence, Requirement, Scheme, SchemeVersion
from lms.home.domain.starter.content import read, uid
from lms.people.models import Body, Consent, Country, Person

CONSENTS = ("code-of-conduct", "name-on-certificate")


def schemes(places: dict[str, Country], bodies: dict[str, Body]) -> dict[str, SchemeVersion]:
    """The newest version of each scheme by the scheme's key, under the regional defaults."""
    text = read("certification")
    found = {}
    for row in text["schemes"]:
        scheme, _made = Scheme.objects.get_or_create(key=row["key"], defaults={
            "names": row["names"], "issuer": bodies[row["body"]], "country": places[row["country"]],
            "level": row["level"]})
        version = scheme.versions.first()
        if version is None:
            version = SchemeVersion.objects.create(
                scheme=scheme, number=1, in_force=text["in_force"], modules=text["modules"],
                languages=row["languages"], numbers=Numbers().as_json())
            Requirement.objects.bulk_create([
                Requirement(version=version, phase=Requirement.Phase.ISSUE, kind=kind, sort_order=place)
                for place, kind in enumerate(text["requirements"]) if row["level"] != "observer"])
        found[row["key"]] = version
    return found


def certificates(versions: dict[str, SchemeVersion], persons: dict[str, Person]) -> None:
    """Issued as of the day of completion: events and copied numbers as the rules make them."""
    for row in read("certification")["certificates"]:
        person, version, by = persons[row["person"]], versions[row["scheme"]], persons[row["by"]]
        if not Certificate.objects.filter(person=person, version__scheme=version.scheme).exists():
            for kind in ("tot", "conduct", "observation"):
                if kind in row:
                    keep(person, kind, row[kind], by)
            issue(person, version, row["completed"], by)


def keep(person: Person, kind: str, on: date, by: Person) -> None:
    detail = {"tot": {"attendance": 95, "post_test": 84.0}, "conduct": {"version": "1", "language": person.language},
              "observation": {"role": "lead", "score": 17, "most": 20}}[kind]
    Evidence.objects.get_or_create(
        key=f"conduct:{person.uuid}:1" if kind == "conduct" else f"starter:{person.uuid}:{kind}",
        defaults={"person": person, "country": person.country, "kind": kind, "on": on, "detail": detail,
                  "entered_at": datetime.combine(on, time(10), UTC), "entered_by": by.uuid})
    if kind == "conduct":
        Consent.objects.bulk_create([
            Consent(person=person, country=person.country, purpose=purpose, version="1", language=person.language,
                    since=on) for purpose in CONSENTS])


def issue(person: Person, version: SchemeVersion, completed: date, by: Person) -> None:
    scheme, numbers = version.scheme, Numbers()
    code = scheme.country.code if scheme.country else "R"
    certificate = Certificate.objects.create(
        uuid=uid("certificate", f"{person.uuid}:{scheme.key}"), number=next_number(code, completed.year),
        person=person, country=person.country, version=version, level=scheme.level, numbers=version.numbers,
        modules=version.modules, languages=version.languages, holder=person.name, holder_own=person.own_name,
        holder_language=person.language, completed_on=completed, sample=True)
    Event.objects.create(certificate=certificate, country=person.country, kind=Event.Kind.ISSUED, decided_on=completed,
                         effective_on=completed, end=add_months(completed, numbers.valid), by=by.uuid)
