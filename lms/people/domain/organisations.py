"""Organisations that people work for."""

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from lms.audit.domain.log import record
from lms.people.domain.refusal import Refused, require
from lms.people.models import Country, Organisation, Person

FIELDS = ("name", "own_name", "kind", "sector")


def free_key(name: str, country: Country | None) -> str:
    """A key that nobody has: the country's letters and the name's Latin ones. The unique index decides races."""
    stem = "-".join(part for part in (country.code.lower() if country else "", slugify(name)[:60]) if part) or "organisation"
    taken = set(Organisation.objects.filter(key__startswith=stem).values_list("key", flat=True))
    return next(key for key in (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3))) if key not in taken)


@transaction.atomic
def save(*, organisation: Organisation | None, country: Country | None, values: dict[str, str], by: Person,
         now: datetime) -> Organisation:
    """Add an organisation, or change one. `country` is where it works; none: in the region, for the secretariat only.

    Raises Refused when the country has one of that name.
    """
    require("manage people", by=by, country=organisation.country if organisation else country)
    require("manage people", by=by, country=country)
    row = (Organisation.objects.select_for_update().get(pk=organisation.pk) if organisation
           else Organisation(key=free_key(values["name"], country)))
    if Organisation.objects.filter(name__iexact=values["name"], country=country).exclude(pk=row.pk).exists():
        raise Refused(_("There is an organisation of this name already. Use that one."), field="name")
    before = {name: getattr(row, name) for name in FIELDS} if organisation else {}
    for name in FIELDS:
        setattr(row, name, values.get(name, ""))
    row.country = country
    row.save()
    record(verb="organisation.changed" if organisation else "organisation.added", thing=row, by=by.uuid, now=now,
           country=country.code if country else "", before=before, after={name: getattr(row, name) for name in FIELDS})
    return row
