"""A plugin: `pytest -p tests.people.behind_the_wall FILE` runs any tests behind the second wall, on PostgreSQL.

What a test prepares and looks up is let through; what it asks of the site is not. Tests that commit are left alone.
"""

import pytest


@pytest.fixture(autouse=True)
def _behind_the_wall(request):
    # a plugin is loaded before Django is set up
    from django.db import connection

    from tests.people.walls import wall_on

    marker = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & set(request.fixturenames) or (
        marker and marker.kwargs.get("transaction"))
    reads = marker or {"starter", "db"} & set(request.fixturenames)
    if commits or not reads or connection.vendor != "postgresql":
        yield
        return
    request.getfixturevalue("db")
    if "starter" in request.fixturenames:
        request.getfixturevalue("starter")
    with wall_on():
        yield
