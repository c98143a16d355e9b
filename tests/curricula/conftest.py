"""The tree of `factories`, and a cache that forgets from test to test."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache

from tests.curricula import factories as make
from tests.curricula.editing import signed_in
from tests.curricula.rounds import group_of


@pytest.fixture(autouse=True)
def forgetful():
    cache.clear()


@pytest.fixture
def tree(db):
    """The region's A (public), D (signed in), P (trainers); Viet Nam's A, adapted, in Vietnamese."""
    regional = make.curriculum("regional")
    vietnam = make.curriculum("viet-nam", place=make.country("VN"), language="vi")
    modules = {letter: make.module(regional, letter, visibility=visibility)
               for letter, visibility in [("A", "public"), ("D", "signed-in"), ("P", "trainers")]}
    national = make.module(vietnam, "A", title="Giới thiệu", text="Mua bán người không phải là một chuyến đi.")
    make.release(regional)
    make.adapt(national, modules["A"])
    make.release(vietnam, "2.1")
    return SimpleNamespace(regional=regional, vietnam=vietnam, national=national, **modules)


@pytest.fixture
def group(tree):
    """Viet Nam's group of three seats, on the `tree`: see `rounds`."""
    return group_of(tree)


@pytest.fixture
def editor(tree, client):
    """A translator of Viet Nam, signed in, who may edit below Viet Nam's folder."""
    return signed_in(client, tree, "VN-1")
