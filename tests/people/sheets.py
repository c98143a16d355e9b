"""Lists of persons as tests send them."""

import io

from openpyxl import Workbook

from lms.files.domain.guard import check_sheet
from lms.jobs.models import Job
from lms.people.domain.imports import begin, check, confirm, undo
from lms.people.domain.imports.kinds import PEOPLE
from lms.people.models import Import, Person
from lms.people.resources import PersonResource
from tests.factories import NOW

KEEP = object()


def csv(*rows: list[str]) -> bytes:
    return "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in rows).encode("utf-8-sig")


def xlsx(*rows: list) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def sent(content: bytes, *, by: Person, country=KEEP, name: str = "list.csv", encoding: str = "", kind=PEOPLE, subject: str = "",
         reader=PersonResource) -> Import:
    """Upload and check, as the page and the worker do."""
    place = by.country if country is KEEP else country
    batch = begin.upload(kind=kind, checked=check_sheet(content=content, name=name), country=place, by=by, now=NOW,
                         encoding=encoding, subject=subject)
    check.run(batch.job, kind=kind, reader=reader)
    batch.refresh_from_db()
    return batch


def written(batch: Import, *, by: Person, leave_out: bool = False, kind=PEOPLE) -> Job:
    job = confirm.confirm(batch=batch, leave_out=leave_out, kind=kind, by=by, now=NOW)
    confirm.run(job.uuid, kind=kind)
    batch.refresh_from_db()
    return job


def taken_back(batch: Import, *, by: Person, others: bool = False, kind=PEOPLE) -> None:
    job = undo.undo(batch=batch, others=others, kind=kind, by=by, now=NOW)
    undo.run(job.uuid, kind=kind)
    batch.refresh_from_db()


def states(batch: Import) -> dict[int, str]:
    return dict(batch.rows.values_list("number", "state"))


def messages(batch: Import, number: int) -> str:
    return " ".join(one["message"] for one in batch.rows.get(number=number).errors)
