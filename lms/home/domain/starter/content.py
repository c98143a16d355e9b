"""Reads the starter files, and says which records come from them."""

import hashlib
import hmac
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import yaml
from django.conf import settings

FOLDER = Path(__file__).resolve().parents[2] / "starter"
LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
LOADED_AT = datetime(2026, 8, 1, 2, tzinfo=UTC)
"""The moment that loaded records carry as theirs, so that every site has the same ones."""


@cache
def read(name: str) -> Any:
    """The content of `name`.yaml. The caller does not change it."""
    with (FOLDER / f"{name}.yaml").open(encoding="utf-8") as file:
        return LOADER(file).get_single_data()


def exists(name: str) -> bool:
    return (FOLDER / f"{name}.yaml").exists()


def workbook(name: str) -> bytes:
    return (FOLDER / "instruments" / f"{name}.xlsx").read_bytes()


def uid(kind: str, key: str) -> UUID:
    """The same uuid for the same starter record on every site: `uid("person", "vn-lan")`."""
    return uuid5(NAMESPACE_URL, f"urn:academy:starter:{kind}:{key}")


def digest() -> str:
    """A fingerprint of all that decides what is loaded: the files, the site's address, the demo password."""
    found = hmac.new(settings.SECRET_KEY.encode(), digestmod=hashlib.sha256)
    for path in sorted([*FOLDER.rglob("*.yaml"), *FOLDER.rglob("*.xlsx"), *FOLDER.glob("*.csv"),
                        *Path(__file__).parent.glob("*.py")]):
        found.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    found.update(f"{settings.SITE_HOST}\0{settings.DEMO}\0{settings.DEMO_PASSWORD}".encode())
    return found.hexdigest()
