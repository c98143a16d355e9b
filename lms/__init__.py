"""The Django project. Importing the Celery app here makes `.delay()` use our broker, not amqp://localhost."""

from lms.celery import app as celery_app

__all__ = ["celery_app"]
