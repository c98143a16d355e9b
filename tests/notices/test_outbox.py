"""Letters: written with the change, sent once, also when two senders work at the same time."""

from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from lms.notices.domain import outbox
from lms.notices.models import Notice
from lms.notices.tasks import send_due

NOW = timezone.now()


def write(key: str, address: str = "lan@academy.example", subject: str = "A seat") -> Notice:
    return outbox.write(key=key, person=uuid4(), address=address, language="en", subject=subject, body="Body", now=NOW)


def test_the_same_key_is_one_letter(db):
    assert write("seat:1").pk == write("seat:1", subject="Another").pk
    assert Notice.objects.get().subject == "A seat"


@pytest.mark.django_db(transaction=True)
def test_a_letter_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match="in the transaction"):
        write("seat:1")


def test_a_letter_of_what_was_rolled_back_is_none(db):
    with pytest.raises(ValueError), transaction.atomic():
        write("seat:1")
        raise ValueError
    assert not Notice.objects.exists()


def test_sent_once_with_its_message_id(db, settings):
    settings.DEMO = False
    letter = write("seat:1")
    write("seat:2", address="")
    assert [send_due(), send_due()] == [1, 0]
    assert [message.extra_headers["Message-ID"] for message in mail.outbox] == [letter.message_id]
    assert Notice.objects.get(key="seat:2").sent_at is None


def test_in_the_demo_nothing_leaves(db):
    write("seat:1")
    assert send_due() == 1
    assert mail.outbox == []


def test_a_lost_sender_gives_its_letter_back_after_five_minutes(db):
    write("seat:1")
    assert len(outbox.lease(now=NOW)) == 1
    assert outbox.lease(now=NOW + timedelta(minutes=4)) == []
    assert len(outbox.lease(now=NOW + timedelta(minutes=6))) == 1


def test_a_letter_nobody_takes_is_tried_for_three_days_and_then_given_up(db):
    write("seat:1")
    tries = [hour for hour in range(24 * 7) if outbox.lease(now=NOW + timedelta(hours=hour))]
    assert len(tries) == outbox.MOST_ATTEMPTS and tries[-1] > 72


def test_a_letter_that_cannot_be_sent_holds_up_no_other(db, settings, monkeypatch, caplog):
    settings.DEMO = False
    monkeypatch.setattr(outbox, "doorbell", [])
    write("seat:1", address="lan@academy.example\nBcc: all@academy.example")
    write("seat:2")
    assert send_due() == 1
    assert Notice.objects.get(key="seat:2").sent_at and not Notice.objects.get(key="seat:1").sent_at
    assert "academy.example" not in caplog.text


def test_a_subject_is_one_line(db):
    assert write("seat:1", subject="A seat\nBcc: all@academy.example").subject == "A seat Bcc: all@academy.example"


@pytest.mark.django_db(transaction=True)
def test_two_senders_take_each_letter_once(monkeypatch):
    monkeypatch.setattr(outbox, "doorbell", [])  # in the tests the bell sends at once
    with transaction.atomic():
        keys = {write(f"seat:{n}").key for n in range(20)}
    taken: list[str] = []
    start = Barrier(2)

    def sender() -> None:
        try:
            start.wait()
            taken.extend(letter.key for letter in outbox.lease(now=NOW))
        finally:
            connection.close()

    threads = [Thread(target=sender) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(keys)


def test_a_letter_carries_the_address_it_leads_to(db, settings, monkeypatch):
    settings.DEMO, settings.SITE_ADDRESS = False, "https://academy.example"
    monkeypatch.setattr(outbox, "doorbell", [])
    outbox.write(key="seat:1", person=uuid4(), address="lan@academy.example", language="vi", subject="A seat",
                 body="Body", now=NOW, path="my/")
    assert send_due() == 1
    assert mail.outbox[0].body == "Body\n\nhttps://academy.example/vi/my/"
