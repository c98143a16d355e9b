"""What a reader narrows the results to, and what there is to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date

from django.db.models import Count, QuerySet

from lms.surveys.models import Submission
from lms.surveys.models.definition import Definition

NO_ANSWER = ""
"""The part of those who did not answer a question."""
FILTERS = ("version", "country", "language", "channel", "occasion", "question")
PLAIN = {"version": "version__number", "country": "country__code", "language": "language", "channel": "channel",
         "occasion": "occasion"}
"""Things that stand beside the answers, and their columns."""


@dataclass(frozen=True)
class Wish:
    """What is asked for; an empty one asks for everything. `question` and `choice` belong together.

    `by` puts parts side by side: one of PLAIN, "month", or "q:" and the path of a question.
    """

    version: str = ""
    country: str = ""
    language: str = ""
    channel: str = ""
    occasion: str = ""
    question: str = ""
    choice: str = ""
    since: date | None = None
    until: date | None = None
    by: str = ""

    @property
    def narrowed(self) -> list[str]:
        """The things by which it narrows: names of FILTERS, and "days"."""
        days = ["days"] if self.since or self.until else []
        return [name for name in FILTERS if getattr(self, name)] + days

    def given(self) -> dict[str, str]:
        """What stands in an address."""
        return {field.name: str(value) for field in fields(self) if (value := getattr(self, field.name))}


@dataclass(frozen=True)
class Offer:
    """What there is: {thing: [(value, how many)]} of PLAIN, the questions to cross by, and days with their counts."""

    plain: dict[str, list[tuple[str, int]]]
    questions: list[dict]
    days: list[tuple[date, int]]
    total: int


def offer(*, rows: QuerySet[Submission], definition: Definition) -> Offer:
    """All there is in these submissions, in six queries whatever their number."""
    plain = {}
    for name, column in PLAIN.items():
        found = rows.order_by(column).values_list(column).annotate(many=Count("pk"))
        plain[name] = [("" if value is None else str(value), many) for value, many in found]
    days = list(rows.order_by("received_on").values_list("received_on").annotate(many=Count("pk")))
    questions = [item for item in definition.asked if item["type"] == "select_one" and not item["repeat"]]
    return Offer(plain, questions, days, sum(many for _day, many in days))


def read(given: Mapping[str, str], *, offered: Offer, definition: Definition) -> Wish:
    """The wish of an address; what is not on offer counts as not asked."""
    known = {name: {value for value, _many in values if value} for name, values in offered.plain.items()}
    said = {name: given.get(name, "") for name in known}
    wish = Wish(**{name: value for name, value in said.items() if value in known[name]},
                since=day_of(given.get("since", "")), until=day_of(given.get("until", "")))
    path, _colon, choice = given.get("answer", "").partition(":")
    paths = {item["path"]: item for item in offered.questions}
    if path not in paths and given.get("question", "") in paths:
        path, choice = given["question"], given.get("choice", "")
    if path in paths and choice in {one["name"] for one in definition.choices(paths[path])}:
        wish = replace(wish, question=path, choice=choice)
    by = given.get("by", "")
    if by in known or by == "month" or by.removeprefix("q:") in paths:
        wish = replace(wish, by=by)
    return wish


def day_of(text: str) -> date | None:
    """A day as browsers send it, or None."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
