"""A plan with a target, its indicators, and readings."""

from datetime import date, datetime, timedelta

from lms.monitoring.domain.readings import take
from lms.monitoring.models import Indicator, Plan, Reading, Target
from lms.people.models import Country
from tests.tna.makers import NOW

TODAY = date(2027, 1, 20)


def make_indicator(key: str = "certified-trainers", compute: str = "certified_trainers", number: str = "1.3",
                   label: str = "Certified trainers") -> Indicator:
    plan, _made = Plan.objects.get_or_create(key="spa2", defaults={"names": {"en": "Plan of Action II"}})
    target, _made = Target.objects.get_or_create(key=number, defaults={
        "plan": plan, "activity": number, "text_en": "A cadre of trainers.", "text_vi": "Một đội ngũ giảng viên."})
    return Indicator.objects.create(key=key, target=target, names={"en": label}, compute=compute)


def make_reading(indicator: Indicator, country: Country | None, *, on: date = TODAY, value: int | None = None,
                 now: datetime = NOW, **changes) -> Reading:
    """A reading as it is counted; `value` and `changes` stand in for records that the test does not make."""
    if value is None and not changes:
        return take(indicator=indicator, country=country, on=on, by=None, now=now)
    return Reading.objects.create(**{"indicator": indicator, "country": country, "on": on, "value": value or 0,
                                     "computed_at": now, **changes})


def days_before(days: int) -> date:
    return TODAY - timedelta(days=days)
