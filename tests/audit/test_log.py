"""The log only grows, and goes with the change it tells of."""

import pytest
from django.db import connection, transaction
from django.utils import timezone

from lms.audit.domain.log import record
from lms.audit.models import Entry


def add(thing, verb="test.done") -> Entry:
    return record(verb=verb, thing=thing, by=None, now=timezone.now(), after={"a": 1})


@pytest.mark.parametrize("forbidden", [
    lambda entry: entry.save(), lambda entry: entry.delete(), lambda entry: Entry.objects.update(why="changed"),
    lambda entry: Entry.objects.filter(pk=entry.pk).delete(), lambda entry: Entry.objects.all().delete()])
def test_nothing_changes_or_removes_an_entry(forbidden, lan):
    entry = add(lan)
    with pytest.raises(TypeError, match="written once"):
        forbidden(entry)
    assert Entry.objects.get(pk=entry.pk).why == ""


def test_an_entry_goes_with_its_change(lan):
    with pytest.raises(ValueError), transaction.atomic():
        add(lan, "test.rolled_back")
        raise ValueError
    assert not Entry.objects.filter(verb="test.rolled_back").exists()


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_refused(lan):
    assert not connection.in_atomic_block
    with pytest.raises(RuntimeError, match="in the transaction of the change"):
        add(lan)


def test_entries_about_a_thing_come_newest_first(lan, sokha):
    first, second = add(lan, "test.first"), add(lan, "test.second")
    add(sokha)
    assert [entry.pk for entry in Entry.objects.about(lan)[:2]] == [second.pk, first.pk]
