"""A group of three seats, its rounds and its positions."""

from datetime import timedelta
from types import SimpleNamespace

from curricula.domain import consensus, drafts
from curricula.models import ConsensusRound, ModulePage, Position
from lms.people.models import Body, Membership
from lms.people.models.place import day_in
from tests.curricula import factories as make
from tests.curricula.factories import NOW


def seat(body: Body, who, sector: str, since=None, until=None) -> Membership:
    return Membership.objects.create(body=body, person=who, country=who.country, seat=sector, listed_name=who.name,
                                     since=since or day_in(body.country, NOW) - timedelta(days=9), until=until)


def group_of(tree) -> SimpleNamespace:
    """Viet Nam's group of three seats, four people: two share the seat of the police. Its module A is drafted further."""
    place = tree.vietnam.country
    body = Body.objects.create(key="wg-vn", kind="working-group", country=place, names={"en": "Group of Viet Nam"},
                               seats=["police", "women", "ngo"])
    tree.vietnam.body = body
    tree.vietnam.save()
    people = {name: make.person(name, role, place) for name, role in [
        ("VN-CHAIR", "chair"), ("VN-POLICE", ""), ("VN-WOMEN", "focal-point"), ("VN-NGO", "")]}
    for name, sector in [("VN-CHAIR", "police"), ("VN-POLICE", "police"), ("VN-WOMEN", "women"), ("VN-NGO", "ngo")]:
        seat(body, people[name], sector)
    edit(tree.national, "Ban đầu")
    return SimpleNamespace(**vars(tree), body=body, chair=people["VN-CHAIR"], police=people["VN-POLICE"],
                           women=people["VN-WOMEN"], ngo=people["VN-NGO"], people=people)


def edit(module: ModulePage, title: str):
    """Give the draft another title, through the rule that every edit goes through."""
    def change(draft):
        draft.title = title
        return True
    return drafts.change(module=ModulePage.objects.get(pk=module.pk), by=None, edit=change)


def opened(group, **rule) -> ConsensusRound:
    """A round opened by the chair; `rule` lays down a rule first."""
    if rule:
        consensus.set_rule(curriculum=group.vietnam, by=group.chair, now=NOW,
                           **{"kind": "quorum", "quorum_percent": 67, "days": 14, "pilots": 1, **rule})
    return consensus.open_round(curriculum=group.vietnam, subject="The third edition", by=group.chair, now=NOW)


def say(round, who, choice="agree", comment="", now=NOW) -> Position:
    return consensus.take_position(round=round, choice=choice, comment=comment, by=who, now=now)
