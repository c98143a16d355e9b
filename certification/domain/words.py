"""What a standing means, as the answer above the page says it. Called with the reader's language in force."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from certification.domain.standing import Standing, Status
from lms.look.domain.dates import write_day


def verdict(standing: Standing) -> str:
    """The heading: a few words."""
    return {
        Status.VALID: _("Valid today"), Status.DUE: _("Valid today, due for renewal"), Status.GRACE: _("In grace"),
        Status.LAPSED: _("Lapsed"), Status.EXPIRED: _("Expired"), Status.SUSPENDED: _("Suspended"),
        Status.REVOKED: _("Revoked"), Status.RETIRED: _("Retired"), Status.PROVISIONAL: _("Provisional"),
    }[standing.status]


def sentence(standing: Standing) -> str:
    """What the person may do, and until when or since when."""

    def day(value) -> str:
        return write_day(value, language=get_language() or "en") if value else ""

    return {
        Status.VALID: _("May train until %(day)s.") % {"day": day(standing.end)},
        Status.DUE: _("May train until %(day)s.") % {"day": day(standing.end)},
        Status.GRACE: _("May not train; renew by %(day)s.") % {"day": day(standing.until)},
        Status.LAPSED: _("May not train; a refresher and one observed delivery are needed."),
        Status.EXPIRED: _("May not train; the full training of trainers is needed again."),
        Status.SUSPENDED: _("May not train since %(day)s, until lifted.") % {"day": day(standing.since)},
        Status.REVOKED: _("May not train. Taken away on %(day)s.") % {"day": day(standing.since)},
        Status.RETIRED: _("No longer trains, since %(day)s.") % {"day": day(standing.since)},
        Status.PROVISIONAL: _("May train beside a certified trainer."),
    }[standing.status]
