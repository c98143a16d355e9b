"""The matrix's records, made once a test."""

import pytest

from tests.matrix.records import TWO, complete_roles, of_country


@pytest.fixture
def full(starter):
    complete_roles()
    for code in TWO:
        of_country(code)
