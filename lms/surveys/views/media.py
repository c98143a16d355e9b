"""Pictures, sounds and films of a form."""

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404

from lms.people.domain import wall
from lms.surveys.models import FormFile

SHOWN = ("image/", "audio/", "video/")
A_DAY = 86_400


def form_file(request: HttpRequest, key: str, number: int, name: str) -> FileResponse:
    """One file of a version: for everyone, or for those who are signed in when the form is for invited persons."""
    # it is as public as the form that shows it, and lies among private files
    with wall.lifted("code"):
        found = get_object_or_404(FormFile.objects.select_related("file", "version__form"), version__form__key=key,
                                  version__number=min(number, 2_000_000), name=name)
    stored = found.file
    if not stored.content or not stored.content_type.startswith(SHOWN) or (
            found.version.form.invited and not request.user.is_authenticated):
        raise Http404
    response = FileResponse(stored.content.open("rb"), content_type=stored.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = f"private, max-age={A_DAY}"
    return response
