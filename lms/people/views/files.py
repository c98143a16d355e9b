"""Private files: for the person who stored one, and for those who may see the people of its country."""

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404

from lms.files.models import StoredFile
from lms.people.models import Country
from lms.people.models.person import access_of


def serve(request: HttpRequest, uuid) -> FileResponse:
    """The file as a download; for everyone else there is none."""
    stored = get_object_or_404(StoredFile, uuid=uuid)
    if not may_read(stored, request.user):
        raise Http404
    response = FileResponse(stored.content.open("rb"), as_attachment=True, filename=stored.name,
                            content_type=stored.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


def may_read(stored: StoredFile, viewer) -> bool:
    if viewer.is_authenticated and stored.owner == viewer.uuid:
        return True
    places = access_of(viewer).where("see people")
    return places is None or (bool(stored.country)
                              and Country.objects.filter(code=stored.country, pk__in=places).exists())
