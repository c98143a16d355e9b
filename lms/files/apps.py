"""Ground: upload guards, private files and backups."""

from pathlib import Path

from django.apps import AppConfig
from django.conf import settings


class FilesConfig(AppConfig):
    name = "lms.files"

    def ready(self) -> None:
        # imported only now: the settings name the folder
        from lms.files.domain.backup.refusal import BackupRefused
        from lms.files.domain.backup.swap import finish_cut_off

        try:  # before anything of the site is opened: a restore that was killed among its renames is finished first
            finish_cut_off(Path(settings.DATA_DIR))
        except BackupRefused as refused:
            raise SystemExit(f"A restore was cut off. Run it again as before: {refused}") from None
