"""Every page behind the second wall: it says the same as without it; and it stands alone when Python's scoping is off."""

import re
from difflib import unified_diff

import pytest
from django.core.cache import caches
from django.db import connection

from tests.matrix.test_matrix import SHOW_NAMES_TO_ALL, asked
from tests.matrix.visitors import VISITORS, foreign_to
from tests.people.walls import python_scoping_off, wall_on

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("full"),
              pytest.mark.skipif("connection.vendor != 'postgresql'", reason="row level security is PostgreSQL's")]
FEW = ["", "trainer.vn", "coordinator.kh"]
OFTEN = [*FEW, *(pytest.param(one, marks=pytest.mark.prove) for one in VISITORS if one not in FEW)]
CHANGES = re.compile(r'DTSTAMP:\w+|name="(?:statement|csrfmiddlewaretoken)" value="[^"]*"|csrf\w*="[^"]*"|\b\d+:\d\d\b')
"""What differs between two answers of the same page: the time, and numbers that are drawn."""
HIDES = {"people:app_add", "people:sessions", "people:my_data", "people:my_erasure", "people:audit"}
"""A key that is drawn anew, and what the asking itself adds to."""


def answers(visitor: str) -> dict[str, tuple[int, list[str]]]:
    """{path: status, lines} of every address, with nothing kept from before."""
    for name in caches:
        caches[name].clear()
    return {path: (response.status_code, CHANGES.sub("", text).splitlines())
            for name, _place, path, response, text in asked(visitor) if name not in HIDES}


@pytest.mark.parametrize("visitor", OFTEN)
def test_every_page_says_the_same_behind_the_wall(visitor):
    without = answers(visitor)
    with wall_on():
        behind = answers(visitor)
    assert [(path, without[path][0], behind[path][0], [*unified_diff(without[path][1], behind[path][1], n=0)][3:9])
            for path in without if without[path] != behind[path]] == []


@pytest.mark.parametrize("visitor", OFTEN)
def test_with_pythons_scoping_off_the_wall_alone_keeps_every_foreign_name(visitor):
    foreign, wrong = foreign_to(visitor), []
    with wall_on(), python_scoping_off():
        for name, _place, path, response, text in asked(visitor):
            if response.status_code >= 500 and name != "ready":
                wrong.append((path, response.status_code))
            if name not in SHOW_NAMES_TO_ALL | {"people:outbox"}:  # that one is the demo's
                wrong += [(path, word) for word in foreign if word in text]
    assert wrong == []


def test_without_both_names_do_show():
    """Otherwise the test above would prove nothing."""
    foreign = foreign_to("coordinator.vn")
    with python_scoping_off():
        said = "".join(text for name, _place, _path, _response, text in asked("coordinator.vn") if name == "people:list")
    assert connection.vendor == "postgresql" and sum(word in said for word in foreign) > 10
