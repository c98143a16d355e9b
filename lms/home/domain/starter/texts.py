"""The text of a module as a version had it: a file says what is, and beside it what the version before it said."""

HISTORY = ("was", "since")


def earlier(text: dict) -> dict:
    """The same text as the version before had it: `was` holds fields that read differently, `since` marks what was not
    there yet, `gone` lists blocks that were dropped, each `after` the key it stood behind."""
    blocks = [before(row) for row in text["blocks"] if "since" not in row]
    for row in text.get("gone", []):
        place = next((at for at, one in enumerate(blocks) if one["key"] == row["after"]), len(blocks) - 1)
        blocks.insert(place + 1, {name: value for name, value in row.items() if name != "after"})
    return {**text, "blocks": blocks, "sessions": [before(row) for row in text["sessions"] if "since" not in row]}


def before(row: dict) -> dict:
    return {**row, **row.get("was", {})}


def session(row: dict) -> dict:
    """The fields of a session row alone."""
    return {name: value for name, value in row.items() if name not in HISTORY}
