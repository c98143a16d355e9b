"""Reading a certificate's code as people type it, and answering with one query (rule 12)."""

from dataclasses import dataclass
from datetime import date

from certification.domain.authority import standing_of
from certification.domain.standing import Standing
from certification.models import Certificate, Event
from certification.models.certificate import CODE_LENGTH

LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def read_code(typed: str) -> str:
    """The code without spaces and hyphens, in capitals, with look-alike letters (O, I, L) read as digits."""
    return "".join(c for c in typed.upper() if c.isascii() and c.isalnum()).translate(LOOK_ALIKES)[:60]


def missing(code: str) -> int:
    """How many characters a code is short of (negative: too many)."""
    return CODE_LENGTH - len(code)


@dataclass(frozen=True)
class Checked:
    certificate: Certificate
    issued_on: date
    standing: Standing | None


def look_up(*, code: str, on: date) -> Checked | None:
    """The certificate of a code with its standing on a day, in one query; None when there is none."""
    events = list(Event.objects.filter(certificate__code=code).select_related(
        "certificate__version__scheme__issuer").order_by("effective_on", "pk"))
    if not events:
        return None
    certificate = events[0].certificate
    return Checked(certificate, events[0].effective_on, standing_of(certificate, events, on))
