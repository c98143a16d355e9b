"""Sends what waits. Called after a commit and swept by beat each minute."""

import logging

from celery import shared_task
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from lms.notices.domain import outbox
from lms.notices.models import Notice

log = logging.getLogger(__name__)


@shared_task
def send_due() -> int:
    """Send the letters that wait; returns how many left. In the demo they are only marked: /outbox/ shows them."""
    left = 0
    for notice in outbox.lease(now=timezone.now()):
        try:
            if not settings.DEMO:
                EmailMessage(notice.subject, with_link(notice), to=[notice.address],
                             headers={"Message-ID": notice.message_id}).send()
        except Exception as error:  # a letter that cannot be sent, whatever the reason, must not hold up the others
            # the kind of error alone: its text may quote the address
            if notice.attempts >= outbox.MOST_ATTEMPTS:
                log.error("letter %s was not taken (%s) and is given up", notice.uuid, type(error).__name__)
            else:
                log.warning("letter %s was not taken (%s); it is tried again", notice.uuid, type(error).__name__)
            continue
        outbox.sent(notice=notice, now=timezone.now())
        left += 1
    return left


def with_link(notice: Notice) -> str:
    """The text, and below it the address that it leads to, in the letter's language."""
    return f"{notice.body}\n\n{settings.SITE_ADDRESS}/{notice.language}/{notice.path}" if notice.path else notice.body


def ring() -> None:
    """The doorbell: a broker that is away loses only speed."""
    try:
        send_due.delay()
    except Exception as error:  # any broker, any fault: the letter stands in the outbox
        log.warning("broker not reached (%s); beat will send", type(error).__name__)
