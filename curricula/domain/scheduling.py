"""Pages that were given a day: published and unpublished when it has come."""

import logging
from datetime import datetime

from django.db import transaction
from wagtail.models import Page, Revision

log = logging.getLogger(__name__)


def keep_the_calendar(*, now: datetime) -> int:
    """Unpublish what has expired and publish what was scheduled, each in a transaction of its own, so that a page that
    breaks keeps no other waiting. Gives the number of pages changed.

    Whether a text may be published was asked when it was scheduled.
    """
    changed = 0
    for page in Page.objects.filter(live=True, expire_at__lt=now).order_by("expire_at"):
        changed += _done(lambda page=page: page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled"))
    for revision in Revision.page_revisions.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at"):
        changed += _done(lambda revision=revision: revision.publish(log_action="wagtail.publish.scheduled"))
    return changed


def _done(step) -> bool:
    try:
        with transaction.atomic():
            step()
    except Exception:  # said in the log, and tried again at the next stroke
        log.exception("A page could not be published or unpublished on its day.")
        return False
    return True
