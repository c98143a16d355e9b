"""A lesson in English and Vietnamese, and a participant."""

import pytest
from django.core.cache import cache

from tests.curricula import factories as curricula
from tests.learning import factories


@pytest.fixture(autouse=True)
def forgetful():
    cache.clear()


@pytest.fixture
def lesson(db):
    return factories.lesson()[0]


@pytest.fixture
def trainee(db):
    return curricula.person("VN-1", "trainee", curricula.country("VN"))
