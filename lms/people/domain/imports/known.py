"""The countries, provinces, professions and organisations that a sheet may name, by any of their names."""

from collections import Counter
from collections.abc import Iterable
from difflib import get_close_matches

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.people.domain.imports.columns import folded, in_all_languages
from lms.people.domain.imports.meanings import Unclear
from lms.people.models import Country, Organisation, Profession, Province

REGION = gettext_lazy("region")
PLACE_WORDS = ("tỉnh ", "thành phố ", "tp ", "province of ", "จังหวัด", "ແຂວງ", "ខេត្ត", "រាជធានី")
PLACE_ENDS = (" province", " city", " municipality", "省", "市", "自治区")
MOST_GUESSES = 300
"""Names for which the nearest ones are looked up: comparing takes milliseconds, and a sheet may hold thousands."""


class Known:
    """Read once for a sheet. Each question raises Unclear with what to write instead."""

    def __init__(self) -> None:
        self.countries: dict[str, Country] = {}
        for country in Country.objects.all():
            self._take(self.countries, country, [country.code, *country.names.values()])
        self.provinces: dict[int, dict[str, Province]] = {}
        for province in Province.objects.select_related("country"):
            names = list(province.names.values())
            self._take(self.provinces.setdefault(province.country_id, {}), province,
                       [province.code, *names, *map(place_name, names)])
        self.professions: dict[str, Profession] = {}
        for profession in Profession.objects.all():
            self._take(self.professions, profession, [profession.key, profession.key.replace("-", " "),
                                                      *profession.names.values()])
        self.organisations: dict[str, list[Organisation]] = {}
        for organisation in Organisation.objects.select_related("country"):
            for name in {folded(text) for text in (organisation.key, organisation.name, organisation.own_name) if text}:
                self.organisations.setdefault(name, []).append(organisation)
        self._guessed: dict[str, str] = {}

    @staticmethod
    def _take(known: dict, thing: object, names: Iterable[str]) -> None:
        for name in names:
            known.setdefault(folded(name), thing)

    def country(self, text: str) -> Country | None:
        """The country; None for the region."""
        name = folded(text)
        if name in in_all_languages(REGION) or name in ("regional", "r"):
            return None
        if name not in self.countries:
            raise Unclear(_("“%(text)s” is not a country here. Write one of these: %(words)s.") % {
                "text": text[:40], "words": ", ".join(sorted({one.label for one in self.countries.values()}))})
        return self.countries[name]

    def province(self, text: str, country: Country | None) -> Province:
        if country is None:
            raise Unclear(_("The region's own people have no province. Leave it empty."))
        known = self.provinces.get(country.pk, {})
        found = known.get(folded(text)) or known.get(folded(place_name(text)))
        if found is None:
            raise Unclear(_("“%(text)s” is not a province of %(country)s.") % {"text": text[:60], "country": country.label}
                          + self._nearest(f"province:{country.pk}", text, known))
        return found

    def profession(self, text: str) -> Profession:
        found = self.professions.get(folded(text))
        if found is None:
            raise Unclear(_("“%(text)s” is not a profession of the register.") % {"text": text[:60]}
                          + self._nearest("profession", text, self.professions))
        return found

    def organisation(self, text: str, *, kind: str = "", country: Country | None = None) -> Organisation:
        """By key, name or own name; of several with one name, the one of this kind, then of this country."""
        found = self.organisations.get(folded(text), [])
        if kind and len(found) > 1:
            found = [one for one in found if one.kind == kind] or found
        if country and len(found) > 1:
            found = [one for one in found if one.country_id == country.pk] or found
        if not found:
            near = {name: those for name, those in self.organisations.items()
                    if country is None or any(one.country_id in (None, country.pk) for one in those)}
            raise Unclear(_("The organisation “%(text)s” is not in the register.") % {"text": text[:80]}
                          + (self._nearest(f"organisation:{country.pk if country else 0}", text, near)
                             or " " + _("Add it first, or correct the name.")))
        if len(found) > 1:
            raise Unclear(_("There are %(count)s organisations of the name “%(text)s”. Write the key of the one you mean: "
                            "%(keys)s.") % {"count": len(found), "text": text[:80],
                                            "keys": ", ".join(one.key for one in found[:5])})
        return found[0]

    def _nearest(self, kind: str, text: str, known: dict) -> str:
        """" Do you mean ...?" with up to three names that are nearly the same, or nothing."""
        asked = f"{kind}:{folded(text)}"
        if asked not in self._guessed:
            if len(self._guessed) >= MOST_GUESSES:
                return ""
            names = [*get_close_matches(folded(text), known, n=6, cutoff=0.6), *nearly_worded(folded(text), known)]
            labels = list(dict.fromkeys(label_of_thing(known[name]) for name in names))[:3]
            self._guessed[asked] = " " + _("Do you mean %(names)s?") % {
                "names": ", ".join(f"“{label}”" for label in labels)} if labels else ""
        return self._guessed[asked]


def nearly_worded(asked: str, known: Iterable[str]) -> list[str]:
    """Names that have at least half of the asked words, mistypings forgiven; most words first."""
    names = list(known)
    by_word: dict[str, list[str]] = {}
    for name in names:
        for word in set(name.split()):
            by_word.setdefault(word, []).append(name)
    wanted = [word for word in asked.split() if len(word) > 2][:8]
    shared: Counter[str] = Counter()
    for word in wanted:
        for close in get_close_matches(word, by_word, n=1, cutoff=0.75):
            shared.update(by_word[close])
    return [name for name, count in sorted(shared.items(), key=lambda pair: (-pair[1], len(pair[0]), pair[0]))
            if 2 * count >= len(wanted)][:3]


def label_of_thing(thing: object) -> str:
    if isinstance(thing, list):
        thing = thing[0]
    return thing.name if isinstance(thing, Organisation) else str(thing)


def place_name(text: str) -> str:
    """A province's name without the word for province."""
    name = text.strip()
    for word in PLACE_WORDS:
        if name.casefold().startswith(word):
            name = name[len(word):]
    for end in PLACE_ENDS:
        if name.casefold().endswith(end) and len(name) > len(end) + 1:
            name = name[:-len(end)]
    return name.strip()
