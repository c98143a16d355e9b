"""The instance: answers as XML, in the form's own shape, and back. Text is kept letter by letter.

Two trees are built: a bare one that expressions are evaluated on (no namespace, so that /data/name finds its
node) and the submission as ODK Collect would send it, with the form's id, version and instanceID.
"""

import re
from uuid import UUID

from lxml import etree

OPENROSA = "http://openrosa.org/xforms"
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ROOT = "data"


def clean(text: str) -> str:
    """A text as it can be kept: one kind of line end, no letters that XML forbids, no space at its ends."""
    return FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def text_of(answer: object) -> str:
    """An answer as the text of its node: a list as names with spaces between."""
    if isinstance(answer, (list, tuple)):
        return " ".join(str(one) for one in answer)
    return "" if answer is None else str(answer)


def tree(*, items: list[dict], texts: dict[str, str]) -> etree._Element:
    """The bare instance with every node of the form; `texts` is {path: text}."""
    root = etree.Element(ROOT)
    for item in items:
        if item["type"] != "group":
            node_at(root, item["path"]).text = texts.get(item["path"], "")
        else:
            node_at(root, item["path"])
    return root


def node_at(root: etree._Element, path: str) -> etree._Element:
    """The node of a path, made with its groups when it is not there."""
    node = root
    for step in path.split("/"):
        found = node.find(step)
        node = etree.SubElement(node, step) if found is None else found
    return node


def to_xml(*, items: list[dict], texts: dict[str, str], relevant: set[str], form_key: str, number: int,
           instance_id: UUID) -> str:
    """The submission's XML. Nodes that are not relevant are left out, as the XForms rules say."""
    root = etree.Element(ROOT, id=form_key, version=str(number))
    for item in items:
        if item["path"] in relevant:
            node = node_at(root, item["path"])
            if item["type"] != "group":
                node.text = texts.get(item["path"], "")
    meta = etree.SubElement(root, f"{{{OPENROSA}}}meta", nsmap={"orx": OPENROSA})
    etree.SubElement(meta, f"{{{OPENROSA}}}instanceID").text = f"uuid:{instance_id}"
    return etree.tostring(root, encoding="unicode")


def from_xml(*, xml: str) -> dict[str, str]:
    """{path: text} of a submission's XML, empty nodes left out. Raises lxml.etree.XMLSyntaxError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    texts: dict[str, str] = {}

    def walk(node: etree._Element, at: str) -> None:
        for child in node:
            if not isinstance(child.tag, str) or child.tag.startswith(f"{{{OPENROSA}}}"):
                continue
            path = at + etree.QName(child).localname
            if len(child):
                walk(child, path + "/")
            elif child.text:
                texts[path] = child.text

    walk(etree.fromstring(xml, parser), "")
    return texts
