"""Tags about people: what belongs to a thing, and a person's name as it is shown everywhere."""

from html import escape

from django import template
from django.db.models import Model
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

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


@register.simple_tag
def people_rows(rows: list[dict], regional: bool) -> SafeString:
    """`{% people_rows rows regional %}`: the rows of the list of people (`listing.rows`).

    Written here and not in the template: of fifty rows there, each value costs more than its escaping.
    """
    heads = [_("Number"), _("Organisation"), _("Profession"), *([_("Country")] if regional else [])]
    number, *labels = (f'<td data-label="{escape(head)}">' for head in heads)
    number, base = number.replace("<td ", '<td class="keep" '), reverse("people:list")
    sample, region = f' <span class="sample">{escape(_("sample"))}</span>', _("region")
    lines = []
    for row in rows:
        own = f' <span class="small" lang="{row["lang"]}">{escape(row["own"])}</span>' if row["own"] else ""
        cells = [row["organisation"], row["profession"], *([row["country"] or region] if regional else [])]
        said = "".join(f"{label}{escape(cell)}</td>" for label, cell in zip(labels, cells, strict=True))
        lines.append(f'<tr><th scope="row"><a href="{base}{row["uuid"]}/">{escape(row["name"])}</a>'
                     f'{sample if row["sample"] else ""}{own}</th>{number}{escape(row["number"])}</td>{said}</tr>')
    return mark_safe("\n".join(lines))  # every value is escaped above
