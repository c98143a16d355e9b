"""The certificate on paper: its words in a language, and its PDF."""

from datetime import UTC, datetime, time

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from certification.domain.check import Checked
from lms.documents.domain.certificate import CertificateLabels, certificate_pdf
from lms.look.domain.dates import write_day
from lms.people.models.place import text_in

LANGUAGE_NAMES = dict(settings.LANGUAGES)


def language_list(codes: list[str]) -> str:
    return ", ".join(LANGUAGE_NAMES.get(code, code) for code in codes)


def as_pdf(*, checked: Checked, module_titles: dict[str, tuple[str, str]], language: str, address: str) -> bytes:
    """The certificate in a language. `module_titles` is {letter: (title, its language)}; `address` is where it is checked.

    The same certificate in the same language gives the same bytes. Raises DocumentError for letters without a font.
    """
    certificate = checked.certificate
    scheme = certificate.version.scheme
    end = checked.standing.end if checked.standing else None
    with override(language):
        facts = [(_("Level"), certificate.get_level_display()), (_("Languages"), language_list(certificate.languages)),
                 (_("Issued by"), text_in(scheme.issuer.names, language)),
                 (_("Completed on"), write_day(checked.issued_on, language=language))]
        if end:
            facts.append((_("First valid until"), write_day(end, language=language)))
        return certificate_pdf(
            holder=certificate.person.name, own_name=certificate.person.own_name, own_lang=certificate.holder_language,
            lang=language, labels=labels(), facts=facts, number=certificate.number, code=certificate.code,
            modules=[{"letter": letter, "title": module_titles.get(letter, ("", language))[0],
                      "lang": module_titles.get(letter, ("", language))[1]} for letter in certificate.modules],
            check_url=address, sample=certificate.sample, credential=record_of(checked, address),
            timestamp=datetime.combine(checked.issued_on, time(), UTC))


def labels() -> CertificateLabels:
    return {
        "house": _("COMMIT Academy"), "tagline": _("Training against human trafficking"), "number": _("Number"),
        "title": _("Trainer’s certificate"), "certifies": _("This certifies that"), "sample": _("sample"),
        "statement": _("has met all requirements and may train the modules below while the certificate is in force."),
        "modules": _("Modules"), "check": _("Check this certificate"),
        "how": _("Scan the square or type the code. You see today’s status, which this paper cannot show."),
        "code": _("Code"), "address": _("Address"), "qr": _("Square that leads to the check of this certificate"),
        "attached": _("The certificate for machines"),
    }


def record_of(checked: Checked, address: str) -> dict:
    """What machines read: the certificate's data as it stood at issue."""
    certificate = checked.certificate
    return {"type": "TrainerCertificate", "number": certificate.number, "check": address, "level": certificate.level,
            "holder": certificate.person.name, "modules": certificate.modules, "languages": certificate.languages,
            "completed": checked.issued_on.isoformat(), "sample": certificate.sample}
