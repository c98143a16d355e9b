"""Odd parameters over all addresses, as each role: every answer is a page or a refusal, none is a 500."""

import os
import random

import pytest

from tests.matrix.addresses import paths
from tests.matrix.visitors import VISITORS, browser

pytestmark = pytest.mark.usefixtures("full")
REQUESTS = 280 if os.environ.get("PROVE") == "1" else 25
"""By each of 18 visitors: 5,040 at full size."""
NAMES = ["page", "q", "country", "kind", "state", "since", "until", "what", "before", "next", "for", "lang", "role", "sector",
         "level", "sex", "account", "profession", "language", "filter", "show", "past", "words", "person", "step", "csrf"]
ODD = ["", "0", "-1", "1", "99999999999999999999", "1e9", "NaN", "\x00", "a\x00b", "'", '"', "%", "%00", "%ff", "\\", "..",
       "../../etc/passwd", "<script>", "{{7*7}}", "${7*7}", "' OR 1=1 --", "\ud7ff", "\u202e", "កខគ", "ກ", "မြန်မာ", "李",
       "ệ" * 300, "a" * 5000, "2026-02-30", "0000-00-00", "9999-12-31", "null", "None", "[]", "[1]", "{}", "true", "VN", "vn",
       "XX", "\r\nSet-Cookie: a=b", "//evil.example", "https://evil.example/", "٣", "１２", "😀", "\t", " "]


def odd_request(chance: random.Random, found: list[str]) -> tuple[str, str, dict]:
    fields = {chance.choice(NAMES): chance.choice(ODD) for _ in range(chance.randint(1, 4))}
    return chance.choice(["get", "get", "post", "head", "options", "put"]), chance.choice(found), fields


@pytest.mark.parametrize("visitor", VISITORS)
def test_no_odd_request_breaks_a_page(visitor):
    chance, client, wrong = random.Random(f"odd {visitor}"), browser(visitor), []
    found = [path for name, _place, path in paths(one_a_place=True) if name not in {"people:logout", "ready"}]
    for _ in range(REQUESTS):
        method, path, fields = odd_request(chance, found)
        response = getattr(client, method)(path, fields)
        if response.status_code >= 500:
            wrong.append((method, path, fields, response.status_code))
    assert wrong == []
