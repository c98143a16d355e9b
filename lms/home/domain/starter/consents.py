"""The texts that persons are asked to agree to."""

from lms.home.domain.starter.content import read
from lms.people.domain.consent import put_text

LANGUAGES = ("en", "km", "zh-hans", "lo", "my", "th", "vi")


def consents() -> None:
    for row in read("consents"):
        put_text(purpose=row["purpose"], version=row["version"], in_force=row["in_force"],
                 titles={code: row[code]["title"] for code in LANGUAGES},
                 texts={code: "\n\n".join(row[code]["text"]) for code in LANGUAGES})
