"""Ground: letters and the outbox."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "lms.notices"

    def ready(self) -> None:
        # domain may not know Celery, so the task hangs its doorbell here
        from lms.notices.domain import outbox
        from lms.notices.tasks import ring

        if ring not in outbox.doorbell:
            outbox.doorbell.append(ring)
