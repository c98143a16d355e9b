"""The glossary English to Vietnamese: from the file of terms that the plan's own texts use."""

import csv
import re

from curricula.domain.terms import forms, words_of
from curricula.models import Term
from lms.home.domain.starter.content import FOLDER

FILE, LANGUAGE = "glossary_en_vi.csv", "vi"
OF_THE_FILE = re.compile(r"\s*\((?:[^()]*\d[^()]*|abbrev\.|variant[^()]*)\)")
"""Notes that speak of where a word was found, not of what it means."""


def glossary() -> None:
    """Every row of the file is a term; a term that is there already is brought up to date."""
    with (FOLDER / FILE).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = {(term.english, term.text): term for term in Term.objects.filter(language=LANGUAGE)}
    for row in rows:
        english = OF_THE_FILE.sub("", row["en"]).strip()
        term = known.get((english, row["vi"])) or Term(english=english, language=LANGUAGE, text=row["vi"])
        said = {"status": row["status"], "instead": instead(row, rows)}
        if term.pk is None or any(getattr(term, name) != value for name, value in said.items()):
            for name, value in said.items():
                setattr(term, name, value)
            term.save()


def instead(row: dict[str, str], rows: list[dict[str, str]]) -> str:
    """For a word no longer used: the preferred one of the same field that says the same in English, or the least more."""
    if row["status"] != Term.Status.DEPRECATED:
        return ""
    wanted = [set(words_of(form)) for form in forms(OF_THE_FILE.sub("", row["en"]))]
    fitting = [(len(having), other["vi"]) for other in rows
               if other["domain"] == row["domain"] and other["status"] == Term.Status.PREFERRED
               for having in [_meant(other["en"])] if any(words <= having for words in wanted)]
    return min(fitting, key=lambda pair: pair[0])[1] if fitting else ""


def _meant(english: str) -> set[str]:
    """The words of a term, those of its notes too; a hyphen parts words here."""
    said = OF_THE_FILE.sub("", english)
    return set(words_of(said)) | set(words_of(said.replace("-", " ")))
