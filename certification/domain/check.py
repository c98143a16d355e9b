"""Reading a certificate's code as people type it, and answering with one query (rule 12)."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from certification.domain.authority import standing_of
from certification.domain.standing import Standing
from certification.models import Certificate, Event, Scheme, SchemeVersion
from certification.models.certificate import CODE_LENGTH
from lms.people.domain import wall
from lms.people.models import Body

LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def read_code(typed: str) -> str:
    """The code without spaces and hyphens, in capitals, look-alike letters read as those that codes have (O as 0, I and L as 1, U as V)."""
    return "".join(c for c in typed.upper() if c.isascii() and c.isalnum()).translate(LOOK_ALIKES)[:60]


def missing(code: str) -> int:
    """How many characters a code is short of (negative: too many)."""
    return CODE_LENGTH - len(code)


@dataclass(frozen=True)
class Checked:
    certificate: Certificate
    issued_on: date
    standing: Standing | None


OF_EVENT = ("pk", "kind", "effective_on", "end")
OF_CERTIFICATE = ("number", "holder", "holder_own", "holder_language", "level", "modules", "languages", "numbers",
                  "completed_on", "sample")
OF_ISSUER = ("names", "country__time_zone")
LEDGER = Event.objects.order_by().values_list(
    *OF_EVENT, *(f"certificate__{name}" for name in OF_CERTIFICATE),
    *(f"certificate__version__scheme__issuer__{name}" for name in OF_ISSUER))


@wall.lifted("certificate check")
def rows_of(code: str) -> list[tuple]:
    """All that the check shows, a row an event, oldest first, in one query; empty when no certificate has this code.

    Plain values, sorted here: that is four times cheaper than instances of five tables, and this is the hottest page.
    """
    return sorted(LEDGER.filter(certificate__code=code), key=lambda row: (row[2], row[0]))


def day_of(rows: list[tuple], now: datetime) -> date:
    """The date at `now` in the issuer's time zone (rule 3); a regional issuer's is the platform's."""
    return timezone.localdate(now, ZoneInfo(rows[0][-1]) if rows[0][-1] else None)


def checked_from(rows: list[tuple], *, code: str, on: date) -> Checked:
    """The certificate of these rows with its standing on a day, without a query."""
    events = [Event(**dict(zip(OF_EVENT, row, strict=False))) for row in rows]
    fields = dict(zip(OF_CERTIFICATE, rows[0][len(OF_EVENT):], strict=False))
    version = SchemeVersion(scheme=Scheme(issuer=Body(names=rows[0][-2])))
    certificate = Certificate(code=code, version=version, **fields)
    return Checked(certificate, events[0].effective_on, standing_of(certificate, events, on))
