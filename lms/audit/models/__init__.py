"""The log of who did what, and what every ledger is made of: rows that are written once."""

from lms.audit.models.entry import Entry
from lms.audit.models.kept import WrittenOnce, WrittenOnceQuerySet

__all__ = ["Entry", "WrittenOnce", "WrittenOnceQuerySet"]
