"""Reads the environment. A wrong variable ends the start with one line that names it, never a traceback."""

import contextlib
import ipaddress
import os
import re
import secrets
import sys
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

import environ

HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
TRUE, FALSE = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}


def stop(name: str, why: str) -> NoReturn:
    """End the start: `NAME: why`, exit code 1."""
    raise SystemExit(f"{name}: {' '.join(why.split())}")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str) -> bool:
    value = text(name).lower()
    if value not in TRUE | FALSE:
        stop(name, f"'{value}' is neither 1 nor 0.")
    return value in TRUE


def port(name: str, default: int) -> int:
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= 65535:
        stop(name, f"'{value}' is not a port number from 1 to 65535.")
    return int(value)


def whole(name: str, default: int, most: int) -> int:
    """A whole number from 0 to `most`."""
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit() or int(value) > most:
        stop(name, f"'{value}' is not a number from 0 to {most}.")
    return int(value)


def hosts(name: str, default: list[str]) -> list[str]:
    found = [host.strip().lower() for host in text(name).split(",") if host.strip()]
    for host in found:
        if "/" in host or " " in host:
            stop(name, f"'{host}' is not a host name; give names separated by commas, without http://.")
    return found or default


def host_with_port(name: str, default: str) -> str:
    value = text(name, default).lower()
    host, _, number = value.partition(":")
    numbered = not number or (number.isascii() and number.isdigit() and 1 <= int(number) <= 65535)
    if not HOST.fullmatch(host) or not numbered:
        stop(name, f"'{value}' is not a host name such as academy.example.org or localhost:8000.")
    return value


def is_private(host: str) -> bool:
    """True for localhost, names under .localhost and private addresses: where a demo may be seen."""
    name = host.strip("[]").removeprefix(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_private
    except ValueError:
        return False


def data_dir(name: str, default: Path) -> Path:
    path = Path(text(name, str(default))).expanduser().absolute()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        stop(name, f"{path} cannot be used as a folder ({error.strerror}).")
    if not os.access(path, os.W_OK):
        stop(name, f"{path} cannot be written to.")
    return path


def made_once(path: Path, length: int) -> str:
    """A random text kept in `path` (mode 0600), made on first use; of two starts at once, both read the same whole text."""
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(length))
        with contextlib.suppress(FileExistsError):  # the other start was first: its text counts
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()


def address(name: str, default: str, schemes: set[str]) -> str:
    """An address of a known kind whose port, if it names one, is a number."""
    value = text(name, default)
    scheme, found, _rest = value.partition("://")
    if not found or scheme not in schemes:
        stop(name, f"it begins with '{scheme[:20]}'; known are {', '.join(f'{one}://' for one in sorted(schemes))}.")
    try:
        _port = urlsplit(value).port
    except ValueError as error:
        stop(name, f"it cannot be read ({error}).")
    return value


def changes_tables() -> bool:
    """True in `./manage migrate`, `wall build` and `restore`: they work as the tables' owner."""
    program, *words = sys.argv
    return Path(program).name == "manage.py" and (words[:1] in (["migrate"], ["restore"]) or words[:2] == ["wall", "build"])


def url(name: str, default: str, schemes: set[str]) -> dict:
    """A DATABASE_URL, DATABASE_OWNER_URL, CACHE_URL or EMAIL_URL as Django's settings want it."""
    value = address(name, default, schemes)
    reader = {"DATABASE_URL": environ.Env.db_url_config, "DATABASE_OWNER_URL": environ.Env.db_url_config,
              "CACHE_URL": environ.Env.cache_url_config,
              "EMAIL_URL": environ.Env.email_url_config}[name]
    try:
        return reader(value)
    except Exception as error:  # the library raises many kinds; the operator needs the name of the variable
        stop(name, f"it cannot be read ({error}).")
