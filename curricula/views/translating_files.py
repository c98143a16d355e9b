"""A module's text as a file: out, and back in two steps. First what would change; then, confirmed, the change."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from curricula.domain import translated, translating
from curricula.domain.exchange import segments, table_docx, table_xlsx, taking, xliff
from curricula.domain.translating import Desk
from curricula.forms.translating import FileForm
from curricula.models import Adaptation
from curricula.views.translating import bond_for
from lms.files.domain.refusal import UploadRefused
from lms.people.domain.refusal import Refused
from lms.people.models import Person

OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS: dict[str, tuple[str, Callable[[segments.Outgoing, datetime], bytes]]] = {
    "xlf": ("application/x-xliff+xml", lambda out, now: xliff.write(out, now=now)),
    "docx": (f"{OFFICE}.wordprocessingml.document", lambda out, now: table_docx.write(out)),
    "xlsx": (f"{OFFICE}.spreadsheetml.sheet", lambda out, now: table_xlsx.write(out)),
}
SALT, HOURS = "curricula.taking", 24


@login_required
@require_safe
def load(request: HttpRequest, slug: str, module: str, kind: str) -> HttpResponse:
    """The module as a file to translate elsewhere."""
    if kind not in KINDS:
        raise Http404
    desk = translating.desk(bond_for(request, slug, module))
    mime, write = KINDS[kind]
    try:
        content = write(segments.outgoing(desk), timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("curricula:translate_files", slug, module)
    return HttpResponse(content, content_type=mime, headers={
        "Content-Disposition": f'attachment; filename="{slug}-{module}-{desk.version or "0"}.{kind}"',
        "Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest, slug: str, module: str) -> HttpResponse:
    """The door for files: what goes out, and what came back."""
    desk = translating.desk(bond_for(request, slug, module))
    if "sure" in request.POST:
        return confirm(request, desk)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_valid():
        try:
            return preview(request, desk, taking.plan(incoming(form.cleaned_data["file"]), desk))
        except UploadRefused as refused:
            form.add_error("file", str(refused))
    return render(request, "curricula/translate_files.html", {
        "desk": desk, "bond": desk.bond, "form": form, "counts": desk.counts()})


def incoming(file) -> segments.Incoming:
    """A file that is too large is refused by its size, before it is read."""
    if file.size > segments.MOST_BYTES:
        taking.refuse_size()
    return taking.read(file.read())


def preview(request: HttpRequest, desk: Desk, plan: taking.Plan) -> HttpResponse:
    """What would change. The changes travel in the page itself, signed for this person and module."""
    return render(request, "curricula/translate_taking.html", {
        "desk": desk, "bond": desk.bond, "plan": plan, "sure": sealed(plan, desk.bond, request.user)})


def sealed(plan: taking.Plan, bond: Adaptation, by: Person) -> str:
    return signing.dumps({"bond": bond.pk, "by": str(by.uuid), "changes": [change.packed() for change in plan.changes],
                          "doubtful": [change.packed() for change in plan.doubtful]}, salt=SALT, compress=True)


def opened(request: HttpRequest, bond: Adaptation) -> dict | None:
    """What the page carried; None when it is not what this person was shown for this module, or too old."""
    try:
        found = signing.loads(request.POST["sure"], salt=SALT, max_age=HOURS * 3600)
    except signing.BadSignature:
        return None
    return found if found["bond"] == bond.pk and found["by"] == str(request.user.uuid) else None


def confirm(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Write what was shown, with what the person ticked; what changed in between comes back to be looked at again."""
    here = redirect("curricula:translate_files", desk.curriculum.slug, desk.bond.module.slug)
    shown = opened(request, desk.bond)
    if shown is None:
        messages.error(request, _("This page is too old. Send the file again."))
        return here
    ticked = set(request.POST.getlist("take"))
    packed = [*shown["changes"], *(one for one in shown["doubtful"] if one["unit"] in ticked)]
    done = True if request.POST.get("done") else None
    changes = [change for one in packed if (change := taking.unpacked(one, desk, done=done))]
    if len(changes) < len(packed):
        messages.warning(request, _("A part is no longer in your text; its words were not taken."))
    try:
        saved = translated.save(bond=desk.bond, entries=[change.entry for change in changes], by=request.user,
                                 now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return here
    messages.success(request, ngettext("%(count)s part is saved.", "%(count)s parts are saved.", saved.parts)
                     % {"count": saved.parts})
    if not saved.clashes:
        return redirect("curricula:translate_module", desk.curriculum.slug, desk.bond.module.slug)
    again = translating.desk(desk.bond)
    return preview(request, again, taking.again(changes, {entry.unit for entry in saved.clashes}, again))
