"""The rooms hold, and each rule bites: a copy of the tree is broken on purpose."""

import shutil
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from tests.architecture import rules


@pytest.fixture
def copy(tmp_path) -> Path:
    for name in ("lms", "curricula", "certification", "tna"):
        shutil.copytree(rules.ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns(
            "__pycache__", "static", "starter", "fonts", "*.woff2"))
    shutil.copy(rules.ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def add(root: Path, file: str, line: str) -> None:
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text((path.read_text() if path.exists() else "") + f"\n{line}\n")


def test_the_contracts_are_kept():
    result = rules.lint_imports(rules.ROOT)
    assert "0 broken" in result.stdout, result.stdout


@pytest.mark.parametrize(("file", "line"), [
    ("lms/people/domain/letters.py", "import lms.courses.models"),
    ("lms/audit/models.py", "import lms.jobs.models"),
    ("tna/models.py", "import certification.models"),
    ("lms/courses/models/edition.py", "import lms.courses.domain.editions"),
    ("lms/courses/domain/editions.py", "import celery"),
    ("lms/undeclared.py", "x = 1"),
    ("curricula/services.py", "x = 1"),
])
def test_a_broken_contract_is_named(copy, file, line):
    add(copy, file, line)
    result = rules.lint_imports(copy)
    assert result.returncode != 0 and "BROKEN" in result.stdout, result.stdout[-800:]


def test_heights_are_those_of_the_contract():
    rows = rules.layers_of_contract()
    height = {name.strip().rpartition(".")[2]: len(rows) - place for place, row in enumerate(rows)
              for name in row.split("|")}
    ordered = sorted(height, key=height.get)
    assert sorted(ordered, key=rules.HEIGHT.get) == ordered and set(height) == set(rules.HEIGHT)


def relations():
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if field.is_relation and field.concrete and field.related_model:
                yield model._meta.app_label, field.related_model._meta.app_label


def test_every_relation_points_to_a_lower_room():
    assert rules.upward(relations()) == []
    assert rules.upward([("people", "courses"), ("tna", "certification"), ("audit", "people")]) != []


def test_the_migration_graph_goes_down():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    pairs = [(key[0], parent[0]) for key, migration in loader.disk_migrations.items()
             for parent in migration.dependencies]
    assert rules.upward(pairs) == []


def test_ground_rooms_know_no_person():
    assert [(a, b) for a, b in relations() if a in rules.GROUND and b not in rules.GROUND] == []


def test_domain_knows_no_screen(copy):
    assert rules.domain_sins(rules.ROOT) == []
    add(copy, "tna/domain/findings.py", "from django.http import HttpResponse")
    assert sorted(rules.domain_sins(copy)) == ["tna/domain/findings.py: django.http",
                                               "tna/domain/findings.py: django.http.HttpResponse"]


def test_rooms_are_joined_by_strings(copy):
    assert rules.settings_sins(rules.ROOT) == []
    add(copy, "lms/urls.py", "import tna.views")
    assert rules.settings_sins(copy) == ["urls.py: tna.views"]


def test_no_file_is_too_long(copy):
    assert rules.long_files(rules.ROOT) == []
    add(copy, "tna/models.py", "x = 1\n" * 401)
    assert rules.long_files(copy) == ["tna/models.py"]


def test_no_room_for_leftovers():
    names = {"utils", "helpers", "common", "services", "managers"}
    assert [f for f in rules.python_files(rules.ROOT) if f.stem in names or names & set(f.parts)] == []


def test_no_signal_receivers_of_our_own():
    assert [f for f in rules.python_files(rules.ROOT) if "@receiver" in f.read_text()] == []
