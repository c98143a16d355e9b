"""The model itself."""

import pytest

from lms.people.models import Person
from lms.people.models.person import access_of


@pytest.mark.django_db
def test_the_first_administrator_comes_from_the_command_line():
    first = Person.objects.create_superuser(username="root", number="R-0001", name="First", password="a long one here")
    assert first.check_password("a long one here") and access_of(first).roles() == {"administrator"}
