"""Issued numbers: VN-0001, VN-0002 ...; R- for the region's people. Never used twice."""

from django.db.models import Max

from lms.people.models import Country, Person


def next_number(country: Country | None) -> str:
    """The next free number of a country. Call it in the transaction that stores the person; a unique index decides races."""
    prefix = f"{country.code if country else 'R'}-"
    last = Person.objects.filter(number__startswith=prefix).aggregate(last=Max("number"))["last"]
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:04d}"
