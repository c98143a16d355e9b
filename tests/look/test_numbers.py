from datetime import timedelta

import pytest
from django.utils import translation

from lms.look.domain import numbers


@pytest.mark.parametrize(("language", "written"), [
    ("en", "5,210.5"), ("km", "5,210.5"), ("zh-hans", "5,210.5"), ("lo", "5.210,5"), ("my", "၅,၂၁၀.၅"),
    ("th", "5,210.5"), ("vi", "5.210,5"),
])
def test_number_in_each_language(language, written):
    assert numbers.write_number(5210.5, language=language) == written


def test_fixed_places_keep_their_zeros():
    assert numbers.write_number(2, language="en", places=2) == "2.00"
    assert numbers.write_number(1.31, language="vi", places=2) == "1,31"


@pytest.mark.parametrize(("language", "written"), [("en", "64\u00a0%"), ("vi", "64\u00a0%"), ("my", "၆၄\u00a0%")])
def test_percent(language, written):
    assert numbers.write_percent(64, language=language) == written


@pytest.mark.parametrize(("minutes", "written"), [
    (450, "7\u00a0h\u00a030"), (360, "6\u00a0h"), (45, "45\u00a0min"), (0, "0\u00a0min"), (65, "1\u00a0h\u00a005"),
    (timedelta(hours=2, minutes=15), "2\u00a0h\u00a015"),
])
def test_minutes(minutes, written):
    with translation.override("en"):
        assert numbers.write_minutes(minutes, language="en") == written


def test_an_unknown_language_counts_as_english():
    assert numbers.write_number(1000, language="xx") == "1,000"
