"""A plugin: `pytest -p tests.people.behind_the_wall FILE` runs any tests with the starter content behind the second wall.

On PostgreSQL only. What a test prepares and looks up is let through; what it asks of the site is not.
"""

import pytest


@pytest.fixture(autouse=True)
def _behind_the_wall(request):
    # a plugin is loaded before Django is set up
    from django.db import connection

    from tests.people.walls import wall_on

    if "starter" not in request.fixturenames or connection.vendor != "postgresql":
        yield
        return
    request.getfixturevalue("starter")
    with wall_on():
        yield
