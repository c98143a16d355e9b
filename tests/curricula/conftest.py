"""The tree of `factories`, and a cache that forgets from test to test."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache
from wagtail.models import Page

from tests import copies
from tests.curricula import factories as make
from tests.curricula.editing import signed_in
from tests.curricula.rounds import group_of


@pytest.fixture(autouse=True)
def forgetful():
    cache.clear()


@pytest.fixture(scope="session")
def tree_database(django_db_setup, django_db_blocker):
    """A copy of the test database with the tree in it: made once, for it takes a second of publishing."""
    made = {}
    with copies.filled("tree", lambda: made.update(planted()), django_db_blocker) as connection:
        yield connection, made


def planted() -> dict[str, Page]:
    """The region's A (public), D (signed in), P (trainers); Viet Nam's A, adapted, in Vietnamese."""
    regional = make.curriculum("regional")
    vietnam = make.curriculum("viet-nam", place=make.country("VN"), language="vi")
    modules = {letter: make.module(regional, letter, visibility=visibility)
               for letter, visibility in [("A", "public"), ("D", "signed-in"), ("P", "trainers")]}
    national = make.module(vietnam, "A", title="Giới thiệu", text="Mua bán người không phải là một chuyến đi.")
    make.release(regional)
    make.adapt(national, modules["A"])
    make.release(vietnam, "2.1")
    return {"regional": regional, "vietnam": vietnam, "national": national, **modules}


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
