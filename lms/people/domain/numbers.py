"""Issued numbers: VN-0001, VN-0002 ...; R- for the region's people. Never used twice."""

from django.db.models.functions import Length

from lms.people.models import Country, Person


def next_number(country: Country | None) -> str:
    """The next free number of a country. Call it in the transaction that stores the person; a unique index decides races."""
    prefix = f"{country.code if country else 'R'}-"
    # by length first: VN-10000 comes after VN-9999
    last = (Person.objects.filter(number__startswith=prefix).order_by(Length("number").desc(), "-number")
            .values_list("number", flat=True).first())
    return f"{prefix}{int(last.removeprefix(prefix)) + 1 if last else 1:04d}"
