"""A form that was begun and saved: go on with it, or delete it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from lms.surveys.domain import drafts
from lms.surveys.domain.refusals import NotInvited
from lms.surveys.forms.filling import Sent
from lms.surveys.models import Draft
from lms.surveys.views.filled import Filled
from lms.surveys.views.filling import closed, person_of, refused


def draft_of(request: HttpRequest, key: str, uuid: UUID) -> Draft:
    """The draft at an address, when this person may go on with it. Raises Http404 in words."""
    draft = drafts.reachable_by(person_of(request)).filter(uuid=uuid, version__form__key=key).first()
    if draft is None:
        raise Http404(_("Nothing is saved at this address. It was sent or deleted, or it is somebody's own: sign in first."))
    return draft


@method_decorator(never_cache, name="dispatch")
class DraftPage(View):
    """A draft goes on in the version in which it was begun. Its page is sent to the form's address; here it is deleted."""

    def get(self, request: HttpRequest, key: str, uuid: UUID) -> HttpResponse:
        draft = draft_of(request, key, uuid)
        filled = Filled(request, draft.version, Sent(draft.data, draft.instance_id), timezone.now(), draft)
        refusal = refused(draft.version.form, person_of(request), draft.occasion)
        if refusal is None:
            return filled.page()
        return closed(request, draft.version.form, refusal, draft if isinstance(refusal, NotInvited) else None)

    def post(self, request: HttpRequest, key: str, uuid: UUID) -> HttpResponse:
        drafts.discard(draft_of(request, key, uuid))
        return redirect(reverse("surveys:form", args=[key]))
