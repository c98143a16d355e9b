"""Takes what identifies a person out of the answers given under the person's name. What was chosen stays as a figure."""

import hashlib
from datetime import datetime

from lxml import etree

from lms.audit.domain.log import record
from lms.people.domain.emptying import overwrite
from lms.people.models import Person
from lms.surveys.domain.instance import OPENROSA
from lms.surveys.models import Submission

CHOSEN = frozenset({"select_one", "select_multiple", "integer", "decimal"})
"""Types of questions whose answers name nobody. Everything written, and what the phone adds by itself, may."""


def forget_answers(person: Person, by: Person, now: datetime) -> None:
    """Empty the written answers of all forms that the person answered under the own name.

    The hash of the submission as it was received stays in the log: who holds a copy can still prove it.
    """
    for submission in Submission.objects.filter(person=person).select_related("version", "country"):
        chosen = {item["path"] for item in submission.version.items if item["type"] in CHOSEN}
        received = hashlib.sha256(submission.xml.encode()).hexdigest()
        record(verb="submission.emptied", thing=submission, by=by.uuid, now=now, after={"sha256": received},
               country=submission.country.code if submission.country else "", about=person.uuid)
        overwrite(Submission.objects.filter(pk=submission.pk), xml=without_texts(submission.xml, chosen),
                  answers={path: answer for path, answer in submission.answers.items() if path in chosen})


def without_texts(xml: str, chosen: set[str]) -> str:
    """The instance with every leaf emptied that is not of `chosen` (paths); comments and its own id's kind stay out."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    root = etree.fromstring(xml, parser)

    def walk(node: etree._Element, at: str) -> None:
        for child in node:
            if child.tag == f"{{{OPENROSA}}}instanceID":
                continue
            path = at + etree.QName(child).localname
            child.tail = None
            if len(child):
                child.text = None
                walk(child, path + "/")
            elif path not in chosen:
                child.text = None
                child.attrib.clear()

    walk(root, "")
    return etree.tostring(root, encoding="unicode")
