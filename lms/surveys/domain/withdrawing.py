"""Takes a form out of use, and back. What was answered stays; who comes to a withdrawn form is told so."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lms.audit.domain import log
from lms.people.domain.refusal import Refused, require
from lms.people.models import Person
from lms.surveys.models import Form

MOST_REASON = 500


@transaction.atomic
def withdraw(*, form: Form, reason: str, by: Person, now: datetime) -> Form:
    """From `now` on nobody answers the form. Raises Refused without a reason, or when it is withdrawn already."""
    return _change(form, reason, by=by, now=now, away=True)


@transaction.atomic
def reopen(*, form: Form, reason: str, by: Person, now: datetime) -> Form:
    """The form can be answered again. Raises Refused without a reason, or when it is open already."""
    return _change(form, reason, by=by, now=now, away=False)


def _change(form: Form, reason: str, *, by: Person, now: datetime, away: bool) -> Form:
    require("edit instruments", by=by, country=form.country)
    locked = Form.objects.select_for_update().get(pk=form.pk)
    reason = " ".join(reason.split())
    if not reason:
        raise Refused(_("Give a reason. It stands in the log."), field="reason")
    if len(reason) > MOST_REASON:
        raise Refused(_("Shorten this text."), field="reason")
    if bool(locked.withdrawn_at) == away:
        raise Refused(_("Somebody was quicker: the form is withdrawn already.") if away
                      else _("Somebody was quicker: the form is open already."))
    locked.withdrawn_at = now if away else None
    locked.save(update_fields=["withdrawn_at"])
    log.record(verb="form.withdrawn" if away else "form.reopened", thing=locked, by=by.uuid, now=now,
               country=form.country.code if form.country else "", after={"key": form.key}, why=reason)
    return locked
