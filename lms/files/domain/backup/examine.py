"""Reads a backup from its first to its last byte and says what it is, without changing anything."""

from dataclasses import dataclass, field
from pathlib import Path

from pyrage import x25519

from lms.files.domain.backup.contents import CLOSING, MANIFEST, Member, unpack
from lms.files.domain.backup.files import FILES, STORED, StoredHashes
from lms.files.domain.backup.place import FORMAT, PRODUCT, engine, installation, lacking, unknown
from lms.files.domain.backup.refusal import BackupRefused
from lms.files.domain.backup.sealing import unsealed

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass
class Report:
    """What a whole backup holds. `findings` are faults of the stored files; `obstacles` say why not here."""

    manifest: dict
    closing: dict = field(default_factory=dict)
    file_bytes: int = 0
    findings: list[str] = field(default_factory=list)
    obstacles: list[str] = field(default_factory=list)
    older: bool = False

    def in_words(self) -> list[str]:
        rows = self.closing["rows"]
        return [f"Made at {self.manifest['made_at']} by the installation {self.manifest['installation']}.",
                f"{NAMES.get(self.manifest['engine'], self.manifest['engine'])}: {len(rows):,} tables with "
                f"{sum(rows.values()):,} rows.",
                f"{self.closing['files']:,} files with {self.file_bytes:,} bytes."]


def examine(*, path: Path, key: x25519.Identity, foreign: bool = False) -> Report:
    """Decrypt and check all of `path`. BackupRefused when it is cut, altered, not ours or under another key.

    `foreign` takes the backup of another installation as this one's.
    """
    report: Report | None = None
    stored = StoredHashes()
    with unsealed(path, key=key) as stream:
        for member in unpack(stream):
            if report is None:
                report = Report(manifest=manifest_of(member))
            elif member.name == CLOSING:
                report.closing = closing_of(member)
            elif member.name.startswith(f"{STORED}/"):
                for block in member.blocks:
                    stored.expect_lines(block)
            elif member.name.startswith(f"{FILES}/"):
                report.file_bytes += member.size
                for _block in stored.passing(member.name, member.blocks):
                    pass
    if report is None:
        raise BackupRefused(f"{path} holds nothing.")
    report.findings = stored.all_findings()
    report.obstacles = obstacles(report.manifest, foreign=foreign)
    report.older = not report.obstacles and bool(lacking(report.manifest["migrations"]))
    return report


def manifest_of(member: Member) -> dict:
    """The manifest, if it is one of this program's that can be understood."""
    if member.name != MANIFEST:
        raise BackupRefused("It opens with the key, and it is not a backup of this program.")
    manifest = member.json()
    if manifest.get("product") != PRODUCT or not isinstance(manifest.get("format"), int):
        raise BackupRefused("It opens with the key, and it is not a backup of this program.")
    if manifest["format"] > FORMAT:
        raise BackupRefused(f"It is of format {manifest['format']}; this program reads {FORMAT}. Update this program "
                            "first.")
    shape = {"installation": str, "engine": str, "made_at": str, "migrations": dict}
    if manifest.get("engine") == "postgresql":
        shape |= {"tables": dict, "sequences": list}
    if any(not isinstance(manifest.get(name), kind) for name, kind in shape.items()):
        raise BackupRefused("Its manifest lacks what every backup of this program says.")
    return manifest


def closing_of(member: Member) -> dict:
    closing = member.json()
    if not isinstance(closing.get("rows"), dict) or not isinstance(closing.get("files"), int):
        raise BackupRefused("Its last part lacks what every backup of this program says.")
    return closing


def obstacles(manifest: dict, *, foreign: bool) -> list[str]:
    """Why this installation cannot take the backup, a sentence each; none when it can."""
    found = []
    if newer := unknown(manifest["migrations"]):
        found.append(f"It was made by a newer version ({len(newer)} migrations are not known here, the first is "
                     f"{newer[0]}). Update this program first.")
    if manifest["engine"] != engine():
        found.append(f"It holds a database of {NAMES.get(manifest['engine'], manifest['engine'])}; this installation "
                     f"runs on {NAMES.get(engine(), engine())}.")
    if not foreign and manifest["installation"] != installation(make=False):
        found.append(f"It was made by another installation ({manifest['installation']}). If it is meant, add "
                     "--foreign.")
    return found
