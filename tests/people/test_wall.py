"""The second wall: the database itself lets nobody read what is not theirs (PostgreSQL), and no connection remembers."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import Error, connection, transaction
from django.http import HttpResponse, StreamingHttpResponse

from lms.audit.models import Entry
from lms.courses.models import Attendance, Enrolment
from lms.people.domain import privacy, wall, wall_sql
from lms.people.middleware import wall as middleware
from lms.people.models import Affiliation, Country, Grant, Membership, NameWord, Person
from tests.people.walls import ROLE, pool_of_one, wall_on

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("lms", "certification", "curricula", "tna")
WITHOUT = {
    **dict.fromkeys(("people.person_groups", "people.person_user_permissions"), "keys alone; they follow from the grants"),
    **dict.fromkeys(("tna.finding", "tna.action", "monitoring.reading", "monitoring.report"),
                    "of a country and not of a person; who recorded it is a number"),
    "audit.personkey": "opens nothing without the entry, and whoever records something of a person needs it",
    "curricula.curriculumversion": "who released a public text is public",
    **dict.fromkeys((f"curricula.{name}" for name in (
        "adoption", "caseclearance", "consensusround", "decision", "feedback", "pilotfinding", "pilotoverride",
        "translation")), "what a country decided and said about a curriculum; who did it is a number"),
    "surveys.answerfile": "found by an id that only who filled the form in knows; the file itself is behind the wall",
    "surveys.formfile": "what a form shows to everybody",
    "surveys.formversion": "who published a form stands with the form",
}
"""Tables of ours that the registry knows and the wall does not."""
on_postgres = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="row level security is PostgreSQL's")
VN = wall.Context(person=7, uuid="5f0c1b1e-0000-4000-8000-000000000000", places=frozenset({3}))


def test_every_table_of_ours_with_personal_data_is_behind_the_wall_or_says_why_not():
    registered = privacy.registered()
    open_ones = {label for label in registered if not registered[label].wall and wall_sql.ours(apps.get_model(label))}
    assert open_ones <= set(WITHOUT)
    assert all(one.condition.startswith(wall_sql.EVERYONE) for one in wall_sql.walled())
    assert {"people_person", "courses_enrolment", "certification_certificate"} <= {one.table for one in wall_sql.walled()}


def uses() -> set[tuple[str, str]]:
    """(file, exception) of every place where the wall is lifted."""
    found = set()
    for path in [ROOT / "manage.py", ROOT / "scripts" / "prepare.py", *(path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")))]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
            if name == "lifted":
                found.add((str(path.relative_to(ROOT)), ast.literal_eval(node.args[0])))
    return found


LIFTED = {
    ("certification/domain/authority.py", "authority"),
    ("certification/domain/check.py", "certificate check"),
    ("certification/views/trainers.py", "counts"),
    ("curricula/domain/consensus.py", "task"),
    ("curricula/domain/round_letters.py", "letters"),
    ("curricula/domain/rounds.py", "seat"),
    ("curricula/domain/tallies.py", "counts"),
    ("lms/courses/domain/delivery.py", "letters"),
    ("lms/courses/domain/nominations.py", "counts"),
    ("lms/courses/domain/roster.py", "counts"),
    ("lms/courses/domain/whom.py", "log"),
    ("lms/courses/links.py", "counts"),
    ("lms/courses/views/delivery.py", "counts"),
    ("lms/home/domain/country_chain.py", "counts"),
    ("lms/home/domain/waiting/consensus.py", "seat"),
    ("lms/home/domain/waiting/teaching.py", "counts"),
    ("lms/people/adapters.py", "sign-in"),
    ("lms/people/domain/accounts.py", "demo"),
    ("lms/people/domain/accounts.py", "sign-in"),
    ("lms/people/domain/bodies.py", "counts"),
    ("lms/people/domain/erasure.py", "letters"),
    ("lms/people/domain/erasure.py", "task"),
    ("lms/people/domain/letters.py", "letters"),
    ("lms/people/domain/lockout.py", "sign-in"),
    ("lms/people/domain/numbers.py", "uniqueness"),
    ("lms/people/domain/passkeys.py", "sign-in"),
    ("lms/people/domain/persons.py", "uniqueness"),
    ("lms/people/domain/retention.py", "task"),
    ("lms/people/tasks.py", "task"),
    ("lms/people/views/imports.py", "uniqueness"),
    ("lms/people/views/invitations.py", "code"),
    ("lms/people/views/outbox.py", "demo"),
    ("lms/people/views/passkeys.py", "sign-in"),
    ("lms/people/views/second_factor.py", "sign-in"),
    ("lms/surveys/domain/answer_files.py", "code"),
    ("lms/surveys/views/media.py", "code"),
    ("manage.py", "command"),
    ("scripts/prepare.py", "command"),
}
"""Every exception, by file and reason: a new one is written down here after somebody has thought about it."""


def test_the_wall_is_lifted_where_we_know_it():
    assert uses() == LIFTED
    assert {why for _file, why in uses()} | {"test"} == set(wall.EXCEPTIONS)


def test_an_exception_without_a_name_is_refused():
    with pytest.raises(KeyError), wall.lifted("because"):
        pass


def test_contexts_nest_and_end():
    assert wall.standing() == wall.CLOSED
    with wall.within(VN):
        with wall.lifted("counts"):
            assert wall.standing().everyone
        assert wall.standing() == VN
    assert wall.standing() == wall.CLOSED


def test_what_is_revealed_ends_with_the_request():
    with wall.within(wall.Reading(lambda: VN)):
        wall.reveal(editions=[5], bodies=[2])
        wall.reveal(editions=[6])
        assert wall.standing().settings()["lms.editions"] == "5,6"
        assert wall.standing().settings()["lms.bodies"] == "2"
    wall.reveal(editions=[5])
    assert wall.standing() == wall.CLOSED


def test_who_reads_is_found_out_once_and_only_when_needed():
    asked = []
    reading = wall.Reading(lambda: asked.append(wall.standing()) or VN)
    with wall.within(reading):
        assert asked == []
        assert [wall.standing(), wall.standing()] == [VN, VN]
    assert asked == [wall.CLOSED]  # while it is being found out, all is closed


def test_a_stream_is_read_for_the_one_who_asked_for_it():
    def chunks():
        for _ in range(2):
            yield str(wall.standing().person)

    with wall.within(VN):
        stream = wall.kept(chunks())
        first = next(stream)
    assert [first, *stream] == ["7", "7"]
    assert wall.standing() == wall.CLOSED


@pytest.mark.postgres
@on_postgres
def test_the_middleware_keeps_streams_and_lets_go_of_the_reader(rf, lan):
    def answer(request):
        return StreamingHttpResponse(str(wall.standing().person) for _ in range(2)) if request.GET else HttpResponse(
            str(wall.standing().person))

    for path, expected in (("/", [b"None"]), ("/?all=1", [b"None", b"None"])):
        request = rf.get(path)
        request.session, request.user = {}, None
        assert list(middleware(answer)(request)) == expected
        request.session, request.user = {"_auth_user_id": str(lan.pk)}, lan
        assert list(middleware(answer)(request)) == [str(lan.pk).encode()] * len(expected)
    assert wall.standing() == wall.CLOSED


# --- the connection ---------------------------------------------------------------------------------------------------
def told(pooled) -> tuple[str, str]:
    with pooled.cursor() as cursor:
        cursor.execute("SELECT current_setting('lms.person', true), current_setting('lms.everyone', true)")
        person, everyone = cursor.fetchone()
    return person or "", everyone or ""


@pytest.mark.postgres
@on_postgres
def test_a_connection_from_the_pool_does_not_remember_who_asked_before(db):
    with pool_of_one() as pooled:
        pids = set()
        for context, expected in ((wall.CLOSED, ("", "")), (VN, ("7", "")), (wall.CLOSED, ("", "")),
                                  (wall.EVERYONE, ("", "1")), (VN, ("7", "")), (wall.CLOSED, ("", ""))):
            with wall.within(context):
                assert told(pooled) == expected
            pids.add(pooled.connection.info.backend_pid)
            pooled.close()
        assert len(pids) == 1  # it was one and the same


@pytest.mark.postgres
@on_postgres
def test_neither_a_rollback_nor_a_savepoint_brings_back_an_earlier_reader(db):
    with pool_of_one() as pooled:
        @transaction.atomic
        def fails(context):
            with wall.within(context):
                told(pooled)
            assert told(pooled) == ("7", "")
            pooled.cursor().execute("SELECT 1/0")

        with wall.within(VN):
            for context in (wall.EVERYONE, wall.EVERYONE, wall.CLOSED):
                with wall.lifted("counts"):
                    assert told(pooled) == ("", "1")  # outside a transaction, and read as VN inside the next one
                with pytest.raises(Error):
                    fails(context)
                assert told(pooled) == ("7", "")
            with transaction.atomic():
                assert told(pooled) == ("7", "")
                with pytest.raises(Error), transaction.atomic(), wall.lifted("counts"):
                    assert told(pooled) == ("", "1")
                    pooled.cursor().execute("SELECT 1/0")
                assert told(pooled) == ("7", "")
                with wall.lifted("counts"):
                    point = transaction.savepoint()
                    told(pooled)
                told(pooled)
                transaction.savepoint_rollback(point)
                assert told(pooled) == ("7", "")
        assert told(pooled) == ("", "")


@pytest.mark.postgres
@on_postgres
def test_what_a_transaction_was_told_ends_with_it(db):
    with pool_of_one() as pooled:
        with transaction.atomic(), wall.lifted("counts"):
            told(pooled)
        raw = pooled.connection.execute("SELECT current_setting('lms.everyone', true)").fetchone()
        assert raw[0] in (None, "")  # asked past our hook: the connection itself holds nothing


# --- the tables -------------------------------------------------------------------------------------------------------
@pytest.mark.postgres
@on_postgres
def test_migrations_leave_every_table_with_its_policy(db):
    known = wall_sql.found(connection)
    assert [one.table for one in wall_sql.walled() if not known[one.table].is_as(one.condition)] == []
    assert wall_sql.build(connection, application="") == []  # nothing to do a second time


@pytest.mark.postgres
@on_postgres
def test_a_policy_that_was_changed_by_hand_is_put_right(db):
    with connection.cursor() as cursor:
        cursor.execute("ALTER POLICY lms_wall ON people_person USING (true)")
        cursor.execute("CREATE POLICY another ON people_grant USING (true)")
        cursor.execute("ALTER TABLE people_consent NO FORCE ROW LEVEL SECURITY")
    assert {"people_person", "people_grant", "people_consent"} <= {
        fault.split()[2] for fault in wall_sql.faults(connection) if fault.startswith("The table")}
    assert set(wall_sql.build(connection, application="")) == {"people_person", "people_grant", "people_consent"}


@pytest.mark.postgres
@on_postgres
def test_the_role_of_the_tests_is_told_that_no_wall_stands_and_the_applications_that_it_does(starter):
    assert "superuser" in wall_sql.faults(connection)[0]
    with wall_on():
        assert wall_sql.faults(connection) == []


@pytest.mark.postgres
@on_postgres
def test_each_context_reads_its_own_rows_and_no_others(starter, lan, sokha):
    vn = Country.objects.get(code="VN")
    grants = Grant.objects.filter(person__country=vn).count()
    with wall_on():
        with wall.within(wall.CLOSED):
            assert [model.objects.count() for model in (Person, Grant, NameWord, Affiliation, Entry)] == [0] * 5
        with wall.within(wall.Context(person=lan.pk, uuid=str(lan.uuid))):
            assert list(Person.objects.all()) == [lan]
            assert set(Grant.objects.values_list("person", flat=True)) == {lan.pk}
        with wall.within(wall.Context(places=frozenset({vn.pk}))):
            assert set(Person.objects.values_list("country", flat=True)) == {vn.pk}
            assert Grant.objects.filter(person__country=vn).count() == grants  # those for a body too
            assert set(Entry.objects.values_list("country", flat=True)) == {"VN"}
            assert Person.objects.filter(pk=sokha.pk).update(name="x") == 0
            with pytest.raises(Error, match="row-level security"), transaction.atomic():
                Person.objects.filter(pk=lan.pk).update(country=sokha.country_id)


@pytest.mark.postgres
@on_postgres
def test_what_a_rule_reveals_is_the_badge_and_the_seat_and_not_the_person(starter, lan, sokha):
    taken = Enrolment.objects.filter(country=sokha.country_id, attendances__isnull=False)[0]
    seat = Membership.objects.exclude(country=lan.country_id).filter(until=None)[0]
    with wall_on(), wall.within(wall.Reading(lambda: wall.Context(person=lan.pk, uuid=str(lan.uuid)))):
        foreign = Enrolment.objects.exclude(person=lan), Attendance.objects.exclude(enrolment__person=lan), (
            Membership.objects.exclude(person=lan))
        assert [rows.count() for rows in foreign] == [0, 0, 0]
        wall.reveal(editions=[taken.edition_id], bodies=[seat.body_id])
        assert set(foreign[0].values_list("edition", flat=True)) == {taken.edition_id}
        assert set(foreign[1].values_list("enrolment__edition", flat=True)) == {taken.edition_id}
        assert set(foreign[2].values_list("body", flat=True)) == {seat.body_id}
        assert list(Person.objects.all()) == [lan]


@pytest.mark.postgres
@on_postgres
def test_the_applications_role_adds_to_a_ledger_and_changes_nothing_in_it(starter):
    with wall_on():
        for statement in ("UPDATE audit_entry SET verb = 'x'", "DELETE FROM audit_entry", "DELETE FROM audit_seal",
                          "ALTER TABLE people_person DISABLE ROW LEVEL SECURITY", "DELETE FROM django_migrations"):
            with pytest.raises(Error, match="permission denied|must be owner"), transaction.atomic():
                connection.cursor().execute(statement)
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = %s", [ROLE])
            assert cursor.fetchone() == (False, False)
