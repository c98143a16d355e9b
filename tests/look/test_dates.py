from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone, translation

from lms.look.domain import dates

MARCH = date(2027, 3, 14)


@pytest.mark.parametrize(("language", "written"), [
    ("en", "14 March 2027"), ("vi", "14/3/2027"), ("zh-hans", "2027年3月14日"), ("th", "14 มีนาคม 2570"),
    ("lo", "14 ມີນາ 2027"), ("km", "14 មីនា 2027"), ("my", "၂၀၂၇ ခုနှစ် မတ် ၁၄ ရက်"),
])
def test_day_in_each_language(language, written):
    assert dates.write_day(MARCH, language=language) == written


@pytest.mark.parametrize(("language", "written"), [
    ("en", "14 Mar 2027"), ("vi", "14/3/2027"), ("zh-hans", "2027年3月14日"), ("th", "14 มี.ค. 2570"),
    ("lo", "14 ມ.ນ. 2027"), ("km", "14 មីនា 2027"), ("my", "၂၀၂၇ ခုနှစ် မတ် ၁၄ ရက်"),
])
def test_short_day(language, written):
    assert dates.write_day(MARCH, language=language, short=True) == written


@pytest.mark.parametrize(("language", "written"), [
    ("en", "Tuesday 24 November 2026"), ("vi", "Thứ Ba, 24/11/2026"), ("zh-hans", "2026年11月24日星期二"),
    ("th", "วันอังคารที่ 24 พฤศจิกายน 2569"), ("lo", "ວັນອັງຄານ ທີ 24 ພະຈິກ 2026"),
    ("km", "ថ្ងៃអង្គារ ទី 24 វិច្ឆិកា 2026"), ("my", "အင်္ဂါနေ့၊ ၂၀၂၆ ခုနှစ် နိုဝင်ဘာ ၂၄ ရက်"),
])
def test_weekday(language, written):
    assert dates.write_weekday_day(date(2026, 11, 24), language=language) == written


@pytest.mark.parametrize(("language", "month", "same_month", "two_months", "two_years"), [
    ("en", "March 2027", "18–26 January 2027", "28 January – 3 February 2027", "30 December 2026 – 2 January 2027"),
    ("vi", "tháng 3/2027", "18–26/1/2027", "28/1 – 3/2/2027", "30/12/2026 – 2/1/2027"),
    ("zh-hans", "2027年3月", "2027年1月18日至26日", "2027年1月28日至2月3日", "2026年12月30日至2027年1月2日"),
    ("th", "มีนาคม 2570", "18–26 มกราคม 2570", "28 มกราคม – 3 กุมภาพันธ์ 2570", "30 ธันวาคม 2569 – 2 มกราคม 2570"),
    ("lo", "ມີນາ 2027", "18–26 ມັງກອນ 2027", "28 ມັງກອນ – 3 ກຸມພາ 2027", "30 ທັນວາ 2026 – 2 ມັງກອນ 2027"),
    ("km", "មីនា 2027", "18–26 មករា 2027", "28 មករា – 3 កុម្ភៈ 2027", "30 ធ្នូ 2026 – 2 មករា 2027"),
    ("my", "၂၀၂၇ ခုနှစ် မတ်", "၂၀၂၇ ခုနှစ် ဇန်နဝါရီ ၁၈–၂၆ ရက်", "၂၀၂၇ ခုနှစ် ဇန်နဝါရီ ၂၈ ရက် – ဖေဖော်ဝါရီ ၃ ရက်",
     "၂၀၂၆ ခုနှစ် ဒီဇင်ဘာ ၃၀ ရက် – ၂၀၂၇ ခုနှစ် ဇန်နဝါရီ ၂ ရက်"),
])
def test_months_and_ranges(language, month, same_month, two_months, two_years):
    assert dates.write_month(MARCH, language=language) == month
    for (first, last), written in {(date(2027, 1, 18), date(2027, 1, 26)): same_month,
                                   (date(2027, 1, 28), date(2027, 2, 3)): two_months,
                                   (date(2026, 12, 30), date(2027, 1, 2)): two_years}.items():
        assert dates.write_range(first, last, language=language) == written


def test_a_range_of_one_day_is_that_day():
    for last in (MARCH, None):
        assert dates.write_range(MARCH, last, language="en") == "14 March 2027"


def test_the_day_is_that_of_the_active_time_zone():
    late_evening = datetime(2027, 3, 13, 18, 30, tzinfo=UTC)
    with timezone.override("Asia/Bangkok"):
        assert dates.write_day(late_evening, language="en") == "14 March 2027"
        assert dates.write_clock(late_evening, language="en") == "1:30"


@pytest.mark.parametrize(("language", "written"), [
    ("en", "9:05"), ("th", "9:05\u00a0น."), ("my", "၉:၀၅"), ("vi", "9:05"), ("km", "9:05"), ("lo", "9:05"),
    ("zh-hans", "9:05"),
])
def test_clock(language, written):
    assert dates.write_clock(time(9, 5), language=language) == written


@pytest.mark.parametrize(("days", "written"), [
    (3, "in 3 days"), (1, "in 1 day"), (0, "today"), (-1, "1 day late"), (-1200, "1,200 days late"),
])
def test_days_left(days, written):
    with translation.override("en"):
        assert dates.write_days_left(MARCH + timedelta(days=days), today=MARCH, language="en") == written
