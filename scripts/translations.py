"""Fail when a text of the interface is missing, empty, fuzzy, merely copied or damaged in one of the six languages.

    .venv/bin/python scripts/translations.py [--locale FOLDER]

Prints one line for each fault: the file, the English text, what is wrong. Exit code 1 if there is one.
"""

import argparse
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from messages import LANGUAGES, LOCALE, REVIEW, allowed_same, faults, read, template, texts


def of_catalogue(path: Path, source: Catalog, same: set[str]) -> list[str]:
    """The faults of one catalogue against the texts that the source holds."""
    language = path.parents[1].name
    if not path.exists():
        return ["there is no such file; make messages"]
    catalogue = read(path)
    found = []
    if REVIEW not in catalogue.header_comment:
        found.append(f"the comment at its head does not say that every entry {REVIEW}")
    if catalogue.num_plurals != 1:
        found.append(f"Plural-Forms says {catalogue.num_plurals} forms; the language has one")
    for wanted in source:
        if not wanted.id:
            continue
        have = catalogue.get(texts(wanted)[0], wanted.context)
        if have is None or texts(have) != texts(wanted):
            problems = ["missing; make messages"]
        else:
            problems = ["fuzzy"] if have.fuzzy else faults(have, language, same)
        found += [f"{texts(wanted)[0]!r} {problem}" for problem in problems]
    for have in catalogue:
        if have.id and source.get(texts(have)[0], have.context) is None:
            found.append(f"{texts(have)[0]!r} no longer in the source; make messages")
    found += [f"{texts(old)[0]!r} obsolete; make messages" for old in catalogue.obsolete.values()]
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--locale", type=Path, default=LOCALE, help="check this folder instead of locale/")
    locale = parser.parse_args().locale
    source, same = template(), allowed_same(LOCALE)
    count = 0
    for language in LANGUAGES:
        path = locale / language / "LC_MESSAGES" / "django.po"
        for fault in of_catalogue(path, source, same):
            count += 1
            print(f"{path.relative_to(locale.parent)}: {fault}")
    print(f"{len(source)} texts in {len(LANGUAGES)} languages: {count or 'no'} fault{'' if count == 1 else 's'}.")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
