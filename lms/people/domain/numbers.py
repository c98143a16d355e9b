"""Issued numbers: VN-0001, VN-0002 ...; R- for the region's people. Never used twice."""

from django.db.models.functions import Length

from lms.people.domain import wall
from lms.people.models import Country, Import, Person


def next_number(country: Country | None) -> str:
    """The next free number of a country. Call it in the transaction that stores the person; a unique index decides races."""
    return f"{country.code if country else 'R'}-{taken_up_to(country) + 1:04d}"


@wall.lifted("uniqueness")
def taken_up_to(country: Country | None) -> int:
    """The highest number that a country has given out (0: none), those of imports that were undone included."""
    code = country.code if country else "R"
    # by length first: VN-10000 comes after VN-9999
    last = (Person.objects.filter(number__startswith=f"{code}-").order_by(Length("number").desc(), "-number")
            .values_list("number", flat=True).first())
    undone = [counts["numbers"][code] for counts in Import.objects.filter(state=Import.State.UNDONE).values_list(
        "counts", flat=True) if code in counts.get("numbers", {})]
    return max([int(last.removeprefix(f"{code}-")) if last else 0, *undone])
