"""The second wall as an operator puts it up: two roles, `migrate`, `wall build`, `wall check`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests import copies

ROOT = Path(__file__).resolve().parents[2]
on_postgres = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="row level security is PostgreSQL's")


@pytest.mark.skipif("connection.vendor == 'postgresql'", reason="about the other databases")
def test_without_postgresql_it_says_that_there_is_none(db):
    for what in ("build", "check"):
        with pytest.raises(CommandError, match="not PostgreSQL"):
            call_command("wall", what)


def test_show_names_tables_conditions_and_what_is_open(capsys):
    call_command("wall", "show")
    said = capsys.readouterr().out
    assert "people_person\n    (SELECT current_setting('lms.everyone', true) = '1') OR country_id" in said
    assert said.splitlines()[-1].startswith("no wall: ") and "audit.personkey" in said


@pytest.mark.postgres
@on_postgres
def test_build_changes_nothing_twice_and_check_says_why_it_does_not_stand(db, capsys):
    call_command("wall", "build")
    assert "0 of them" in capsys.readouterr().out
    with pytest.raises(CommandError, match="superuser"):
        call_command("wall", "check")


@pytest.fixture
def two_roles(db):
    """(environment of the commands, role names): an empty database of an owner, and the site's role beside it."""
    there, admin = connection.settings_dict, copies.opened(connection.settings_dict["NAME"])
    roles, name = ("academy_owner", "academy_site"), "academy_two_roles"
    with admin.cursor() as cursor:
        for role in roles:
            cursor.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{role}' NOSUPERUSER NOBYPASSRLS")
        cursor.execute(f"CREATE DATABASE {name} OWNER {roles[0]} TEMPLATE template0")
    owner, site = (f"postgres://{role}:{role}@{there['HOST']}:{there['PORT']}/{name}" for role in roles)
    yield {"DATABASE_URL": site, "DATABASE_OWNER_URL": owner}
    with admin.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
        for role in roles:
            cursor.execute(f"DROP ROLE {role}")
    admin.close()


@pytest.mark.postgres
@pytest.mark.prove
@on_postgres
def test_with_two_roles_the_site_works_behind_a_wall_that_it_cannot_take_down(two_roles, tmp_path):
    environment = {name: value for name, value in os.environ.items() if name not in ("DJANGO_SETTINGS_MODULE", "DEMO")}
    environment |= {**two_roles, "DATA_DIR": str(tmp_path), "DEMO": "1"}

    def manage(*words: str, code: int = 0, **changed: str) -> str:
        done = subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=environment | changed, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        assert done.returncode == code, done.stdout
        return done.stdout

    manage("migrate", "--verbosity", "0")
    manage("load_starter")  # as the site: its rights are enough
    assert "Lan" in manage("persons", "--country", "VN")  # a command reads all
    assert manage("wall", "check").startswith("The wall stands")
    manage("migrate", "--check")
    assert "Set DATABASE_OWNER_URL" in manage("wall", "build", code=1, DATABASE_OWNER_URL="")
    assert "owns" in manage("wall", "check", code=1, DATABASE_URL=two_roles["DATABASE_OWNER_URL"])
    counted = "from lms.people.domain import wall; from lms.people.models import Person; print(Person.objects.count())"
    assert int(manage("shell", "--verbosity", "0", "--command", counted)) > 10
    closed = counted.replace("print(", "\nwith wall.within(wall.CLOSED): print(")
    assert int(manage("shell", "--verbosity", "0", "--command", closed)) == 0
    assert int(manage("shell", "--verbosity", "0", "--command", closed,
                      DATABASE_URL=two_roles["DATABASE_OWNER_URL"])) == 0  # forced: the owner is under it too
