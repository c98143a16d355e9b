"""The library: what is on its shelves, and how those who keep it add, change and put away."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.search.backends import get_search_backend

from curricula.domain import library_files
from curricula.domain.kept import renew
from curricula.domain.plan_areas import ACTIVITIES, AREAS
from curricula.models import Resource, ResourceModule
from lms.audit.domain.log import record
from lms.files.domain.guard import Checked
from lms.people.domain.refusal import Refused, require
from lms.people.models import Country, Person

REGIONAL = "region"
RESERVED = {"new"}
MOST_FOUND = 200


@dataclass(frozen=True)
class Wish:
    """What a reader looks for; everything empty: all there is. `country` may be REGIONAL, `area` an area or activity."""

    words: str = ""
    kind: str = ""
    language: str = ""
    country: str = ""
    module: UUID | None = None
    area: str = ""

    @property
    def any(self) -> bool:
        return any(asdict(self).values())

    @property
    def narrowed(self) -> bool:
        """True when more than words is asked for."""
        return any(value for name, value in asdict(self).items() if name != "words")


def shelf(wish: Wish) -> QuerySet[Resource]:
    """The public resources that fit, the newest first; with words, the best first."""
    found = Resource.objects.filter(public=True).select_related("country")
    if wish.kind:
        found = found.filter(kind=wish.kind)
    if wish.country:
        found = found.filter(country=None) if wish.country == REGIONAL else found.filter(country__code=wish.country)
    if wish.module:
        found = found.filter(modules__origin_id=wish.module)
    # SQLite cannot ask whether a list holds a value; codes and numbers in quotes are found in its text
    if wish.language:
        found = found.alias(as_text=Cast("languages", TextField())).filter(as_text__contains=f'"{wish.language}"')
    if wish.area:
        part = f'"{wish.area}.' if wish.area in AREAS else f'"{wish.area}"'
        found = found.alias(area_text=Cast("areas", TextField())).filter(area_text__contains=part)
    return found.order_by(F("year").desc(nulls_last=True), "key")


def with_words(found: QuerySet[Resource], words: str) -> list[Resource]:
    """Those of `found` in which the words stand, the best first. At most 200."""
    hits = get_search_backend().search(words, Resource.objects.filter(public=True))[:MOST_FOUND]
    places = {resource.pk: place for place, resource in enumerate(hits)}
    return sorted(found.filter(pk__in=places), key=lambda resource: places[resource.pk])


@dataclass(frozen=True)
class Entry:
    """What an entry says, apart from its words in one language. `modules` are origins of regional modules."""

    kind: str
    languages: list[str]
    issuer: str = ""
    year: int | None = None
    licence: str = ""
    areas: list[str] = field(default_factory=list)
    modules: list[UUID] = field(default_factory=list)
    url: str = ""


def fingerprint(resource: Resource) -> str:
    """Changes with everything that can be edited: two editors who began from the same entry have the same one."""
    said = [getattr(resource, name) for name in ("kind", "titles", "summaries", "languages", "issuer", "year", "licence",
                                                 "areas", "url", "public")]
    origins = sorted(str(one) for one in resource.modules.values_list("origin_id", flat=True))
    return hashlib.sha256(json.dumps([*said, str(resource.file), origins], sort_keys=True).encode()).hexdigest()


@transaction.atomic
def add(*, entry: Entry, language: str, title: str, summary: str, country: Country | None, by: Person, now: datetime,
        upload: Checked | None = None) -> Resource:
    """Put a new entry on the shelf, with its words in one language (activity 1.6)."""
    require("keep library", by=by, country=country)
    check(entry)
    resource = Resource(key=_key(title, entry.kind), country=country)
    _fill(resource, entry, language, title, summary)
    _save(resource, entry, upload, forget_file=False)
    record(verb="resource.added", thing=resource, by=by.uuid, now=now, country=country.code if country else "",
           after={"key": resource.key, "kind": resource.kind})
    renew()
    return resource


@transaction.atomic
def change(*, resource: Resource, entry: Entry, language: str, title: str, summary: str, seen: str, by: Person,
           now: datetime, upload: Checked | None = None, forget_file: bool = False) -> Resource:
    """Write an entry anew, its words in one language. `seen` is the fingerprint of what the editor began from.

    A title left empty takes the words of that language away. Raises Refused when somebody was quicker, and for an entry
    without a title in any language.
    """
    row = Resource.objects.select_for_update(of=("self",)).select_related("country").get(pk=resource.pk)
    require("keep library", by=by, country=row.country)
    if fingerprint(row) != seen:
        raise Refused(_("Someone else changed this entry meanwhile. Compare with what is there now, then save again."))
    check(entry)
    before = {"kind": row.kind, "languages": sorted(row.titles), "url": bool(row.url), "file": bool(row.file)}
    _fill(row, entry, language, title, summary)
    _save(row, entry, upload, forget_file=forget_file)
    record(verb="resource.changed", thing=row, by=by.uuid, now=now, country=row.country.code if row.country else "",
           before=before, after={"kind": row.kind, "languages": sorted(row.titles), "url": bool(row.url),
                                 "file": bool(row.file)})
    renew()
    return row


@transaction.atomic
def put_away(*, resource: Resource, away: bool, by: Person, now: datetime) -> Resource:
    """Take an entry off the shelf, where nobody finds it any more, or put it back."""
    row = Resource.objects.select_for_update(of=("self",)).select_related("country").get(pk=resource.pk)
    require("keep library", by=by, country=row.country)
    if row.public is away:
        row.public = not away
        row.save(update_fields=["public"])
        record(verb="resource.put_away" if away else "resource.put_back", thing=row, by=by.uuid, now=now,
               country=row.country.code if row.country else "")
        renew()
    return row


def check(entry: Entry) -> None:
    """Raise Refused unless the entry can stand in the library."""
    if not entry.languages:
        raise Refused(_("Choose at least one language."), field="languages")
    known = dict(settings.LANGUAGES)
    if any(code not in known for code in entry.languages):
        raise Refused(_("Choose one of the list."), field="languages")
    if any(area not in ACTIVITIES for area in entry.areas):
        raise Refused(_("The plan has no activity of that number."), field="areas")
    if entry.url:
        parts = urlsplit(entry.url)
        if parts.scheme != "https" or not parts.hostname or parts.username or parts.password:
            raise Refused(_("Give an address that begins with https://"), field="url")


def _fill(resource: Resource, entry: Entry, language: str, title: str, summary: str) -> None:
    for name in ("kind", "languages", "issuer", "year", "licence", "areas", "url"):
        setattr(resource, name, getattr(entry, name))
    for words, said in (("titles", title), ("summaries", summary if title else "")):
        rest = {code: text for code, text in getattr(resource, words).items() if code != language}
        setattr(resource, words, rest | ({language: said} if said else {}))
    if not resource.titles:
        raise Refused(_("Give a title in at least one language."), field="title")


def _save(resource: Resource, entry: Entry, upload: Checked | None, *, forget_file: bool) -> None:
    """Write the row, its modules and its file. The file on the disk goes again when the rest fails."""
    before, made = resource.file, library_files.keep(upload) if upload else None
    if upload or forget_file:
        resource.file = made
        library_files.drop(before)
    try:
        with transaction.atomic():
            resource.save()
            resource.modules.exclude(origin_id__in=entry.modules).delete()
            known = set(resource.modules.values_list("origin_id", flat=True))
            ResourceModule.objects.bulk_create([ResourceModule(resource=resource, origin_id=origin)
                                                for origin in dict.fromkeys(entry.modules) if origin not in known])
    except Exception:
        if made:  # the row goes with the transaction, the file on the disk does not
            library_files.remove(made)
        raise


def _key(title: str, kind: str) -> str:
    """An address for a new entry: from its title where that has Latin letters, and one that no other entry has."""
    stem = slugify(title)[:60].strip("-") or kind
    taken = set(Resource.objects.filter(key__startswith=stem).values_list("key", flat=True)) | RESERVED
    return stem if stem not in taken and len(stem) > 2 else f"{stem}-{uuid4().hex[:6]}"


