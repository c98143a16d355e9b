"""Answers as a person reads them: the question and the answer in words, not their names in the form."""

from django.utils.translation import get_language

from lms.people.models.place import text_in
from lms.surveys.domain.evaluation_lists import plain_texts
from lms.surveys.domain.reading import text_of
from lms.surveys.models import Submission
from lms.surveys.models.definition import CHOSEN, Definition


def answers_in_words(keys: list[int]) -> dict[int, object]:
    """{submission's key: {question: answer}} in the frame's language, in two queries."""
    language = get_language() or "en"
    rows = Submission.objects.filter(pk__in=keys).prefetch_related("version")
    return {row.pk: spoken(row.version.definition, row.answers, language) for row in rows}


def spoken(definition: Definition, answers: dict, language: str) -> dict[str, object]:
    """{question: answer} in words; an instance of a repeat is such a dict under the repeat's name and its number."""
    said: dict[str, object] = {}
    for path, answer in answers.items():
        item = definition.by_path.get(path)
        question = (text_in(plain_texts(item["labels"]), language) if item else "") or path
        if item and item["type"] == "repeat":
            said |= {f"{question} ({number})": spoken(definition, row, language)
                     for number, row in enumerate(answer, start=1)}
        else:
            said[f"{question} ({path})" if question in said else question] = answer_in(definition, item, answer, language)
    return said


def answer_in(definition: Definition, item: dict | None, answer: object, language: str) -> str:
    """The labels of what was chosen; anything else as it was written."""
    if item is None or item["type"] not in CHOSEN:
        return text_of(answer)
    labels = {choice["name"]: text_in(plain_texts(choice["labels"]), language) for choice in definition.choices(item)}
    return ", ".join(labels.get(str(one)) or str(one) for one in (answer if isinstance(answer, list) else [answer]))
