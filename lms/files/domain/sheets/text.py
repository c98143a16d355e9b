"""What one cell's text becomes on the way in, and which texts are dangerous on the way out."""

import re
import unicodedata

# Control characters, direction overrides (they show one name and hold another), what no file may hold, and
# the mark that starts a file. Joiners and the zero-width space stay: Khmer, Thai and Burmese words need them.
ODD = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]")
EDGES = "\u200b\u2060\u00ad"
LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# The full-width and small forms and the true minus sign: some versions of Excel take them for the plain ones.
LIVE = frozenset("=+-@\u2212\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b")
INNER = re.compile(f"([;\n][\\s\"\u200b-\u200f\u2060\u00ad]*)('*)(?=[{re.escape(''.join(sorted(LIVE)))}])")
INNER_GUARDED = re.compile(INNER.pattern.replace("('*)", "'('*)"))
MOST_MARKS = 30


def clean(raw: str, *, in_csv: bool = False) -> str:
    """The text as we keep it: no spaces around it, NFC, lines ended by LF, nothing that cannot be seen or sent.

    The apostrophes that our own exports put before what looks like a formula are taken off again.
    """
    text = raw.strip()
    if not text.isascii() or not text.isprintable():
        text = LINE_ENDS.sub("\n", text)
        text = _trimmed(nfc(ODD.sub(lambda found: " " if found[0] == "\t" else "", text)))
    if "'" in text:
        if text[0] == "'" and is_live(text.lstrip("'")):
            text = _trimmed(text[1:])
        if in_csv:
            text = INNER_GUARDED.sub(r"\1\2", text)
    return text


def _trimmed(text: str) -> str:
    return text.strip().strip(EDGES).strip()


def nfc(text: str) -> str:
    """Canonical composition in linear time: a run of marks is cut after 30, as UAX 15 has it for stream-safe text.

    Without that, sorting 10,000 marks on one letter takes seconds.
    """
    if unicodedata.is_normalized("NFC", text):
        return text
    run = 0
    safe = []
    for letter in text:
        run = run + 1 if unicodedata.combining(letter) else 0
        if run <= MOST_MARKS:
            safe.append(letter)
    return unicodedata.normalize("NFC", "".join(safe))


def is_live(text: str) -> bool:
    """Whether a sheet program could take this text for a formula, or for a step into the next cell."""
    if text[:1] in ("\t", "\r", "\n"):
        return True
    for letter in text:
        if letter in LIVE:
            return True
        if not letter.isspace() and unicodedata.category(letter) not in ("Cc", "Cf", "Zs"):
            return False
    return False


def harmless(text: str, *, in_csv: bool = False) -> str:
    """The text without spaces around it and without characters that no XLSX can hold; an apostrophe before it if it
    could run, or if `clean` would take such an apostrophe away.

    in_csv: a program that parts cells by semicolon or tab sees our quotation marks only at the start of a line, so
    in a CSV what could run after such a sign, or on a new line, gets an apostrophe too.
    """
    shown = ODD.sub(lambda found: " " if found[0] == "\t" else "", LINE_ENDS.sub("\n", text)).strip()
    if in_csv:
        shown = INNER.sub(r"\1'\2", shown)
    return "'" + shown if is_live(shown.lstrip("'")) else shown
