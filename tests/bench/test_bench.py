"""The benchmark's harness on small data: its shape, what it counts, and that a miss is a miss."""

import json
from dataclasses import dataclass

import pytest
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from bench import fonts, report
from bench.client import Page, WrongAnswer, application
from bench.measure import side_by_side
from bench.rows import Row, all_rows

KEYS = {"work", "ours_ms", "queries", "peer", "peer_ms", "limit_ms", "target", "held"}


@pytest.fixture
def site(starter, settings):
    """The site with the benchmark's own addresses beside it."""
    settings.ROOT_URLCONF = "bench.urls"
    settings.WHITENOISE_USE_FINDERS = True
    application.cache_clear()
    cache.clear()
    # a request of a server ends with its connection looked after; here it is the test's, in a transaction
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    cache.clear()


def test_every_row_has_its_figures(site, tmp_path):
    rows = all_rows(rounds=1, editions=14, certificates=8, persons=2_600)
    report.write(rows, tmp_path / "bench.json")
    assert [path.name for path in tmp_path.iterdir()] == ["bench.json"]
    assert json.loads((tmp_path / "bench.json").read_text()) == rows
    for row in rows:
        assert set(row) == KEYS
        assert row["ours_ms"] > 0 and row["peer_ms"] > 0 and row["queries"] >= 0
        assert row["limit_ms"] is None or row["limit_ms"] > 0
        assert isinstance(row["held"], bool) and row["work"] and row["peer"] and row["target"]
    for word in ("home", "catalogue", "module page", "certificate check", "first view"):
        assert any(word in row["work"] for row in rows), word
    lines = report.table(rows).splitlines()
    assert len(lines) == len(rows) + 1 and all(row["work"] in line for row, line in zip(rows, lines[1:], strict=True))


def test_a_wrong_answer_stops_the_run(site):
    with pytest.raises(WrongAnswer, match="404"):
        Page("nothing", "/en/courses/no-such-edition/", "").checked()
    with pytest.raises(WrongAnswer, match="without"):
        Page("other", "/bench/bare/", "words that it does not hold").checked()


@dataclass
class Fake:
    """A subject whose requests cost 2 ms and then, `slow` or not, more."""

    name: str
    seconds: float
    asked: int = 0

    def queries(self) -> int:
        return 3

    def batch(self, requests: int) -> float:
        self.asked += 1
        return requests * self.seconds * (2 if self.asked == 3 else 1)


def test_the_least_time_counts_and_limits_bite():
    ours, peer = side_by_side([Fake("ours", 0.002), Fake("peer", 0.001)], rounds=2)
    assert (round(ours.ms, 6), round(peer.ms, 6), ours.queries) == (2.0, 1.0, 3)
    held = Row("page", Fake("page", 0.002), Fake("bare", 0.001), queries=3, times=2.1).measured(rounds=2)
    assert held["held"] and held["limit_ms"] == 2.1
    for limits in ({"queries": 2}, {"times": 1.5}, {"sizes": lambda: [("page", 25.1, 25)]}):
        assert not Row("page", Fake("page", 0.002), Fake("bare", 0.001), **limits).measured(rounds=2)["held"]


CSS = """
@font-face{font-family:"Script K";src:url("k.woff2") format("woff2");unicode-range:U+1780-17FF,U+25CC}
@font-face{font-family:"Script L";src:url("l.woff2") format("woff2");unicode-range:U+0E80-0EFF}
@font-face{font-family:Names;src:url(names.woff2);unicode-range:U+1780-17FF} /* @font-face{font-family:"Unused"} */
:root,:lang(en){--sans:"Plain";--head:var(--sans)} :lang(km){--sans:"Script K",sans-serif} :lang(lo){--sans:"Script L"}
body,[lang]{font-family:var(--sans)} h1{font-family:var(--head)} .bar a{font-family:inherit}
@media (max-width:60em){nav.bar{font-family:Names,var(--sans)} b:hover{font-family:Names}}
"""


@pytest.mark.parametrize(("html", "expected"), [
    ("<html lang=en><body><p>ខ្មែរ</p>", []),  # no rule names a font for it in English
    ("<html lang=en><body><p lang=km>Khmer</p>", []),  # none of its characters
    ("<html lang=en><body><p>a <br><b lang=km>ខ្មែរ</b>", ["k"]),
    ("<html lang=km><body><p>ខ្មែរ<a lang=lo>ລາວ</a></p>", ["k", "l"]),
    ("<html lang=km><title>ខ្មែរ</title><body><p lang=en>ខ្មែរ</p>", []),
    ("<html lang=en><body><nav class='bar x'><a lang=km>ខ្មែរ</a></nav>", ["names"]),  # the first that has it
    ("<html lang=km><body><nav class=bar><a>ខ្មែរ</a></nav><h1>ខ្មែរ</h1>", ["k", "names"]),
])
def test_a_font_counts_when_a_browser_would_fetch_it(html, expected):
    assert sorted(fonts.wanted(html, [("/s/site.css", CSS)])) == [f"/s/{name}.woff2" for name in expected]
