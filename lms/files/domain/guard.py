"""Every upload is hostile until proven. What passes here is of a known type, by content and not by name."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

SIGNATURES = {b"%PDF-": ("application/pdf", ".pdf"), b"\xff\xd8\xff": ("image/jpeg", ".jpg"),
              b"\x89PNG\r\n\x1a\n": ("image/png", ".png")}
MOST_BYTES = 5 * 1024 * 1024


class UploadRefused(ValueError):
    """Carries the sentence for the person."""


@dataclass(frozen=True)
class Checked:
    content: bytes
    content_type: str
    name: str


def check_scan(*, content: bytes, name: str) -> Checked:
    """A scan or photo: PDF, JPEG or PNG of at most 5 MB. Raises UploadRefused with what to do."""
    if not content:
        raise UploadRefused(_("The file is empty. Choose another one."))
    if len(content) > MOST_BYTES:
        raise UploadRefused(_("The file is larger than 5 MB. Make the scan smaller and send it again."))
    for signature, (content_type, suffix) in SIGNATURES.items():
        if content.startswith(signature):
            stem = "".join(c for c in name.rpartition(".")[0] or name if c.isalnum() or c in " -_")[:80].strip()
            return Checked(content, content_type, (stem or "scan") + suffix)
    raise UploadRefused(_("Only PDF, JPEG and PNG files can be kept here. Save the scan as one of them."))
