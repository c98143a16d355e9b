"""The table that a person reads, and bench.json that a program reads."""

import json
from pathlib import Path

COLUMNS = ("work", "ours_ms", "queries", "peer", "peer_ms", "limit_ms", "held", "target")
TITLES = {"ours_ms": "ours ms", "peer_ms": "peer ms", "limit_ms": "limit ms"}


def cell(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "NO"
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def table(rows: list[dict]) -> str:
    """Rows under their headings; figures to the right."""
    lines = [[TITLES.get(name, name) for name in COLUMNS], *([cell(row[name]) for name in COLUMNS] for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(COLUMNS))]
    figures = {"ours_ms", "queries", "peer_ms", "limit_ms"}
    return "\n".join("  ".join(
        text.rjust(width) if name in figures else text.ljust(width)
        for name, text, width in zip(COLUMNS, line, widths, strict=True)).rstrip() for line in lines)


def write(rows: list[dict], path: Path) -> None:
    """The whole file or none of it: a reader never meets half a list."""
    part = path.with_name(f"{path.name}.part")
    part.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    part.replace(path)
