"""What a backup command answers when it will not go on."""


class BackupRefused(Exception):
    """Carries one sentence for the operator; nothing was changed."""
