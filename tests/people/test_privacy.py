"""No model with a person in it is forgotten: each says what to export, erase and keep."""

import json

import pytest
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder

from lms.people.domain import privacy
from lms.people.models import Person

LIBRARIES = {"account", "admin", "auth", "sessions", "taggit", "wagtailcore", "wagtailadmin", "wagtailusers",
             "wagtailimages", "wagtaildocs", "wagtailsearch", "import_export"}
"""Tables of libraries; what they hold of a person goes with the person's row or is Wagtail's own log of edits."""

POINTING = [model for model in apps.get_models()
            if model._meta.app_label not in LIBRARIES and privacy.points_at_person(model)]


@pytest.mark.parametrize("model", POINTING, ids=lambda model: model._meta.label_lower)
def test_every_model_that_points_at_a_person_is_registered(model):
    assert model._meta.label_lower in {label.lower() for label in privacy.registered()}


@pytest.mark.parametrize("label", sorted(privacy.registered()))
def test_what_is_registered_says_what_to_erase_or_why_not(label):
    data = privacy.registered()[label]
    assert data.erase or data.keep


def test_a_person_takes_everything_away(starter):
    for person in Person.objects.filter(username__in=["trainer.vn", "trainee.kh", "secretariat"]):
        taken = json.loads(json.dumps(privacy.export(person), cls=DjangoJSONEncoder))
        assert taken["people.person"][0]["number"] == person.number
        others = Person.objects.exclude(pk=person.pk).values_list("number", flat=True)
        assert not any(number in json.dumps(taken) for number in others)
