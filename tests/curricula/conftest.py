"""The tree of `factories`, and a cache that forgets from test to test."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache

from tests import copies
from tests.curricula.editing import signed_in
from tests.curricula.rounds import group_of


@pytest.fixture(autouse=True)
def forgetful():
    cache.clear()


@pytest.fixture
def tree(request, tree_database, db):
    """The tree as it was planted; what a test changes is gone after it."""
    connection, made = tree_database
    with copies.for_one_test(connection, request.node, set(request.fixturenames)):
        yield SimpleNamespace(**{name: type(page).objects.get(pk=page.pk) for name, page in made.items()})


@pytest.fixture
def group(tree):
    """Viet Nam's group of three seats, on the `tree`: see `rounds`."""
    return group_of(tree)


@pytest.fixture
def editor(tree, client):
    """A translator of Viet Nam, signed in, who may edit below Viet Nam's folder."""
    return signed_in(client, tree, "VN-1")
