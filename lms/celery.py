"""The Celery app. The broker is only a doorbell: work that must not be lost stands in the database (notices, jobs)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.base")

app = Celery("lms", task_cls="lms.people.tasks:BehindTheWall")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
