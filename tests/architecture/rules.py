"""What import-linter cannot see, as functions over a tree of files or over models."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GROUND = ("audit", "jobs", "notices", "documents", "files", "search", "look")
HEIGHT = {label: height for height, labels in enumerate(
    [GROUND, ("people",), ("surveys",), ("curricula",), ("learning",), ("courses",), ("certification", "tna"),
     ("monitoring",), ("home",)]) for label in labels}
"""How high a room stands; a room may point to lower ones only."""

FORBIDDEN_IN_DOMAIN = ("django.http", "wagtail.admin", "django.shortcuts", "django.views")
MOST_LINES = 400


def layers_of_contract() -> list[str]:
    """The rooms as the import contract orders them, top first."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return contracts[0]["layers"]


def upward(pairs) -> list[str]:
    """Of (room, room it points to), those that do not point down or stay inside."""
    return [f"{one} -> {other}" for one, other in pairs
            if one in HEIGHT and other in HEIGHT and one != other and HEIGHT[one] <= HEIGHT[other]]


def imports(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def python_files(root: Path) -> list[Path]:
    return [file for room in ("lms", "curricula", "certification", "tna") for file in (root / room).rglob("*.py")
            if "migrations" not in file.parts]


def domain_sins(root: Path) -> list[str]:
    """Imports in a `domain/` that belong to the screens."""
    return [f"{file.relative_to(root)}: {name}" for file in python_files(root) if "domain" in file.parts
            for name in imports(file) if name.startswith(FORBIDDEN_IN_DOMAIN)]


def settings_sins(root: Path) -> list[str]:
    """`lms/settings`, `urls.py`, `celery.py` join the rooms by strings and import none."""
    joints = [*(root / "lms/settings").rglob("*.py"), root / "lms/urls.py", root / "lms/celery.py"]
    rooms = ("curricula", "certification", "tna", *(f"lms.{room}" for room in HEIGHT))
    return [f"{file.name}: {name}" for file in joints for name in imports(file) if name.startswith(rooms)]


def long_files(root: Path) -> list[str]:
    return [str(file.relative_to(root)) for file in python_files(root)
            if len(file.read_text().splitlines()) > MOST_LINES]


def lint_imports(root: Path) -> subprocess.CompletedProcess:
    """import-linter over a tree."""
    command = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([command, "--no-cache"], cwd=root, capture_output=True, text=True, env={"PYTHONPATH": str(root)})
