"""The Celery app. The broker is only a doorbell: work that must not be lost stands in the database (notices, jobs)."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.base")

TRANSPORT_ALIASES["filesystem"] = "lms.jobs.backends:Transport"  # whole messages or none

app = Celery("lms", task_cls="lms.people.tasks:BehindTheWall")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
