"""The trainer's certificate on paper (rules.md, Certificates 2, 3 and 12)."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypedDict
from urllib.parse import urlsplit

from lms.documents.domain.qr import qr_svg
from lms.documents.domain.render import Attachment, render_pdf


class CertificateLabels(TypedDict):
    """The fixed words, all in the language of the certificate, in the order in which they stand.

    house, tagline: the letterhead. title: "Trainer's certificate". certifies: the line above the name.
    statement: the sentence below it. number, code, modules, address: names of facts. check, how: heading
    and sentence on how to check. qr: what the picture is, for those who do not see it. sample: the mark
    beside invented data. attached: what the attached file is.
    """

    house: str
    tagline: str
    number: str
    title: str
    certifies: str
    sample: str
    statement: str
    modules: str
    check: str
    how: str
    code: str
    address: str
    qr: str
    attached: str


class CertifiedModule(TypedDict):
    """One module: its letter, its title, and the language of the title ("vi"), as the site names it."""

    letter: str
    title: str
    lang: str


def grouped(code: str) -> str:
    """Write a code in groups of four: "7Q4MK2TD9X" becomes "7Q4M K2TD 9X". Spaces and hyphens go."""
    plain = re.sub(r"[\s-]+", "", code)
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))


def printed_address(url: str) -> str:
    """The address as one would type it: host and path, without scheme, query or signed payload."""
    parts = urlsplit(url)
    return parts.netloc + parts.path


def certificate_pdf(
    *,
    holder: str,
    own_name: str,
    own_lang: str,
    lang: str,
    labels: CertificateLabels,
    modules: Sequence[CertifiedModule],
    facts: Sequence[tuple[str, str]],
    number: str,
    code: str,
    check_url: str,
    sample: bool,
    credential: Mapping[str, Any],
    timestamp: datetime,
) -> bytes:
    """Return the certificate as a PDF of one A4 page, with the credential attached as credential.json.

    holder: the name in Latin letters. own_name: the name in the person's own script; empty, or the same
    as holder (Viet Nam), and it is printed once. own_lang: the language of own_name.
    lang: the language of labels and facts. Languages are those of the site: en, km, zh-hans, lo, my, th, vi.
    modules: what the certificate names, in order. facts: further pairs of label and value in the order in
    which they stand (level, languages, issuer, date of issue, first end), dates already written out in
    the issuer's time zone.
    number: as issued ("VN-2026-0117"). code: with or without spaces.
    check_url: what the QR code says; it may carry a signed payload, the printed address leaves it out.
    sample: true puts the sample mark beside the name.
    credential: the signed credential, JSON values; written as it comes, keys in their order.
    timestamp: the document's date, with a time zone: the moment of issue, so that a certificate printed
    again has the same bytes.

    Raises DocumentError when no font has a letter, with the holder and the letters; KeyError when a label
    is missing; ValueError for a timestamp without a time zone or an address too long for a QR code.
    """
    missing = CertificateLabels.__required_keys__ - labels.keys()
    if missing:
        raise KeyError(f"Labels of the certificate are missing: {', '.join(sorted(missing))}.")
    return render_pdf(
        template="certificate",
        data={
            "holder": holder,
            "own_name": "" if own_name == holder else own_name,
            "own_lang": own_lang,
            "lang": lang,
            "labels": labels,
            "modules": list(modules),
            "facts": list(facts),
            "number": number,
            "code": grouped(code),
            "check_url": check_url,
            "address": printed_address(check_url),
            # No margin in the picture: the sheet around it is white for more than the four modules needed.
            "qr": qr_svg(check_url, border=0),
            "sample": sample,
        },
        attachments=[
            Attachment(
                name="credential.json",
                media_type="application/json",
                text=json.dumps(credential, ensure_ascii=False, indent=2) + "\n",
                description=labels["attached"],
            )
        ],
        timestamp=timestamp,
        name=holder,
    )
