"""Compile locale/*/LC_MESSAGES/django.po to .mo with Babel, where the .po is newer. Needs no gettext."""

import os
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

ROOT = Path(__file__).resolve().parents[1]


def compile_catalogue(po: Path) -> None:
    """Write the .mo beside `po`; the old one stays in place until the new one is whole."""
    with po.open("rb") as source:
        catalogue = read_po(source, locale=po.parents[1].name, abort_invalid=True)
    part = po.with_suffix(".mo.part")
    with part.open("wb") as target:
        write_mo(target, catalogue)
    os.replace(part, po.with_suffix(".mo"))


def main() -> None:
    for po in sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        try:
            compile_catalogue(po)
        except PoFileError as error:
            sys.exit(f"{po.relative_to(ROOT)}: {error}")


if __name__ == "__main__":
    main()
