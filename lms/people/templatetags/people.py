"""Tags about people: what belongs to a thing, and a person's name as it is shown everywhere."""

from django import template
from django.db.models import Model

from lms.people.domain.links import Link
from lms.people.domain.links import related as everything_related
from lms.people.models import Person

register = template.Library()


@register.simple_tag(takes_context=True)
def related(context, thing: Model) -> list[Link]:
    """`{% related edition as links %}`: what belongs to it, as far as the reader may see."""
    return everything_related(thing, context["request"].user)


@register.inclusion_tag("people/person_name.html")
def person_name(person: Person, link: bool = False) -> dict:
    """`{% person_name person %}`: Latin name, own-script name in its language, sample mark; `link=True` leads to the page."""
    own = person.own_name if person.own_name != person.name else ""
    return {"person": person, "own": own, "link": link}
