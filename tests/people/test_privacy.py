"""No table is forgotten: each holds something about a person, and says what, or holds nothing, and says so."""

import json

import pytest
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import override

from lms.people.domain import privacy
from lms.people.domain.held import field_at
from lms.people.models import Person

ROOMS = ("lms.", "certification", "curricula", "tna")
MODELS = apps.get_models(include_auto_created=True)
OURS = [model for model in MODELS if model.__module__.startswith(ROOMS)]
REGISTERED = sorted(privacy.registered())
OPEN_TO_ALL = {"audit.personkey", *(f"curricula.{name}" for name in (
                   "adoption", "caseclearance", "consensusround", "curriculumversion", "decision", "feedback", "pilotfinding",
                   "pilotoverride", "translation")),
               "monitoring.reading", "monitoring.report",
               "people.person_groups", "people.person_user_permissions", "surveys.answerfile", "surveys.formfile", "surveys.formversion",
               "tna.action", "tna.finding"}
"""Without a wall: public texts, decisions of countries and figures, which name an officer by uuid alone; rights in Wagtail, which follow from
the grants; and keys, which open nothing by themselves."""


def label_of(model) -> str:
    return model._meta.label_lower


@pytest.mark.parametrize("model", MODELS, ids=label_of)
def test_every_table_is_registered_or_impersonal_and_never_both(model):
    held, empty = model._meta.label_lower in REGISTERED, model._meta.label_lower in privacy.impersonal()
    assert held != empty, "Name it in the privacy.py of its room: as PersonalData, or among the IMPERSONAL."
    assert held or not privacy.points_at_person(model)


@pytest.mark.parametrize("label", REGISTERED)
def test_what_is_registered_exists_and_says_what_goes_or_why_it_stays(label):
    data, model = privacy.registered()[label], apps.get_model(label)
    assert data.erase or data.keep or data.gone
    assert not data.on_page or data.title
    for name in (*data.erase, *data.pointers, *data.free):
        model._meta.get_field(name)
    for path in data.export:
        field_at(model, path)
        assert str(privacy.word_for(path))
    assert not data.dated or field_at(model, data.dated)


@pytest.mark.parametrize("model", [model for model in OURS if model._meta.label_lower in REGISTERED], ids=label_of)
def test_every_field_of_our_tables_is_named(model):
    data = privacy.registered()[model._meta.label_lower]
    named = {path.partition("__")[0] for path in data.export} | {*data.erase, *data.pointers, *data.free}
    assert {field.name for field in model._meta.local_concrete_fields} == named
    assert not {*data.erase} & {*data.free}
    assert (data.wall is None) == (data.label in OPEN_TO_ALL)


def test_a_person_takes_everything_away(starter):
    for person in Person.objects.filter(username__in=["trainer.vn", "trainee.kh", "secretariat"]):
        taken = json.loads(json.dumps(privacy.export(person), cls=DjangoJSONEncoder))
        assert taken["people.person"][0]["number"] == person.number
        others = Person.objects.exclude(pk=person.pk).values_list("number", flat=True)
        assert not any(number in json.dumps(taken) for number in others)


def test_words_are_translated_when_they_are_shown():
    with override("km"):
        assert str(privacy.word_for("country__names")) != "Country"
