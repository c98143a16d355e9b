"""Deciding, writing and taking back: the whole list or nothing."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from lms.audit.domain.log import personal
from lms.audit.models import Entry, PersonKey
from lms.jobs.domain import progress
from lms.jobs.models import Job
from lms.people.domain import persons
from lms.people.domain.imports import choose, confirm, undo, write
from lms.people.domain.imports.kinds import PEOPLE
from lms.people.domain.numbers import next_number
from lms.people.domain.refusal import Refused
from lms.people.models import Affiliation, Grant, Import, ImportRow, NameWord, Person
from tests.factories import NOW
from tests.people.sheets import csv, messages, sent, states, taken_back, written

pytestmark = pytest.mark.postgres
HEAD = ["Number", "Name", "Own name", "Sex", "Birth year", "Organisation", "Position", "Since"]


@pytest.fixture
def dara(account):
    """Coordinator of Cambodia."""
    return account("coordinator.kh")


def three(sokha: Person) -> bytes:
    """Somebody new, somebody changed, somebody who moved."""
    rith = Person.objects.get(name="Rith Kumru")
    return csv(HEAD, ["", "Chea Veasna", "ជា វាសនា", "M", "1988", "kh-police", "Officer", "2020"],
               [sokha.number, "Sokha Kumru Chan", "", "", "1996", "", "Head of office", ""],
               [rith.number, "", "", "", "", "kh-police", "Chief", "2026-01-01"])


def test_a_list_is_written_with_words_work_and_log(dara, sokha):
    batch = sent(three(sokha), by=dara)
    job = written(batch, by=dara)
    assert (batch.state, Job.objects.get(pk=job.pk).state) == ("done", "done")
    made = Person.objects.get(name="Chea Veasna")
    assert made.number.startswith("KH-") and made.language == "km" and made.username is None
    assert not made.has_usable_password() and made.country == dara.country
    assert NameWord.objects.filter(person=made, word="veasna").exists()
    work = made.affiliations.get()
    assert (work.organisation.key, work.position, str(work.since), work.country) == ("kh-police", "Officer", "2020-01-01", dara.country)
    sokha.refresh_from_db()
    assert (sokha.name, sokha.birth_year, sokha.affiliations.get().position) == ("Sokha Kumru Chan", 1996, "Head of office")
    assert NameWord.objects.filter(person=sokha, word="chan").exists()
    rith = Person.objects.get(name="Rith Kumru")
    assert [str(day) for day in rith.affiliations.order_by("since").values_list("until", flat=True)] == ["2025-12-31", "None"]
    entry = Entry.objects.get(verb="import.confirmed")
    assert entry.after["added"] == 1 and entry.after["changed"] == 2 and entry.country == "KH"
    added = Entry.objects.get(verb="person.added", about=made.uuid)
    assert "Chea" not in str(added.after) and personal(added)["after"]["name"] == "Chea Veasna"
    changed = personal(Entry.objects.get(verb="person.changed", about=sokha.uuid))
    assert changed["before"]["birth_year"] == 1995 and changed["after"]["birth_year"] == 1996


def test_undo_takes_everything_back_and_keeps_the_number_taken(dara, sokha):
    before = {model: list(model.objects.order_by("pk").values()) for model in (Affiliation, NameWord)}
    was = Person.objects.filter(pk=sokha.pk).values().get()
    batch = sent(three(sokha), by=dara)
    written(batch, by=dara)
    made = Person.objects.get(name="Chea Veasna")
    following = next_number(dara.country)
    taken_back(batch, by=dara)
    assert batch.state == "undone" and batch.counts["removed"] == 1 and batch.counts["given"] == 2
    assert not Person.objects.filter(pk=made.pk).exists() and Person.objects.filter(pk=sokha.pk).values().get() == was
    assert list(Affiliation.objects.order_by("pk").values()) == before[Affiliation]
    assert {(row["person_id"], row["word"]) for row in before[NameWord]} == set(NameWord.objects.values_list("person_id", "word"))
    assert next_number(dara.country) == following
    assert PersonKey.objects.get(person=made.uuid).destroyed_at and Entry.objects.filter(verb="import.undone").count() == 1
    with pytest.raises(Refused):
        taken_back(batch, by=dara)


def test_undo_stops_at_what_somebody_built_on(dara, sokha):
    batch = sent(csv(HEAD[:2], ["", "Chea Veasna"], ["", "Sok Piseth"], ["", "Meas Sophal"]), by=dara)
    written(batch, by=dara)
    veasna, piseth = Person.objects.get(name="Chea Veasna"), Person.objects.get(name="Sok Piseth")
    persons.change(person=veasna, values={"birth_year": 1980}, by=dara, now=NOW)
    Grant.objects.create(person=piseth, role="trainee", country=dara.country, since="2026-01-01")
    plan = undo.plan(batch, PEOPLE)
    assert plan.removed == 1 and [(number, name) for number, name, _why in plan.kept] == [(2, "Chea Veasna"), (3, "Sok Piseth")]
    assert "changed since" in plan.kept[0][2] and "Roles" in plan.kept[1][2]
    taken_back(batch, by=dara)
    assert batch.state == "done" and Person.objects.filter(name="Meas Sophal").exists()
    assert "Somebody built on 2 rows" in batch.notes[-1]["text"]
    taken_back(batch, by=dara, others=True)
    assert batch.state == "undone" and not Person.objects.filter(name="Meas Sophal").exists()
    assert Person.objects.filter(pk__in=[veasna.pk, piseth.pk]).count() == 2


def test_doubtful_rows_are_decided_first(dara, sokha):
    rows = csv(HEAD[:5], ["", "Kumru Sokha", "", "", "1995"], ["", "Vuthy Kumru", "", "", ""], ["", "Bopha Kumru", "", "", ""])
    batch = sent(rows, by=dara)
    assert set(states(batch).values()) == {"doubtful"}
    with pytest.raises(Refused, match="3"):
        confirm.confirm(batch=batch, leave_out=False, kind=PEOPLE, by=dara, now=NOW)
    given = {"batch": batch, "kind": PEOPLE, "by": dara, "now": NOW}
    with pytest.raises(Refused):
        choose.choose(number=2, choice=str(dara.uuid), **given)
    choose.choose(number=2, choice=str(sokha.uuid), **given)
    assert batch.rows.get(number=2).before == {"name": "Sokha Kumru"}
    choose.choose(number=3, choice="new", **given)
    assert choose.choose_all(choice="skip", **given) == (1, 0)
    assert choose.to_write(batch) == {"changed": 1, "added": 1, "out": 1}
    people = Person.objects.count()
    written(batch, by=dara)
    sokha.refresh_from_db()
    assert Person.objects.count() == people + 1 and sokha.name == "Kumru Sokha"


def test_two_rows_do_not_stand_for_one_person(dara, sokha):
    batch = sent(csv(["Name", "Birth year"], ["Sokha Kumru", "1995"], ["Kumru Sokha", "1995"]), by=dara)
    assert choose.choose_all(choice="same", batch=batch, kind=PEOPLE, by=dara, now=NOW) == (1, 1)
    with pytest.raises(Refused, match="Another row"):
        choose.choose(number=3, choice=str(sokha.uuid), batch=batch, kind=PEOPLE, by=dara, now=NOW)


def test_wrong_rows_stay_out_only_when_that_is_said(dara):
    batch = sent(csv(["Name", "Sex"], ["Chea Veasna", "M"], ["Sok Piseth", "X"]), by=dara)
    with pytest.raises(Refused, match="errors"):
        written(batch, by=dara)
    written(batch, by=dara, leave_out=True)
    assert batch.state == "done" and not Person.objects.filter(name="Sok Piseth").exists()


def test_a_person_changed_in_between_stops_the_whole_list(dara, sokha):
    batch = sent(three(sokha), by=dara)
    job = confirm.confirm(batch=batch, leave_out=False, kind=PEOPLE, by=dara, now=NOW)
    persons.change(person=sokha, values={"birth_year": 1990}, by=dara, now=NOW)
    people, entries = Person.objects.count(), Entry.objects.count()
    confirm.run(job.uuid, kind=PEOPLE)
    batch.refresh_from_db()
    assert batch.state == "checked" and (Person.objects.count(), Entry.objects.count()) == (people, entries)
    assert states(batch)[3] == "wrong" and "changed since the check" in messages(batch, 3)
    assert batch.counts["wrong"] == 1 and "Nothing was written" in batch.notes[-1]["text"]


def test_the_same_list_sent_twice_is_not_written_twice(dara, sokha):
    first, second = (sent(csv(["Name"], ["Chea Veasna"]), by=dara) for _time in range(2))
    written(first, by=dara)
    written(second, by=dara)
    assert Person.objects.filter(name="Chea Veasna").count() == 1
    assert second.state == "checked" and "added since the check" in messages(second, 2)


def test_cut_off_in_the_middle_nothing_is_there_and_it_is_resumed(dara, sokha, monkeypatch):
    batch = sent(three(sokha), by=dara)
    job = confirm.confirm(batch=batch, leave_out=False, kind=PEOPLE, by=dara, now=timezone.now())
    people = Person.objects.count()
    with monkeypatch.context() as cut:
        cut.setattr(write.Writer, "_change", lambda self, rows: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            confirm.run(job.uuid, kind=PEOPLE)
    batch.refresh_from_db()
    assert batch.state == "confirming" and Person.objects.count() == people
    confirm.run(job.uuid, kind=PEOPLE)
    assert Person.objects.count() == people, "another worker has it until two minutes are over"
    Job.objects.filter(pk=job.pk).update(touched_at=timezone.now() - 2 * progress.SILENT)
    confirm.run(job.uuid, kind=PEOPLE)
    batch.refresh_from_db()
    assert batch.state == "done" and Person.objects.count() == people + 1


def test_confirmed_once_and_by_nobody_else(dara, account, sokha):
    batch = sent(three(sokha), by=dara)
    for other in ("coordinator.vn", "trainee.kh"):
        with pytest.raises(PermissionDenied):
            confirm.confirm(batch=batch, leave_out=False, kind=PEOPLE, by=account(other), now=NOW)
    with pytest.raises(Refused, match="Only the person"):
        confirm.confirm(batch=batch, leave_out=False, kind=PEOPLE, by=account("secretariat"), now=NOW)
    confirm.confirm(batch=batch, leave_out=False, kind=PEOPLE, by=dara, now=NOW)
    with pytest.raises(Refused):
        confirm.confirm(batch=batch, leave_out=False, kind=PEOPLE, by=dara, now=NOW)


def test_a_role_that_ended_meanwhile_writes_nothing(dara, sokha):
    batch = sent(three(sokha), by=dara)
    job = confirm.confirm(batch=batch, leave_out=False, kind=PEOPLE, by=dara, now=NOW)
    dara.grants.all().update(until="2025-12-31")
    confirm.run(job.uuid, kind=PEOPLE)
    batch.refresh_from_db()
    assert batch.state == Import.State.CHECKED and not ImportRow.objects.filter(batch=batch, applied=True).exists()


def test_the_mail_address_of_an_officer_is_not_changed_by_a_list(account):
    coordinator, group = account("coordinator.vn"), account("secretariat")
    group.country = coordinator.country
    group.save()
    batch = sent(csv(["Number", "E-mail"], [group.number, "taken@academy.example"]), by=coordinator)
    written(batch, by=coordinator)
    group.refresh_from_db()
    assert group.email != "taken@academy.example" and "a role that you do not give" in messages(batch, 2)
