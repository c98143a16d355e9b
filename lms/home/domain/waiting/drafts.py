"""Forms that a person has begun under the own name and not sent."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lms.home.domain.waiting.task import Desk, Task, named, say
from lms.look.domain.dates import write_day
from lms.surveys.domain.drafts import of_person


def begun(desk: Desk) -> Iterator[Task]:
    """Drafts that can still be sent, newest first. One query."""
    for draft in of_person(desk.person):
        form = draft.version.form
        yield Task(title=say(_("Go on with the form: %(form)s"), form=named(form.titles or {"en": form.key})),
                   why=_("You saved it on %(day)s. It is not sent yet.") % {
                       "day": write_day(timezone.localdate(draft.saved_at), language=get_language() or "en")},
                   verb=_("Go on"), url=reverse("surveys:draft", args=[form.key, draft.uuid]))
