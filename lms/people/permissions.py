"""Who may do what, as pure functions: grants in, answers and query conditions out."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    ADMINISTRATOR = "administrator", _("administrator")
    SECRETARIAT = "secretariat", _("secretariat")
    DONOR = "donor", _("donor")
    COORDINATOR = "coordinator", _("coordinator")
    WORKING_GROUP = "working-group", _("training working group")
    CHAIR = "chair", _("chair of the training working group")
    FOCAL_POINT = "focal-point", _("focal point")
    TRAINER = "trainer", _("trainer")
    TRAINEE = "trainee", _("participant")
    TRANSLATOR = "translator", _("translator")


R = Role
MAY: dict[str, frozenset[str]] = {
    "see people": frozenset({R.ADMINISTRATOR, R.SECRETARIAT, R.COORDINATOR, R.WORKING_GROUP, R.CHAIR, R.FOCAL_POINT}),
    "manage people": frozenset({R.ADMINISTRATOR, R.SECRETARIAT, R.COORDINATOR}),
    "give roles": frozenset({R.ADMINISTRATOR, R.SECRETARIAT, R.COORDINATOR}),
    "erase people": frozenset({R.ADMINISTRATOR, R.SECRETARIAT}),
    "read audit": frozenset({R.ADMINISTRATOR, R.SECRETARIAT}),
    "record findings": frozenset({R.SECRETARIAT, R.COORDINATOR}),
    "agree actions": frozenset({R.SECRETARIAT, R.COORDINATOR, R.CHAIR}),
    "plan editions": frozenset({R.SECRETARIAT, R.COORDINATOR, R.CHAIR}),
    "nominate": frozenset({R.COORDINATOR, R.WORKING_GROUP, R.CHAIR}),
    "endorse": frozenset({R.FOCAL_POINT}),
    "select": frozenset({R.SECRETARIAT, R.CHAIR}),
    "run editions": frozenset({R.SECRETARIAT, R.COORDINATOR, R.CHAIR}),
    "read facilitator's notes": frozenset({R.ADMINISTRATOR, R.SECRETARIAT, R.WORKING_GROUP, R.CHAIR, R.TRAINER,
                                           R.TRANSLATOR}),
    "release curricula": frozenset({R.SECRETARIAT, R.CHAIR}),
    "adapt curricula": frozenset({R.CHAIR, R.COORDINATOR}),
    "decide changes": frozenset({R.CHAIR, R.COORDINATOR}),
    "translate": frozenset({R.CHAIR, R.TRANSLATOR}),
    "open rounds": frozenset({R.SECRETARIAT, R.CHAIR}),
    "record pilots": frozenset({R.SECRETARIAT, R.CHAIR, R.COORDINATOR}),
    "decide findings": frozenset({R.SECRETARIAT, R.CHAIR}),
    "send feedback": frozenset({R.CHAIR, R.WORKING_GROUP, R.COORDINATOR, R.FOCAL_POINT, R.TRAINER}),
    "answer feedback": frozenset({R.SECRETARIAT}),
    "keep library": frozenset({R.SECRETARIAT, R.CHAIR, R.COORDINATOR}),
    "edit instruments": frozenset({R.SECRETARIAT, R.COORDINATOR, R.CHAIR}),
    "read results": frozenset({R.SECRETARIAT, R.COORDINATOR, R.CHAIR, R.WORKING_GROUP, R.FOCAL_POINT}),
    "read answers": frozenset({R.SECRETARIAT, R.COORDINATOR}),
    "export answers": frozenset({R.SECRETARIAT, R.COORDINATOR}),
    "edit curricula": frozenset({R.ADMINISTRATOR, R.SECRETARIAT, R.CHAIR, R.TRANSLATOR}),
    "issue certificates": frozenset({R.SECRETARIAT, R.CHAIR}),
    "compute readings": frozenset({R.SECRETARIAT}),
    "write reports": frozenset({R.SECRETARIAT}),
}
"""What each verb needs. A grant for a country, or for a body of that country, holds there; one for none, everywhere."""

BELOW = frozenset({R.WORKING_GROUP, R.CHAIR, R.FOCAL_POINT, R.TRAINER, R.TRAINEE, R.TRANSLATOR})
"""What a coordinator gives. The other roles come from those who look after the whole platform."""
ABOVE = frozenset({R.ADMINISTRATOR, R.SECRETARIAT})


@dataclass(frozen=True)
class Held:
    """One grant in force: a role, and the country it holds in (None: everywhere)."""

    role: str
    country_id: int | None


@dataclass(frozen=True)
class Access:
    """All grants a person holds on a day."""

    person_id: int | None
    held: frozenset[Held]

    def roles(self) -> set[str]:
        return {held.role for held in self.held}

    def where(self, verb: str) -> set[int] | None:
        """The countries in which the verb is allowed; None means everywhere, the empty set nowhere."""
        places = {held.country_id for held in self.held if held.role in MAY[verb]}
        return None if None in places else {place for place in places if place is not None}

    def may(self, verb: str, country_id: int | None) -> bool:
        """True when the verb is allowed for records of this country; None is the region's own record."""
        places = self.where(verb)
        return places is None or country_id in places


def may_give(access: Access, role: str, country_id: int | None) -> bool:
    """True when somebody with this access may give, and end, a role that holds in a country (None: everywhere)."""
    givers = MAY["give roles"] if role in BELOW else ABOVE
    return any(held.role in givers and held.country_id in (None, country_id) for held in access.held)


def may_act_for(access: Access, held: Iterable[Held]) -> bool:
    """True when somebody with this access may give each of these roles, and so open the account that holds them."""
    return all(may_give(access, one.role, one.country_id) for one in held)


NOBODY = Access(person_id=None, held=frozenset())


def access_from(person_id: int | None, grants: Iterable[tuple[str, int | None]]) -> Access:
    return Access(person_id, frozenset(Held(role, country) for role, country in grants))


def person_condition(access: Access) -> Q:
    """Which persons may be seen: oneself; with a grant that sees people, those of its country; regional ones by none."""
    own = Q(pk=access.person_id) if access.person_id else Q(pk__in=[])
    places = access.where("see people")
    return Q() if places is None else own | Q(country_id__in=places)


def record_condition(access: Access, *, person: str = "person") -> Q:
    """The same for rows about a person that carry their own `country`: one's own rows, and those of one's country."""
    own = Q(**{f"{person}_id": access.person_id}) if access.person_id else Q(pk__in=[])
    places = access.where("see people")
    return Q() if places is None else own | Q(country_id__in=places)
