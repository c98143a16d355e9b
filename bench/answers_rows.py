"""The rows of answering: sixty questions judged, and received with all that is stored of them."""

from uuid import uuid4

from django.utils import timezone

from bench import client
from bench.curricula_rows import Call
from bench.peers import bare
from bench.rows import Row
from lms.surveys.domain.answers import receive
from lms.surveys.domain.evaluation import judge
from lms.surveys.models import Form, FormVersion
from lms.surveys.models.definition import Definition

QUESTIONS, KEY = 60, "bench-answers"
JUDGE_MS, RECEIVE_MS, QUERIES = 3, 6, 8
KINDS = {"text": "ធ្វើការនៅព្រំដែន", "integer": "12", "select_one": "a", "select_multiple": ["a", "c"], "decimal": "1,5", "date": "2026-12-01"}
EMPTY = {"repeat": "", "appearance": "", "hints": {}, "media": {}, "required": "", "constraint": "", "relevant": "", "calculation": "",
         "readonly": "", "required_messages": {}, "constraint_messages": {}, "default": "", "first": "", "changes": [], "list": "",
         "filter": "", "shuffle": "", "range": {}, "count": "", "preload": []}


def all_rows(*, rounds: int) -> list[dict]:
    """Everything of this file, measured."""
    return [row.measured(rounds=rounds) for row in (judge_row(), receive_row())]


def form() -> tuple[FormVersion, dict]:
    """A form of 60 questions, every fourth shown by two others, and answers to all; the same each time."""
    items, data = [], {}
    for at in range(QUESTIONS):
        kind = list(KINDS)[at % len(KINDS)]
        relevant = f" /data/q{at - 3}  != '' and selected( /data/q2 , 'a')" if at % 4 == 3 else ""
        items.append(EMPTY | {"path": f"q{at}", "name": f"q{at}", "type": kind, "labels": {"km": f"សំណួរ {at}"}, "relevant": relevant,
                              "required": "true()" if at % 2 else "", "constraint": ". >= 0 and . <= 100" if kind == "integer" else "",
                              "list": "five" if kind.startswith("select") else ""})
        data[f"q{at}"] = KINDS[kind]
    lists = {"five": [{"name": name, "labels": {"km": f"ជម្រើស {name}"}, "media": {}, "more": {}} for name in "abcde"]}
    made, _new = Form.objects.get_or_create(key=KEY, defaults={"titles": {"en": "Bench"}, "kind": Form.Kind.EVALUATION})
    version = made.versions.first()
    if version is None:
        version = FormVersion(form=made, number=1, xlsx=b"", xform="", items=items, lists=lists, languages=["km"], sha256="",
                              published_at=timezone.now())
        version.save()
    return version, data


def judge_row() -> Row:
    """As a page does it for each request: the definition is new, its expressions are known."""
    version, data = form()

    def run() -> None:
        found = judge(definition=Definition(version.items, version.lists, version.languages), data=data, language="km", now=timezone.now())
        if found.complaints or len(found.answers) != QUESTIONS:
            raise client.WrongAnswer("the judging is not what was expected")

    return Row(f"judging of {QUESTIONS} questions", Call("judge", run), bare.peer(), most_ms=JUDGE_MS)


def receive_row() -> Row:
    """Judged, written as XML and JSON, and stored."""
    version, data = form()

    def run() -> None:
        receive(version=version, data=data, language="km", channel="web", occasion=uuid4(), person=None, country=None,
                instance_id=uuid4(), now=timezone.now())

    return Row(f"submission of {QUESTIONS} questions", Call("receive", run), bare.peer(), queries=QUERIES, most_ms=RECEIVE_MS)
