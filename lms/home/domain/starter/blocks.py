"""Turns the files' blocks into the blocks of pages. Ids are made from keys, so that national texts keep the origin's."""

from django.utils.html import escape

from lms.home.domain.starter.content import uid


def block(kind: str, value, key: str) -> dict:
    """A stream block as it is stored."""
    return {"type": kind, "value": value, "id": str(uid("block", key))}


def items(texts: list, key: str) -> list[dict]:
    """The items of a list block, with ids that stay."""
    return [{"type": "item", "value": text, "id": str(uid("block", f"{key}:{place}"))}
            for place, text in enumerate(texts, start=1)]


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in texts)


def bullets(texts: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>"


def of_module(row: dict) -> dict:
    """A block of a module's text."""
    kind, key = row["type"], row["key"]
    if kind == "objectives":
        return block(kind, {"objectives": items(row["items"], key)}, key)
    if kind == "outline":
        return block(kind, {"points": items(row["items"], key)}, key)
    if kind == "question":
        return block(kind, {"text": row["text"]}, key)
    if kind == "material":
        return block("text", {"heading": row["title"], "text": bullets(row["items"])}, key)
    value = {"heading": row.get("title", ""), "text": paragraphs(row["text"])}
    if kind == "activity":
        value["minutes"] = row["minutes"]
    return block("text" if kind == "paragraph" else kind, value, key)


def of_step(row: dict) -> dict:
    """A block of a lesson's step."""
    kind, key = row["type"], row["key"]
    if kind == "list":
        return block(kind, items(row["items"], key), key)
    if kind == "three_parts":
        parts = [{"name": row[part]["title"], "text": row[part]["text"]} for part in ("act", "means", "purpose")]
        return block("parts", items(parts, key), key)
    if kind == "question":
        options = [{"text": option["text"], "right": option["key"] == row["right"]} for option in row["options"]]
        return block(kind, {"text": row["text"], "options": items(options, key),
                            "feedback_right": row["feedback_right"], "feedback_wrong": row["feedback_wrong"]}, key)
    return block(kind, row["text"], key)
