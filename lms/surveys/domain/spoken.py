"""Answers as a person reads them: the question and the answer in words, not their names in the form."""

from django.utils.translation import get_language

from lms.people.models.place import text_in
from lms.surveys.models import Submission


def answers_in_words(keys: list[int]) -> dict[int, object]:
    """{submission's key: {question: answer}} in the frame's language, in two queries."""
    language = get_language() or "en"
    rows = Submission.objects.filter(pk__in=keys).prefetch_related("version")
    return {row.pk: spoken(row.version.items, row.answers, language) for row in rows}


def spoken(items: list[dict], answers: dict, language: str) -> dict[str, str]:
    known = {item["path"]: item for item in items}
    return {text_in(known.get(path, {}).get("labels", {}), language) or path:
            answer_in(known.get(path, {}), answer, language) for path, answer in answers.items()}


def answer_in(item: dict, answer: object, language: str) -> str:
    """The labels of what was chosen; anything else as it was written."""
    labels = {choice["name"]: text_in(choice["labels"], language) for choice in item.get("choices") or []}
    chosen = answer if isinstance(answer, list) else [answer]
    return ", ".join(labels.get(str(one)) or str(one) for one in chosen)
