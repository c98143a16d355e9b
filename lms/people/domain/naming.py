"""Finding people by name, and saying whose people a viewer sees."""

import unicodedata

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from lms.people.models import Country, Person
from lms.people.permissions import Access


def with_words(persons: QuerySet[Person], words: str) -> QuerySet[Person]:
    """Those whose name, own-script name or number holds every word, in either letter case."""
    for word in unicodedata.normalize("NFC", words).split()[:8]:
        # SQLite knows the case of ASCII letters only; the usual spellings of a name are asked for one by one
        condition = Q(number__iexact=word)
        for spelling in {word, word.lower(), word.title(), word.upper()}:
            condition |= Q(name__icontains=spelling) | Q(own_name__icontains=spelling)
        persons = persons.filter(condition)
    return persons


def whose_people(access: Access) -> str:
    """A sentence that says whose people this viewer sees."""
    places = access.where("see people")
    if places is None:
        return _("You see the people of all countries.")
    names = [country.label for country in Country.objects.filter(pk__in=places)] if places else []
    if not names:
        return _("You see yourself only. Your coordinator sees the people of your country.")
    return _("You see the people of %(countries)s only.") % {"countries": ", ".join(names)}
