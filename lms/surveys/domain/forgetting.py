"""Takes what identifies a person out of the answers given under the person's name. What was chosen stays as a figure."""

import hashlib
from datetime import datetime
from typing import Any

from lxml import etree

from lms.audit.domain.log import record
from lms.files.domain.drop import drop
from lms.people.domain.emptying import overwrite
from lms.people.models import Person
from lms.surveys.domain.instance import OPENROSA
from lms.surveys.models import AnswerFile, Submission
from lms.surveys.models.definition import CHOSEN, NUMBERS

FIGURES = CHOSEN | NUMBERS | {"acknowledge"}
"""Types of questions whose answers name nobody. Everything written, worked out or sent as a file, and what the phone adds
by itself, may."""


def forget_answers(person: Person, by: Person, now: datetime) -> None:
    """Empty the written answers of all forms that the person answered under the own name, and let their files go.

    The hash of the submission as it was received stays in the log: who holds a copy can still prove it.
    """
    for submission in Submission.objects.filter(person=person).select_related("version", "country"):
        chosen = {item["path"] for item in submission.version.items if item["type"] in FIGURES}
        received = hashlib.sha256(submission.xml.encode()).hexdigest()
        record(verb="submission.emptied", thing=submission, by=by.uuid, now=now, after={"sha256": received},
               country=submission.country.code if submission.country else "", about=person.uuid)
        overwrite(Submission.objects.filter(pk=submission.pk), xml=without_texts(submission.xml, chosen),
                  answers=without_written(submission.answers, chosen))
        files = AnswerFile.objects.filter(instance_id=submission.instance_id)
        drop(files.values_list("file__uuid", flat=True))
        files.delete()


def without_written(answers: dict[str, Any], chosen: set[str]) -> dict[str, Any]:
    """The answers of `chosen` (paths) alone; a repeat keeps as many instances as it had."""
    return {path: [without_written(row, chosen) for row in answer] if _is_repeat(answer) else answer
            for path, answer in answers.items() if path in chosen or _is_repeat(answer)}


def _is_repeat(answer: object) -> bool:
    return isinstance(answer, list) and bool(answer) and isinstance(answer[0], dict)


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
