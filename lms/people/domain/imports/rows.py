"""Judges the rows of a sheet: each against the register, and against the other rows."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from lms.files.domain.sheets import column_letter
from lms.people.domain import alike
from lms.people.domain.imports.difference import changes, kept_before, values_of, with_work
from lms.people.domain.imports.kinds import Read
from lms.people.domain.persons import mail_refused
from lms.people.models import Country, Import, ImportRow, Person
from lms.people.models.person import access_of

S = ImportRow.State


@dataclass
class Checked:
    """A sheet as read: rows by their number in the sheet, where each column stands, what is to be said about it all."""

    reads: list[tuple[int, Read]]
    places: dict[str, int]
    headings: dict[str, str]
    notes: list[str] = field(default_factory=list)
    encoding: str = ""
    encodings: list[str] = field(default_factory=list)


class Judge:
    """Reads what it needs of the register once; then gives the rows in pieces."""

    def __init__(self, checked: Checked, batch: Import, *, today: date):
        self.checked, self.batch, self.today = checked, batch, today
        self.countries = {country.code: country for country in Country.objects.all()}
        self.first_with: dict[tuple[str, str], int] = {}
        self.often = Counter((key, read.values[key]) for _number, read in checked.reads for key in ("number", "email")
                             if read.values.get(key))
        for number, read in checked.reads:
            for key in ("number", "email"):
                if read.values.get(key):
                    self.first_with.setdefault((key, read.values[key]), number)
        self.wanted = {number: traits(read.values) for number, read in checked.reads
                       if not read.errors and not read.values.get("number")}
        scope = Person.objects.current()
        owner = Person.objects.get(uuid=batch.owner)
        places = access_of(owner).where("see people")
        if batch.country_id:
            scope = scope.filter(country=batch.country_id)
        elif places is not None:
            scope = scope.filter(country__in=places)
        self.scope = scope
        self.near = self._of_one_country(alike.near(self.wanted, among=scope))
        self.twins = twins(self.wanted)

    def _of_one_country(self, near: dict[int, list[alike.Alike]]) -> dict[int, list[alike.Alike]]:
        """Without people of another country than the row's, unless the mail address is the same."""
        if self.batch.country_id:
            return near
        codes = dict(Person.objects.filter(pk__in={one.person for those in near.values() for one in those}).values_list(
            "pk", "country__code"))
        values = {number: read.values for number, read in self.checked.reads if number in near}
        kept = {number: [one for one in those if "mail" in one.reasons
                         or (codes[one.person] or "") == values[number].get("country", "")]
                for number, those in near.items()}
        return {number: those for number, those in kept.items() if those}

    def rows(self, start: int, end: int) -> list[ImportRow]:
        """The unsaved rows from `start` to before `end`, by their place among the filled ones."""
        piece = self.checked.reads[start:end]
        numbers = {read.values["number"] for _number, read in piece if read.values.get("number")}
        mails = {read.values["email"] for _number, read in piece if read.values.get("email")}
        known = {person.number: person for person in with_work(
            self.scope.model.objects.filter(number__in=numbers), self.today)} if numbers else {}
        holders = dict(Person.objects.filter(email__in=mails).values_list("email", "pk")) if mails else {}
        merged = self._merged(known)
        return [self._row(number, read, known, holders, merged) for number, read in piece]

    def _merged(self, known: dict[str, Person]) -> dict[int, str]:
        into = {person.merged_into_id for person in known.values() if person.merged_into_id}
        return dict(Person.objects.filter(pk__in=into).values_list("pk", "number")) if into else {}

    def _row(self, number: int, read: Read, known: dict[str, Person], holders: dict[str, int],
             merged: dict[int, str]) -> ImportRow:
        row = ImportRow(batch=self.batch, number=number, values=read.values, state=S.NEW, country=self._country(read))
        errors = list(read.errors)
        person = None
        if read.values.get("number"):
            person, fault = self._person(number, read.values, known, merged)
            errors += [("number", fault)] if fault else []
            if person:
                row.country = person.country
        elif not read.errors and not read.values.get("name"):
            errors.append(("name", _("The name in Latin letters is missing. It is needed for everyone who is new.")))
        errors += self._mail_faults(number, read, person, holders)
        if person and not errors:
            errors += self._compare(row, person)
        errors.sort(key=lambda fault: self.checked.places.get(fault[0], -1))
        row.errors = [self._said(key, text) for key, text in errors] + [
            {**self._said(key, text), "note": True} for key, text in read.notes]
        if errors:
            row.state = S.WRONG
        elif person is None:
            self._doubt(row)
        return row

    def _country(self, read: Read) -> Country | None:
        return self.batch.country or self.countries.get(read.values.get("country", ""))

    def _person(self, row: int, values: dict, known: dict[str, Person], merged: dict[int, str]) -> tuple[Person | None, str]:
        """The person with this number, or why there is none for this sheet. Other countries' people are not told apart
        from nobody."""
        number = values["number"]
        if self.often["number", number] > 1:
            return None, _("The number %(number)s stands in more than one row: see row %(row)s. Keep one of them.") % {
                "number": number, "row": str(self._other("number", number, row))}
        person = known.get(number)
        if person is None or not self._in_scope(person):
            if self.batch.country:
                return None, _("Nobody of %(country)s has the number %(number)s. Correct it, or leave it empty for "
                               "somebody new.") % {"country": self.batch.country.label, "number": number}
            return None, _("Nobody has the number %(number)s. Correct it, or leave it empty for somebody new.") % {
                "number": number}
        said = values.get("country")
        if said is not None and said != (person.country.code if person.country else ""):
            return None, _("The person with the number %(number)s is of another country. Leave the country empty, or "
                           "correct the number.") % {"number": number}
        if person.merged_into_id:
            return None, _("The number %(number)s was joined with %(other)s. Write that one.") % {
                "number": number, "other": merged.get(person.merged_into_id, "")}
        if person.erased_at:
            return None, _("The person with the number %(number)s was erased at the own request.") % {"number": number}
        return person, ""

    def _in_scope(self, person: Person) -> bool:
        return self.batch.country_id is None or person.country_id == self.batch.country_id

    def _other(self, key: str, value: str, row: int) -> int:
        """Another row of the sheet with the same value."""
        first = self.first_with[key, value]
        if first != row:
            return first
        return next(number for number, read in self.checked.reads if number != row and read.values.get(key) == value)

    def _mail_faults(self, row: int, read: Read, person: Person | None, holders: dict[str, int]) -> list[tuple[str, str]]:
        email = read.values.get("email")
        if not email:
            return []
        if self.often["email", email] > 1:
            return [("email", _("This mail address stands in more than one row: see row %(row)s. Leave it empty in all "
                                "but one.") % {"row": self._other("email", email, row)})]
        holder = holders.get(email)
        if holder is None or (person and holder == person.pk):
            return []
        if person is None and any(one.person == holder for one in self.near.get(row, [])):
            return []  # that is asked as a doubt
        return [("email", str(mail_refused()))]

    def _compare(self, row: ImportRow, person: Person) -> list[tuple[str, str]]:
        """Set state and difference of a row whose person is known; returns what is wrong with the change."""
        before = values_of(person)
        row.person, row.before = person, kept_before(row.values, before)
        if faults := work_faults(row.values, before):
            return faults
        row.state = S.CHANGED if changes(row.values, before) else S.SAME
        if "name" in row.before and not shared_words(row.values, person):
            row.state, row.person = S.DOUBTFUL, None
            row.alike = [{"person": str(person.uuid), "reasons": ["number"]}]
        return []

    def _doubt(self, row: ImportRow) -> None:
        found: list[dict] = [{"person": str(one.uuid), "reasons": list(one.reasons)}
                             for one in self.near.get(row.number, [])]
        found += [{"row": number, "reasons": list(why)} for number, why in self.twins.get(row.number, [])]
        if found:
            row.state, row.alike = S.DOUBTFUL, found

    def _said(self, key: str, text: str) -> dict:
        place = self.checked.places.get(key)
        return {"column": column_letter(place) if place is not None else "", "heading": self.checked.headings.get(key, ""),
                "message": text}


