"""The instance: a filled form before anybody has answered, and as XML in the form's own shape, as ODK Collect sends it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from lxml import etree

from lms.surveys.domain.evaluation import Judged
from lms.surveys.domain.evaluation_rest import Settled
from lms.surveys.domain.evaluation_tree import Plan, Spot, plan_of
from lms.surveys.domain.reading import clean
from lms.surveys.domain.xpath import ROOT
from lms.surveys.models.definition import SEVERAL, STRUCTURE, Definition

OPENROSA = "http://openrosa.org/xforms"
MOST_DEEP = 40


def first_data(definition: Definition, now: datetime, seed: str) -> dict[str, Any]:
    """What stands in a form before anybody has answered, as typed: defaults, first values, one instance of each repeat
    that the person lengthens. `now` is aware, `seed` the instance's id."""
    return _typed(Settled(definition, None, "", now, seed).root)


def _typed(scope: Spot) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for spot in scope.below:
        if spot.repeats:
            if spot.item is not None and not spot.item["count"]:
                data[spot.plan.path] = [_typed(instance) for instance in spot.pool[:spot.count]]
        elif spot.below:
            data |= _typed(spot)
        elif spot.typed and spot.item is not None and not spot.item["calculation"]:
            data[spot.plan.path] = spot.typed
    return data


def to_xml(*, definition: Definition, judged: Judged, form_key: str, number: int, instance_id: UUID,
           meta: Mapping[str, str]) -> str:
    """The submission's XML, with `meta` {path: text} in the places a device fills in. Nodes that are not relevant are
    left out, as the XForms rules say."""
    root = etree.Element(ROOT, id=form_key, version=str(number))
    _write(root, judged.root, meta)
    block = etree.SubElement(root, f"{{{OPENROSA}}}meta", nsmap={"orx": OPENROSA})
    etree.SubElement(block, f"{{{OPENROSA}}}instanceID").text = f"uuid:{instance_id}"
    return etree.tostring(root, encoding="unicode")


def _write(element: etree._Element, scope: Spot, meta: Mapping[str, str]) -> None:
    for spot in scope.below:
        if not spot.shown:
            continue
        if spot.repeats:
            for instance in spot.pool[:spot.count]:
                _write(etree.SubElement(element, spot.name), instance, meta)
            continue
        node = etree.SubElement(element, spot.name)
        if spot.below:
            _write(node, spot, meta)
        elif spot.kind == "meta":
            node.text = clean(meta.get(spot.plan.path, ""))
        elif spot.kind not in STRUCTURE:
            node.text = clean(spot.text)


def from_xml(*, definition: Definition, xml: str | bytes) -> dict[str, Any]:
    """The answers of a submission's XML as typed; a node the form does not have comes under its path, so that judging
    says so. Raises lxml.etree.XMLSyntaxError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    return _read(etree.fromstring(xml, parser), plan_of(definition), 0)


def _read(element: etree._Element, plan: Plan, depth: int) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for child in element:
        name = etree.QName(child).localname
        kid = plan.kids.get(name)
        if child.tag.startswith(f"{{{OPENROSA}}}") or (kid is None and name == "meta") or depth > MOST_DEEP:
            continue
        path = f"{plan.path}/{name}" if plan.path else name
        if kid is None:
            data[path] = "".join(child.itertext())
        elif kid.repeats:
            data.setdefault(path, []).append(_read(child, kid, depth + 1))
        elif kid.kids:
            data |= _read(child, kid, depth + 1)
        elif kid.item is not None and kid.item["type"] not in STRUCTURE | {"note"}:
            data[path] = (child.text or "").split() if kid.item["type"] in SEVERAL else child.text or ""
    return data
