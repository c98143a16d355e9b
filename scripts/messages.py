"""The interface's texts: what the source holds, and what a good translation of one of them is.

`translations.py` judges with this, `po.py` keeps locale/ with it. English is the source's own language and has no
catalogue. Needs xgettext (Debian: gettext); no setting, no database.
"""

import os
import re
import shutil
import tempfile
from contextlib import chdir
from io import StringIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from django.core.management import call_command
from django.core.management.commands import makemessages

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "locale"
LANGUAGES = {"km": "Khmer", "zh_Hans": "Chinese (simplified)", "lo": "Lao", "my": "Burmese", "th": "Thai",
             "vi": "Vietnamese"}
REVIEW = "awaits a native reviewer"
SOURCES = {".py", ".html", ".txt"}
NOT_SOURCE = {"tests", "scripts", "bench", "docs", "deploy", "locale", "media", "var", "migrations", "node_modules"}

# A text in one of these languages holds at least one letter of its script, or it was left in English.
SCRIPTS = {"km": "\u1780-\u17ff", "zh_Hans": "\u3400-\u9fff", "lo": "\u0e80-\u0eff", "my": "\u1000-\u109f",
           "th": "\u0e00-\u0e7f"}
NAMED = re.compile(r"%\(\w+\)[#0\- +]*[\d.]*[a-zA-Z]")
POSITIONAL = re.compile(r"%[#0\-+]*[\d.]*[diouxXeEfFgGcrsa]")
BRACE = re.compile(r"\{[^{}\s]*\}")
TAG = re.compile(r"</?[a-z][^<>]*>")


class _Template(makemessages.Command):
    """Django's makemessages without its second half: only the template is made, no catalogue is touched."""

    settings_available = False  # it looks at the working folder only, whatever LOCALE_PATHS says

    def write_po_file(self, potfile: str, locale: str) -> None:
        """Leave the catalogues alone."""


def template(root: Path = ROOT) -> Catalog:
    """All texts of the source below `root` that are marked for translation, with the files that use them.

    Works on a copy: makemessages lays its own files beside the templates it reads.
    """
    with tempfile.TemporaryDirectory(prefix="academy-messages-") as folder:
        copy = Path(folder)
        for path in _sources(root):
            target = copy / path.relative_to(root)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        (copy / "locale").mkdir()
        with chdir(copy):
            call_command(_Template(), locale=["km"], keep_pot=True, no_wrap=True, add_location="file", verbosity=0)
        text = (copy / "locale" / "django.pot").read_text(encoding="utf-8")
    # xgettext leaves the plural rule blank; English has two forms
    text = text.replace("nplurals=INTEGER; plural=EXPRESSION;", "nplurals=2; plural=(n != 1);")
    return read_po(StringIO(text))


def _sources(root: Path) -> list[Path]:
    found = []
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if name not in NOT_SOURCE and not name.startswith((".", "__"))]
        found += [Path(folder, name) for name in files if Path(name).suffix in SOURCES]
    return found


def read(path: Path) -> Catalog:
    """A catalogue of locale/; what it calls obsolete is kept apart in `.obsolete`."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name)


def write(catalogue: Catalog, path: Path) -> None:
    """Write a catalogue in the one form that all of them have: no wrapping, file names without line numbers."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".po.part")
    with part.open("wb") as file:
        write_po(file, catalogue, width=0, include_lineno=False, ignore_obsolete=True)
    os.replace(part, path)


def texts(message: Message) -> list[str]:
    """The English text, or the two of a plural."""
    return list(message.id) if isinstance(message.id, (list, tuple)) else [message.id]


def translated(message: Message) -> list[str]:
    """The translation, or all its plural forms (the six languages have one each)."""
    return [text or "" for text in message.string] if isinstance(message.string, (list, tuple)) \
        else [message.string or ""]


def allowed_same(locale: Path = LOCALE) -> set[str]:
    """The texts that may stay as they are: names and abbreviations, one a line in locale/same.txt, # for remarks."""
    lines = (locale / "same.txt").read_text(encoding="utf-8").splitlines()
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


def faults(message: Message, language: str, same: set[str]) -> list[str]:
    """What is wrong with this translation, in words; nothing when it is fit to be shown."""
    english = texts(message)[-1]  # of a plural: the form for many, which the only form of these languages must serve
    found = []
    for text in translated(message):
        if not text.strip():
            found.append("not translated")
            continue
        found += _wrong_marks(english, text, formatted=message.python_format or "python-format" in message.flags)
        if english in same or not re.search(r"[^\W\d_]", _bare(english)):
            continue
        if _bare(text).strip().casefold() == _bare(english).strip().casefold():
            found.append("merely copied")
        elif language in SCRIPTS and not re.search(f"[{SCRIPTS[language]}]", text):
            found.append("not in the language's script")
    return found


def _bare(text: str) -> str:
    """The words of a text, without placeholders and tags."""
    for pattern in (TAG, NAMED, BRACE, POSITIONAL):
        text = pattern.sub("", text)
    return text


def _wrong_marks(english: str, text: str, *, formatted: bool) -> list[str]:
    """Placeholders, tags and line ends that the translation lost, or made up."""
    found = []
    for pattern in (NAMED, BRACE, *([POSITIONAL] if formatted else [])):
        wanted, got = set(pattern.findall(english)), set(pattern.findall(text))
        found += [f"lacks {mark}" for mark in sorted(wanted - got)]
        found += [f"has {mark}, which the English has not" for mark in sorted(got - wanted)]
    if sorted(TAG.findall(english)) != sorted(TAG.findall(text)):
        found.append("has other tags than the English")
    if formatted and "%" in POSITIONAL.sub("", NAMED.sub("", text)).replace("%%", ""):
        found.append("has a single % (write %%)")
    if english.endswith("\n") != text.endswith("\n") or english.startswith("\n") != text.startswith("\n"):
        found.append("begins or ends its lines unlike the English")
    return found