def work_faults(values: dict, before: dict) -> list[tuple[str, str]]:
    """Somebody changes the organisation on a day after the one since which the present one is known."""
    moved = values.get("organisation") and before["organisation"] and values["organisation"] != before["organisation"]
    if moved and values.get("since") and values["since"] <= before["since"]:
        return [("since", _("The register knows another organisation since %(day)s. Give a later day, or leave day and "
                            "organisation empty.") % {"day": before["since"]})]
    return []


def traits(values: dict) -> alike.Traits:
    work = frozenset([values["organisation"]]) if values.get("organisation") else frozenset()
    return alike.Traits(values.get("name", ""), values.get("own_name", ""), values.get("email", ""),
                        values.get("birth_year"), values.get("sex", ""), work)


def shared_words(values: dict, person: Person) -> bool:
    """True when old and new names have a word or the own name in common: a correction and not another person."""
    old, new = alike.traits_of(person), traits(values)
    mine = {word for name in (old.name, old.own_name) for word in alike.words(name)}
    theirs = {word for name in (new.name, new.own_name) for word in alike.words(name)}
    plain = {alike.plain_key(word) for word in mine} & {alike.plain_key(word) for word in theirs}
    return bool(plain or alike.reasons(old, new))


def twins(wanted: dict[int, alike.Traits]) -> dict[int, list[tuple[int, tuple[str, ...]]]]:
    """{row: earlier rows of the same sheet that may be the same person}, at most three."""
    places: dict[str, list[int]] = {}
    found: dict[int, list[tuple[int, tuple[str, ...]]]] = {}
    for number, who in wanted.items():
        earlier: set[int] = set()
        for key in alike.keys(who):
            those = places.setdefault(key, [])
            earlier.update(those[:20])
            those.append(number)
        for other in sorted(earlier):
            why = alike.likely(wanted[other], who)
            if why and len(found.get(number, [])) < 3:
                found.setdefault(number, []).append((other, why))
    return found


def day_before(day: str) -> date:
    return date.fromisoformat(day) - timedelta(days=1)
