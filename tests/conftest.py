"""What all tests share: the starter content, three persons of it, and how hard hypothesis tries."""

import os
import shutil
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.translation import activate
from hypothesis import settings as hypothesis_settings

from lms.home.domain.starter.load import load
from lms.people.models import Person
from tests import copies
from tests.curricula import factories

hypothesis_settings.register_profile("quick", max_examples=25, deadline=None)
hypothesis_settings.register_profile("prove", max_examples=1000, deadline=None)
hypothesis_settings.load_profile("prove" if os.environ.get("PROVE") == "1" else "quick")


@pytest.fixture(autouse=True)
def _fresh_start():
    """Neither kept pages nor the language of the last request outlive a test."""
    cache.clear()
    activate("en")


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """On SQLite the test database begins as a copy of MIGRATED_DATABASE when that is there: migrations take half a minute."""
    migrated, ours = os.environ.get("MIGRATED_DATABASE", ""), connection.settings_dict
    if connection.vendor != "sqlite" or not Path(migrated).is_file():
        return False
    for rest in ("-wal", "-shm"):  # of an earlier run that was cut off
        Path(ours["TEST"]["NAME"] + rest).unlink(missing_ok=True)
    shutil.copy(migrated, ours["TEST"]["NAME"])
    return True


@pytest.fixture(scope="session")
def starter_database(django_db_setup, django_db_blocker):
    """A copy of the test database, loaded once."""
    with copies.filled("starter", lambda: load(now=timezone.now()), django_db_blocker) as connection:
        yield connection


@pytest.fixture
def starter(request, starter_database, db):
    """The starter content; what a test changes is gone after it, also when it commits."""
    with copies.for_one_test(starter_database, request.node, set(request.fixturenames)):
        yield


@pytest.fixture(scope="session")
def tree_database(django_db_setup, django_db_blocker):
    """A copy of the test database with the tree in it: made once, for it takes a second of publishing."""
    made = {}
    with copies.filled("tree", lambda: made.update(factories.planted()), django_db_blocker) as connection:
        yield connection, made


@pytest.fixture
def account(starter):
    """`account("group.vn")`: the person who signs in with this name."""
    return lambda name: Person.objects.get(username=name)


@pytest.fixture
def lan(account):
    """Participant of Viet Nam."""
    return account("trainee.vn")


@pytest.fixture
def sokha(account):
    """Participant of Cambodia."""
    return account("trainee.kh")


@pytest.fixture
def officer(account):
    """The secretariat's training officer."""
    return account("secretariat")


@pytest.fixture
def client_as():
    """`client_as(person)`: a browser in which the person has signed in."""
    def signed_in(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client
    return signed_in
