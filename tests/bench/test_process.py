"""A peer in a process of its own: it is asked, it answers, and what goes wrong there stops the run here."""

import os
import sys

import pytest

from bench.client import WrongAnswer
from bench.measure import side_by_side
from bench.peers.process import Process

PROGRAM = """
from bench.peers.process import serve
print("getting ready")
serve(queries=lambda: 3, batch=lambda requests: {batch})
"""


def process(batch: str, program: str = PROGRAM) -> Process:
    return Process("peer", [sys.executable, "-c", program.replace("{batch}", batch)], dict(os.environ))


def test_it_is_measured_like_any_other_subject():
    peer = process("requests * 0.002")
    try:
        found, = side_by_side([peer], rounds=2)
    finally:
        peer.close()
    assert (found.queries, round(found.ms, 6)) == (3, 2.0)
    assert peer.running.returncode == 0


@pytest.mark.parametrize(("batch", "program"), [("1 / 0", PROGRAM), ("0", "raise SystemExit(1)")])
def test_what_goes_wrong_there_is_said_here(batch, program):
    peer = process(batch, program)
    try:
        with pytest.raises(WrongAnswer, match="peer"):
            peer.batch(1)
    finally:
        peer.close()
