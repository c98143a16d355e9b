"""Template library of curricula: `{% load curricula %}`."""

from django import template
from django.utils.translation import gettext_lazy as _

from curricula.domain import languages, tandem
from curricula.domain.comparing import KINDS
from curricula.permissions import may_read_drafts
from lms.people.models.person import access_of

register = template.Library()


@register.filter
def own_name(code):
    """The name of a language in itself: `vi` gives Tiếng Việt. Set `lang` on the element that shows it."""
    return languages.own_name(code)


PARTS = {**KINDS, tandem.ORDER: _("Order of sessions and parts"), tandem.PLACE: _("Order of the modules"),
         tandem.MODULE: _("The whole module")}
HAPPENED = {tandem.Kind.ADDED: _("added"), tandem.Kind.CHANGED: _("changed"), tandem.Kind.REMOVED: _("taken out"),
            tandem.Kind.MOVED: _("moved")}


@register.filter
def part_word(item):
    """What a part is: a session, an activity, the order of the modules."""
    return PARTS[item.part]


@register.filter
def kind_word(item):
    """What happened to it: added, changed, taken out, moved."""
    return HAPPENED[item.kind]


@register.filter
def get(mapping, key):
    """`{{ counts|get:"in-step" }}`: the value at a key; nothing where there is none."""
    return mapping.get(key, "")


@register.filter
def at(rows, place):
    """The row at a place, counted from 0."""
    return rows[place]


@register.simple_tag(takes_context=True)
def may(context, verb, country_id):
    """`{% may "release curricula" page.country_id as may_release %}`: may the reader do this for a country (none: the
    region)? Without a reader, as on a page that is previewed or kept for everyone: no."""
    reader = getattr(context.get("request"), "user", None)
    return bool(reader and reader.is_authenticated) and access_of(reader).may(verb, country_id)


@register.simple_tag(takes_context=True)
def may_work_on(context, page):
    """True when the reader works on this curriculum: drafts, pilots and their findings are open then."""
    reader = getattr(context.get("request"), "user", None)
    return bool(reader and reader.is_authenticated) and may_read_drafts(access=access_of(reader), country_id=page.country_id)
