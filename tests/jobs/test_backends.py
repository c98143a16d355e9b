"""The queue in a folder: a message is never seen before it is whole, and read once."""

import os

from kombu import Connection

from lms.jobs import backends


def connection(folder) -> Connection:
    for name in ("queue", "control"):
        (folder / name).mkdir(exist_ok=True)
    return Connection(transport=backends.Transport, transport_options={
        "data_folder_in": str(folder / "queue"), "data_folder_out": str(folder / "queue"),
        "control_folder": str(folder / "control"), "polling_interval": 0.01})


def test_celery_uses_it():
    from lms.celery import app
    with app.connection_for_write("filesystem://localhost/") as made:
        assert isinstance(made.transport, backends.Transport)


def test_a_message_has_its_name_only_when_it_is_whole(tmp_path, monkeypatch):
    seen, replace = [], os.replace

    def watched(source, target):
        seen.append((sorted(name for name in os.listdir(tmp_path / "queue") if name.endswith(".msg")), os.path.getsize(source)))
        replace(source, target)

    monkeypatch.setattr(os, "replace", watched)
    with connection(tmp_path) as made:
        made.SimpleQueue("bell").put({"x": "y" * 10_000})
        assert seen[0][0] == [] and seen[0][1] > 10_000
        assert made.SimpleQueue("bell").get(timeout=2).payload == {"x": "y" * 10_000}


def test_messages_come_in_their_order_and_once(tmp_path):
    with connection(tmp_path) as made:
        queue = made.SimpleQueue("other")  # a name of its own: kombu remembers queues beyond a folder
        for at in range(5):
            queue.put(at)
        got = []
        for _ in range(5):
            message = queue.get(timeout=5)
            message.ack()
            got.append(message.payload)
        assert sorted(got) == list(range(5)) and os.listdir(tmp_path / "queue") == []
