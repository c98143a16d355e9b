"""Figures as people type them, in each of the seven languages, and as they read them."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from tna.domain.figures import Unreadable, in_words, read_figure

LANGUAGES = ["en", "km", "zh-hans", "lo", "my", "th", "vi"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("typed", "figure"), [
    ("1240", "1240"), ("1 240", "1240"), ("1\u00a0240", "1240"), ("1\u202f240", "1240"), (" 1240 ", "1240"),
    ("1.240.000", "1240000"), ("1,240,000", "1240000"), ("1.240,5", "1240.5"), ("1,240.5", "1240.5"),
    ("1 240,25", "1240.25"), ("2.5", "2.5"), ("2,5", "2.5"), ("2.83", "2.83"), ("64 %", "64"), ("64%", "64"),
    ("-0.5", "-0.5"), ("−0,5", "-0.5"), ("0", "0"),
    ("១២៤០", "1240"), ("໑໒໔໐", "1240"), ("၁၂၄၀", "1240"), ("๑๒๔๐", "1240"), ("１２４０", "1240"), ("၁၂၄ဝ", "1240"),
    ("២.៥", "2.5"), ("๖๔ ％", "64"), ("၁ ၂၄၀", "1240"), ("1，240，000", "1240000")])
def test_what_is_clear_is_read_in_every_language(typed, figure, language):
    assert read_figure(typed, language=language) == Decimal(figure)


@pytest.mark.parametrize(("typed", "language"), [
    ("1,240", "en"), ("១,២៤០", "km"), ("1,240", "km"), ("1,240", "zh-hans"), ("1，240", "zh-hans"), ("1.240", "lo"),
    ("໑.໒໔໐", "lo"), ("၁,၂၄၀", "my"), ("1,240", "th"), ("๑,๒๔๐", "th"), ("1.240", "vi")])
def test_one_mark_divides_thousands_as_the_language_does(typed, language):
    assert read_figure(typed, language=language) == 1240


@pytest.mark.parametrize(("typed", "language"), [
    ("1.240", "en"), ("1.240", "km"), ("1.240", "zh-hans"), ("1,240", "lo"), ("1.240", "my"), ("1.240", "th"),
    ("1,240", "vi"), ("2.833", "en"), ("0.240", "vi"), ("2.8333", "en")])
def test_what_may_mean_two_figures_is_asked_again(typed, language):
    with pytest.raises(Unreadable) as fault:
        read_figure(typed, language=language)
    assert fault.value.doubtful


@pytest.mark.parametrize("typed", ["", "many", "12 40", "1.24.000", "1,240.", ".5", "--5", "1e9", "1_000", "¹", "½", "NaN",
                                   "inf", "9" * 21, "1 2400", "%", "1.240 000"])
def test_what_is_no_figure_is_refused(typed):
    with pytest.raises(Unreadable) as fault:
        read_figure(typed, language="en")
    assert not fault.value.doubtful


@pytest.mark.parametrize(("figure", "unit", "language", "words"), [
    ("1240.00", "people", "en", "1,240 people in need"), ("1.00", "people", "en", "1 person in need"),
    ("64.00", "percent", "en", "64\u00a0% of the audience"), ("64.50", "percent", "en", "64.5\u00a0% of the audience"),
    ("2.83", "gap", "en", "a gap of 2.83 points"), ("-0.50", "gap", "en", "a gap of -0.5 points")])
def test_a_figure_is_said_with_its_unit(figure, unit, language, words):
    with override(language):
        assert in_words(Decimal(figure), unit, language=language) == words


@pytest.mark.parametrize(("language", "written"), [
    ("km", "1,240"), ("zh-hans", "1,240"), ("lo", "1.240"), ("my", "၁,၂၄၀"), ("th", "1,240"), ("vi", "1.240")])
def test_a_figure_is_said_in_the_language_s_form(language, written):
    with override(language):
        assert written in in_words(Decimal(1240), "people", language=language)
