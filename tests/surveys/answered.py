"""Instruments and answers to them, written straight into the tables as the contract has them."""

from datetime import UTC, date, datetime
from uuid import uuid4

from lms.surveys.models import Form, FormVersion, Submission

TODAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
YES_NO = [("yes", "Yes"), ("no", "No"), ("maybe", "Perhaps")]


def item(path: str, type: str, **given) -> dict:
    """One node of a form, as the contract has it."""
    plain = {"path": path, "name": path.rpartition("/")[2], "type": type, "repeat": "", "appearance": "",
             "labels": {"en": f"About {path}"}, "hints": {}, "media": {}, "required": "", "constraint": "", "relevant": "",
             "calculation": "", "readonly": "", "required_messages": {}, "constraint_messages": {}, "default": "",
             "first": "", "changes": [], "list": "", "filter": "", "shuffle": "", "range": {}, "count": "", "preload": []}
    return plain | given


ITEMS = [item("clear", "select_one", list="yn"), item("topics", "select_multiple", list="yn"), item("years", "integer"),
         item("held", "date"), item("first", "text"), item("members", "repeat"),
         item("members/name", "text", repeat="members"), item("members/role", "select_one", repeat="members", list="yn")]
LISTS = {"yn": [{"name": name, "labels": {"en": label}, "media": {}, "more": {}} for name, label in YES_NO]}


def version(form: Form, number: int = 1, items: list[dict] | None = None) -> FormVersion:
    made = FormVersion(form=form, number=number, xlsx=b"", xform="", items=items or ITEMS, lists=LISTS, languages=["en"],
                       sha256="", published_at=AT, keys={"clear": {"right": ["the-secret-key"]}})
    made.save()
    return made


def instrument(key: str = "pulse", *, country=None, anonymous: bool = False, items: list[dict] | None = None) -> FormVersion:
    """A published instrument; its version."""
    return version(Form.objects.create(key=key, titles={"en": "Daily pulse"}, kind=Form.Kind.PULSE, country=country,
                                       anonymous=anonymous), items=items)


def submit(of: FormVersion, answers: list[dict], *, country=None, day: date = TODAY, **given) -> list[Submission]:
    """One submission for each, received on a day; of an anonymous form without its time."""
    anonymous = of.form.anonymous
    return Submission.objects.bulk_create([Submission(**{
        "instance_id": uuid4(), "version": of, "language": "en", "channel": "web", "country": country, "xml": "<data/>",
        "answers": one, "received_on": day, "received_at": None if anonymous else AT} | given) for one in answers])
