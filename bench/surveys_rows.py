"""The rows of surveys: an export of 20,000 answers to 54 questions beside a plain loop, and a page of results over them."""

import csv
import io
import tracemalloc
from datetime import date
from tempfile import TemporaryFile
from uuid import UUID

from django.utils import timezone

from bench import client
from bench.curricula_rows import Call
from bench.rows import Row
from lms.people.models import Grant, Person
from lms.surveys.domain.exports import asking
from lms.surveys.domain.exports.tables import Manner, Sheet, sheets
from lms.surveys.domain.exports.writing import write_csv
from lms.surveys.domain.results.looking import look
from lms.surveys.models import Form, FormVersion, Submission

ANSWERS, QUESTIONS, KEY = 20_000, 54, "bench-survey"
MEGABYTES = 60
NODE = {"repeat": "", "appearance": "", "hints": {}, "media": {}, "list": "", "changes": [], "range": {}, "preload": []}


def all_rows(*, rounds: int) -> list[dict]:
    """Everything of this file, measured."""
    form = fill()
    return [row.measured(rounds=rounds) for row in (export_row(form), results_row(form))]


def fill() -> Form:
    """A named form of 54 questions and 20,000 answers to it; the same each time."""
    found = Form.objects.filter(key=KEY).first()
    if found:
        return found
    form = Form.objects.create(key=KEY, titles={"en": "Bench"}, kind=Form.Kind.TNA)
    kinds = ("select_one", "select_one", "integer", "text", "select_one", "decimal")
    items = [NODE | {"path": f"part/q{at}", "name": f"q{at}", "type": kinds[at % 6], "labels": {"en": f"Question {at}"},
                     "list": "five" if kinds[at % 6] == "select_one" else ""} for at in range(QUESTIONS)]
    lists = {"five": [{"name": f"c{at}", "labels": {"en": f"Choice {at}"}, "media": {}, "more": {}} for at in range(5)]}
    version = FormVersion(form=form, number=1, xlsx=b"", xform="", items=items, lists=lists, languages=["en"],
                          sha256="", published_at=timezone.now())
    version.save()
    given = {"select_one": lambda n, at: f"c{(n * (at + 3) + at) % 5}", "integer": lambda n, at: (n * 7 + at) % 40,
             "decimal": lambda n, at: (n * 13 + at) % 90 / 4, "text": lambda n, at: f"Answer {n} to question {at}"}
    for start in range(0, ANSWERS, 2000):
        Submission.objects.bulk_create([Submission(
            instance_id=UUID(int=(1 << 100) + n), version=version, language="en", channel="web", xml="", received_on=date(2026, 11, 1 + n % 28),
            received_at=timezone.now(), answers={item["path"]: given[item["type"]](n, at) for at, item in enumerate(items)})
            for n in range(start, start + 2000)])
    return form


def officer() -> Person:
    """Somebody of the secretariat."""
    return Person.objects.filter(pk__in=Grant.objects.filter(role="secretariat", country=None).values("person"))[0]


def sheet_of(form: Form) -> Sheet:
    return sheets(asking.definition_of(form, None), manner=Manner(), given=asking.NAMED, name=form.key)


def export_row(form: Form) -> Row:
    """The worker's file beside the least that writes the same bytes. Its memory is measured once."""
    by = officer()
    wanted = plain(form)

    def run() -> bytes:
        with TemporaryFile() as file:
            write_csv(asking.told(asking.keys(form=form, by=by, version=None), anonymous=False), sheet=sheet_of(form), to=file)
            file.seek(0)
            return file.read() if checking else b""

    checking = True
    if run() != wanted:
        raise client.WrongAnswer("the export differs from the plain loop")
    checking = False
    tracemalloc.start()
    run()
    most = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    if most > MEGABYTES:
        raise client.WrongAnswer(f"the export took {most:.0f} MB, more than {MEGABYTES}")
    return Row(f"export of {ANSWERS:,} x {QUESTIONS} to CSV, {most:.0f} MB of memory", Call("export", run),
               Call("plain loop", lambda: plain(form)), times=2)


def plain(form: Form) -> bytes:
    """All rows read at once and written by the csv module."""
    paths = [item["path"] for item in form.versions.latest("number").items]
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([*asking.NAMED, *paths])
    rows = Submission.objects.filter(version__form=form).order_by("pk").values_list("answers", *asking.SHOWN)
    for number, (answers, instance, version, language, channel, *_nothing, day, at, late) in enumerate(rows, 1):
        stamp = timezone.localtime(at).isoformat(timespec="seconds")
        writer.writerow([number, str(instance), version, language, channel, "", "", "", str(day), stamp, int(late),
                         *(answers.get(path, "") for path in paths)])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def results_row(form: Form) -> Row:
    """All figures of the form, counted from the answers themselves."""
    by = officer()

    def run() -> None:
        found = look(form=form, by=by, given={}, language="en")
        if found is None or found.count != ANSWERS or len(found.figures) != QUESTIONS:
            raise client.WrongAnswer("the figures are not whole")

    return Row(f"results of {ANSWERS:,} answers to {QUESTIONS} questions", Call("results", run), Call("plain loop", lambda: plain(form)))
