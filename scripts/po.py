"""Keep the catalogues of locale/ and help those who translate.

    po.py update                 bring all six up to date with the source (`make messages`); drops what is gone
    po.py missing LANG           print what LANG lacks as JSON: [{"id", "msgid", "plural", "context", "comments", "files"}]
    po.py fill LANG FILE.json    write translations back: [{"id", "msgstr"}] or {"id": "msgstr"}; "-" reads standard input
    po.py words LANG             print everything LANG has as JSON, with "msgstr": for a reviewer

LANG is a folder of locale/: km, zh_Hans, lo, my, th, vi. An id is made from the English text and stays the same for as
long as that does. `fill` writes what is sound and names the rest: exit code 1.
"""

import argparse
import datetime
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from messages import LANGUAGES, LOCALE, REVIEW, allowed_same, faults, read, template, texts, translated, write


def catalogue_path(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def identity(message: Message) -> str:
    """Ten characters that stand for the English text and its context."""
    return hashlib.sha256("\x04".join([message.context or "", *texts(message)]).encode()).hexdigest()[:10]


def new_catalogue(language: str) -> Catalog:
    """An empty catalogue that says at its head whose it is and what it waits for."""
    catalogue = Catalog(locale=language, project="COMMIT Academy", version="1", fuzzy=False,
                        revision_date=datetime.datetime.now(datetime.UTC),
                        header_comment=f"# COMMIT Academy in {LANGUAGES[language]}. Every entry {REVIEW}.\n#")
    catalogue.mime_headers = [("Plural-Forms", "nplurals=1; plural=0;"), ("Language-Team", LANGUAGES[language]),
                              ("Last-Translator", "COMMIT Academy"), ("Report-Msgid-Bugs-To", "")]
    return catalogue


def update(languages: list[str]) -> None:
    """Bring the catalogues in step with the source. Never guesses: a changed text is untranslated again."""
    source = template()
    for language in languages:
        path = catalogue_path(language)
        catalogue = read(path) if path.exists() else new_catalogue(language)
        catalogue.update(source, no_fuzzy_matching=True, update_creation_date=False)
        for message in catalogue:
            if message.id and message.fuzzy:  # what Babel makes of a text that has become a plural
                message.flags.discard("fuzzy")
                message.string = "" if len(texts(message)) == 1 else ("",)
        catalogue.obsolete.clear()
        write(catalogue, path)
        print(f"{language}: {len(catalogue)} texts, {len(lacking(catalogue))} to translate", file=sys.stderr)


def lacking(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id and not all(translated(message))]


def for_translator(message: Message) -> dict[str, Any]:
    """What somebody needs to know to translate this text."""
    english = texts(message)
    row: dict[str, Any] = {"id": identity(message), "msgid": english[0]}
    if len(english) > 1:
        row["plural"] = english[1]
    if message.context:
        row["context"] = message.context
    if message.auto_comments:
        row["comments"] = " ".join(message.auto_comments)
    row["files"] = [name for name, _ in message.locations]
    return row


def show(rows: list[dict[str, Any]]) -> None:
    print(json.dumps(rows, ensure_ascii=False, indent=1))


def read_translations(name: str) -> dict[str, str]:
    """{id: msgstr} from a file or standard input; of a plural the one form that the language has."""
    data = json.loads(sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8"))
    rows = data if isinstance(data, dict) else {row["id"]: row["msgstr"] for row in data}
    return {key: text[0] if isinstance(text, list) else text for key, text in rows.items()}


def fill(language: str, name: str) -> int:
    """Write translations into the catalogue, in place; refuse those that `translations.py` would."""
    path, same = catalogue_path(language), allowed_same()
    catalogue = read(path)
    waiting, written, refused = read_translations(name), 0, 0
    for message in catalogue:
        if not message.id or (text := waiting.pop(identity(message), None)) is None:
            continue
        before, message.string = message.string, text if len(texts(message)) == 1 else (text,)
        if problems := faults(message, language, same):
            message.string = before
            refused += 1
            print(f"{identity(message)} {texts(message)[0]!r}: {', '.join(problems)}", file=sys.stderr)
            continue
        message.flags.discard("fuzzy")
        written += 1
    for key in waiting:
        print(f"{key}: the catalogue has no such entry", file=sys.stderr)
    catalogue.revision_date = datetime.datetime.now(datetime.UTC)
    write(catalogue, path)
    print(f"{language}: {written} written, {refused + len(waiting)} refused, {len(lacking(catalogue))} still to translate",
          file=sys.stderr)
    return 1 if refused or waiting else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("update").add_argument("languages", nargs="*", metavar="LANG")
    for verb in ("missing", "words", "fill"):
        verbs.add_parser(verb).add_argument("language", choices=LANGUAGES, metavar="LANG")
    verbs.choices["fill"].add_argument("file")
    asked = parser.parse_args()
    if asked.verb == "update":
        update(asked.languages or list(LANGUAGES))
        return 0
    if asked.verb == "fill":
        return fill(asked.language, asked.file)
    catalogue = read(catalogue_path(asked.language))
    if asked.verb == "missing":
        show([for_translator(message) for message in lacking(catalogue)])
    else:
        show([{**for_translator(message), "msgstr": translated(message)[0]} for message in catalogue if message.id])
    return 0


if __name__ == "__main__":
    sys.exit(main())
