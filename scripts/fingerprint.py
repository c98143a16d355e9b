"""Tell whether anything changed since DATA_DIR was last prepared. Standard library only: read before Django is."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOMS = [ROOT / name for name in ("lms", "curricula", "certification", "tna", "locale", "scripts")]
VARIABLES = ("DATABASE_URL", "CELERY_BROKER_URL", "CACHE_URL", "EMAIL_URL", "SECRET_KEY", "ALLOWED_HOSTS", "SITE_HOST",
             "CONTENT_HOST", "DATA_DIR", "PORT", "DEMO", "DEMO_PASSWORD", "DATABASE_OWNER_URL", "DATABASE_BACKUP_URL",
             "BACKUP_KEY", "TRUSTED_PROXIES")


def of_files(folders: Iterable[Path]) -> str:
    """A hash of the names, sizes and times of all files below `folders`, and of the locked packages."""
    digest = hashlib.sha256((ROOT / "uv.lock").read_bytes())
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                state = path.stat()
                digest.update(f"{path.relative_to(ROOT)} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def of_static_files() -> str:
    """What collectstatic reads."""
    return of_files(sorted(folder for room in ROOMS for folder in room.rglob("static") if folder.is_dir()))


def of_start(data: Path) -> str:
    """Our code and content, and the environment (hashed with the secret key of this folder: it holds passwords)."""
    environment = "\n".join(f"{name}={os.environ.get(name, '')}" for name in VARIABLES if name not in {"PORT", "DATA_DIR"})
    key = data / "secret_key"
    secret = key.read_bytes() if key.exists() else b""
    return of_files(ROOMS) + hashlib.blake2b(environment.encode(), key=secret[:64]).hexdigest()


def is_prepared(data: Path) -> bool:
    """True when the last preparation of `data` was for this very code, content and environment."""
    stamp = data / ".prepared"
    own_database = not os.environ.get("DATABASE_URL") and (data / "db.sqlite3").exists()
    return own_database and stamp.exists() and stamp.read_text() == of_start(data)
