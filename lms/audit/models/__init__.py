"""The log of who did what, its seals and keys, and what every ledger is made of: rows that are written once."""

from lms.audit.models.entry import Entry
from lms.audit.models.kept import WrittenOnce, WrittenOnceQuerySet
from lms.audit.models.key import PersonKey
from lms.audit.models.seal import Seal

__all__ = ["Entry", "PersonKey", "Seal", "WrittenOnce", "WrittenOnceQuerySet"]
