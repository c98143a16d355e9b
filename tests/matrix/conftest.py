"""The matrix's records, made once a test."""

import pytest

from tests.matrix.records import TWO, complete_roles, of_country, of_curricula, of_forms


@pytest.fixture
def full(starter):
    complete_roles()
    for code in TWO:
        of_country(code)
        of_curricula(code)
        of_forms(code)
