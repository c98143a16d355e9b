"""What is personal in the log goes when the person's key is destroyed, and the chain still verifies."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from lms.audit.domain import keys
from lms.audit.domain.log import Said, personal, record, record_many
from lms.audit.domain.seal import seal
from lms.audit.domain.verify import verify
from lms.audit.models import Entry, PersonKey
from tests.audit.logged import EARLIER, entries, past_the_platform, thing
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
SECRET = ("Nguyễn Lan", "Lan is on leave", "Nguy\\u1ec5n Lan")
WHAT_IT_SAYS = {"why": "Lan is on leave", "before": {}, "after": {"name": "Nguyễn Lan"}}


def everything() -> str:
    """All columns of all rows, bytes as they are."""
    with connection.cursor() as cursor:
        said = []
        for table in ("audit_entry", "audit_personkey", "audit_seal"):
            cursor.execute(f"SELECT * FROM {table}")
            said += [bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)
                     for row in cursor.fetchall() for value in row]
    return "\n".join(said)


def test_personal_values_are_read_back_and_stand_nowhere_in_the_open():
    entry = Entry.objects.get(pk=entries(1)[0].pk)
    assert personal(entry) == WHAT_IT_SAYS
    assert entry.why == "" and not any(words in everything() for words in SECRET)


def test_after_erasure_nobody_reads_them_and_the_chain_verifies():
    lan, sokha = uuid4(), uuid4()
    gone, kept = entries(2, about=lan), entries(2, about=sokha)
    seal(now=NOW)
    key = bytes(PersonKey.objects.get(person=lan).key).decode("latin-1")
    assert key in everything()
    keys.destroy(person=lan, now=NOW)
    assert [personal(entry) for entry in Entry.objects.filter(about=lan)] == [None, None]
    assert all(personal(entry) == WHAT_IT_SAYS for entry in Entry.objects.filter(about=sokha))
    assert key not in everything() and not any(words in everything() for words in SECRET)
    report = verify(now=NOW)
    assert (report.sealed, report.faults) == (len(gone) + len(kept), [])


def test_what_is_recorded_later_of_an_erased_person_is_not_kept():
    for known in (True, False):
        lan = uuid4()
        if known:
            entries(1, about=lan)
        keys.destroy(person=lan, now=NOW)
        keys.destroy(person=lan, now=NOW + timedelta(days=1))
        later = Entry.objects.get(pk=entries(1, about=lan)[0].pk)
        assert bytes(later.cipher) == b"" and later.why == "" and personal(later) == {}
        assert (PersonKey.objects.get(person=lan).destroyed_at, later.before["state"]) == (NOW, "a")


def test_a_destroyed_key_cannot_come_back():
    lan = uuid4()
    keys.destroy(person=lan, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonKey.objects.filter(person=lan).update(key=b"x" * 32)


def test_each_entry_has_its_own_nonce_and_each_person_one_key():
    lan = uuid4()
    ciphers = {bytes(entry.cipher) for entry in entries(20, about=lan)}
    assert len({cipher[:keys.NONCE] for cipher in ciphers}) == 20
    assert PersonKey.objects.filter(person=lan).count() == 1


@pytest.mark.parametrize("change", [{"verb": "test.other"}, {"object_id": "9"}, {"at": NOW}, {"about": uuid4()},
                                    {"cipher": b""}, {"cipher": b"x"}, {"cipher": b"x" * 60}])
def test_a_ciphertext_belongs_to_its_entry(change):
    one, two = entries(2, about=uuid4())
    PersonKey.objects.get_or_create(person=change.get("about", one.about), defaults={"key": b"k" * 32, "made_at": NOW})
    past_the_platform(Entry, pk=one.pk).update(**change)
    past_the_platform(Entry, pk=two.pk).update(cipher=one.cipher)
    assert personal(Entry.objects.get(pk=one.pk)) in (None, {})
    assert personal(Entry.objects.get(pk=two.pk)) is None


def test_one_question_opens_many(django_assert_num_queries):
    made = [entry for _person in range(5) for entry in entries(3)]
    with django_assert_num_queries(1):
        found = keys.open_many(made)
    assert {one.state for one in found.values()} == {"open"} and len(found) == 15


def test_nothing_personal_needs_no_key():
    entry = record(verb="test.done", thing=thing(), by=None, now=NOW, about=uuid4(), after={"state": "a"})
    assert personal(entry) == {} and not PersonKey.objects.exists()


def test_a_reason_about_nobody_is_open():
    entry = record(verb="test.done", thing=thing(), by=None, now=NOW, why="The hall is flooded")
    assert entry.why == "The hall is flooded" and personal(entry) == {}


def test_personal_values_about_nobody_and_floats_are_refused():
    with pytest.raises(ValueError, match="the person they are about"):
        record(verb="test.done", thing=thing(), by=None, now=NOW, personal_after={"name": "Lan"})
    for value in (0.5, [0.5], {"a": {"b": 1.0}}):
        with pytest.raises(TypeError, match="as text"):
            record(verb="test.done", thing=thing(), by=None, now=NOW, after={"value": value})


@pytest.mark.django_db(transaction=True)
def test_many_at_once_make_one_key():
    lan, country = uuid4(), thing()

    def work(number: int):
        try:
            with transaction.atomic():
                return record(verb="test.done", thing=country, by=None, now=EARLIER, about=lan, why=f"Reason {number}")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(work, range(8)))
    assert [personal(entry)["why"] for entry in made] == [f"Reason {number}" for number in range(8)]
    assert PersonKey.objects.filter(person=lan).count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_file_of_the_database_holds_neither_words_nor_destroyed_key():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps the old row until its vacuum: see docs/decisions/0010")
    lan = uuid4()
    with transaction.atomic():
        entries(1, about=lan)
    key = bytes(PersonKey.objects.get(person=lan).key)
    keys.destroy(person=lan, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("PRAGMA database_list")
        content = Path(cursor.fetchone()[2]).read_bytes()
    assert b"test.done0" in content and key not in content
    assert not any(words.encode() in content for words in SECRET)


def test_many_entries_at_once_say_the_same_as_one_by_one(django_assert_max_num_queries):
    lan, sokha, gone = uuid4(), uuid4(), uuid4()
    entries(1, about=sokha)
    keys.destroy(person=gone, now=NOW)
    said = [Said(thing(), about=one, country="VN", personal_before={"name": "Lan"}, personal_after={"name": "Nguyễn Lan"})
            for one in (lan, sokha, gone, lan)]
    with django_assert_max_num_queries(4):
        record_many(verb="person.changed", said=said, by=None, now=EARLIER)
    made = Entry.objects.filter(verb="person.changed").order_by("pk")
    values = {"why": "", "before": {"name": "Lan"}, "after": {"name": "Nguyễn Lan"}}
    assert [personal(entry) for entry in made] == [values, values, {}, values]
    assert PersonKey.objects.filter(person__in=[lan, sokha]).count() == 2
    seal(now=NOW)
    assert verify(now=NOW).faults == []
