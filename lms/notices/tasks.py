"""Sends what waits. Called after a commit and swept by beat each minute."""

import logging

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from lms.notices.domain import outbox

log = logging.getLogger(__name__)


@shared_task
def send_due() -> int:
    """Send the letters that wait; returns how many left. In the demo they are only marked: /outbox/ shows them."""
    left = 0
    for notice in outbox.lease(now=timezone.now()):
        try:
            if not settings.DEMO:
                EmailMessage(notice.subject, notice.body, to=[notice.address],
                             headers={"Message-ID": notice.message_id}).send()
        except OSError:
            log.warning("letter %s was not taken by the mail server; it is tried again", notice.uuid)
            continue
        outbox.sent(notice=notice, now=timezone.now())
        left += 1
    return left


def ring() -> None:
    """The doorbell: a broker that is away loses only speed."""
    try:
        send_due.delay()
    except Exception as error:  # any broker, any fault: the letter stands in the outbox
        log.warning("broker not reached (%s); beat will send", type(error).__name__)
