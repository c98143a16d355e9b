"""The translator's desk: how far a national curriculum is, and one module part by part."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from curricula.domain import following, translated, translating
from curricula.domain.translating import Desk, Part
from curricula.forms.translating import MOST_PARTS, PartForm, part_forms
from curricula.models import Adaptation, CurriculumPage
from lms.people.domain.refusal import Refused, require
from lms.people.models.person import access_of

ON_A_PAGE = 10
TO_DO = "todo"


def curriculum_for(request: HttpRequest, slug: str) -> CurriculumPage:
    """A national curriculum that this person translates. One that is not public is not there for others."""
    page = get_object_or_404(CurriculumPage.objects.select_related("country", "origin"), slug=slug, country__isnull=False)
    if not page.live and not access_of(request.user).may("translate", page.country_id):
        raise Http404(_("There is no curriculum at this address."))
    require("translate", by=request.user, country=page.country)
    return page


def bond_for(request: HttpRequest, slug: str, module: str) -> Adaptation:
    page = curriculum_for(request, slug)
    bond = next((bond for bond in translating.bonds_of(page) if bond.module.slug == module), None)
    if bond is None:
        raise Http404(_("There is no module at this address."))
    return bond


@login_required
@require_safe
def curriculum(request: HttpRequest, slug: str) -> HttpResponse:
    """How far each module is, and the way to its texts. Four queries besides who asks."""
    page = curriculum_for(request, slug)
    past = following.history(page.origin) if page.origin else following.History([], {}, {})
    rows = following.follow(past, translating.bonds_of(page))
    return render(request, "curricula/translate.html", {
        "page": page, "rows": rows, "parts": sum(len(row.wanted) for row in rows),
        "open": sum(len(row.to_translate) for row in rows)})


@dataclass(frozen=True)
class Chosen:
    """Which parts the reader wants to see."""

    only: str
    session: int

    @classmethod
    def of(cls, request: HttpRequest, desk: Desk) -> "Chosen":
        session = request.GET.get("session", "")
        known = session.isascii() and session.isdigit() and 0 < int(session) <= len(desk.groups)
        return cls(TO_DO if request.GET.get("show") == TO_DO else "", int(session) if known else 0)

    def parts(self, desk: Desk) -> list[Part]:
        return [part for part in desk.parts if (part.to_do or not self.only)
                and (not self.session or part.group == self.session)]

    @property
    def query(self) -> str:
        return urlencode({name: value for name, value in (("show", self.only), ("session", self.session)) if value})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def module(request: HttpRequest, slug: str, module: str) -> HttpResponse:
    """A page of parts side by side; a save writes those of the page and shows what could not be saved."""
    bond = bond_for(request, slug, module)
    desk = translating.desk(bond)
    if request.method == "POST":
        return save(request, bond, desk)
    page = Paginator(Chosen.of(request, desk).parts(desk), ON_A_PAGE).get_page(request.GET.get("page"))
    return show(request, desk, part_forms(page.object_list, desk.language), page=page)


def show(request: HttpRequest, desk: Desk, forms: list[PartForm], *, page=None, refused: str = "",
         clashes: frozenset[str] = frozenset()) -> HttpResponse:
    chosen = Chosen.of(request, desk)
    rows = [{"form": form, "part": form.part, "offered": desk.offered(form.part), "clash": form.part.key in clashes,
             "flags": desk.flags("\n".join(field.own for field in form.part.fields))} for form in forms]
    return render(request, "curricula/translate_module.html", {
        "desk": desk, "bond": desk.bond, "rows": rows, "page": page, "counts": desk.counts(), "chosen": chosen,
        "query": chosen.query, "refused": refused, "unsaved": page is None,
        "sessions": list(enumerate(desk.groups, 1))})


def save(request: HttpRequest, bond: Adaptation, desk: Desk) -> HttpResponse:
    """Save what can be saved; what somebody else wrote in between, or has a fault, comes back with its own words."""
    keys = list(dict.fromkeys(request.POST.getlist("part")))[:MOST_PARTS]
    forms = part_forms([desk.by_key[key] for key in keys if key in desk.by_key], desk.language, request.POST)
    good = [form for form in forms if form.is_valid()]
    try:
        saved = translated.save(bond=bond, entries=[form.entry() for form in good], by=request.user, now=timezone.now())
    except Refused as refused:
        return show(request, desk, forms, refused=str(refused))
    if saved.parts:
        messages.success(request, ngettext("%(count)s part is saved.", "%(count)s parts are saved.", saved.parts)
                         % {"count": saved.parts})
    clashes = frozenset(entry.unit for entry in saved.clashes)
    left = [form.part.key for form in forms if not form.is_valid() or form.part.key in clashes]
    if left:
        return again(request, translating.desk(bond), left, clashes)
    return redirect(f"{request.get_full_path()}{anchor(request, keys)}")


def again(request: HttpRequest, desk: Desk, left: list[str], clashes: frozenset[str]) -> HttpResponse:
    """The parts that were not saved, with what the person typed; the next save is compared with the text as it is now."""
    data = request.POST.copy()
    for key in clashes & desk.by_key.keys():
        own = desk.by_key[key].own
        data[f"{key}-was"] = own.digest if own else ""
    return show(request, desk, part_forms([desk.by_key[key] for key in left if key in desk.by_key], desk.language, data),
                clashes=clashes)


def anchor(request: HttpRequest, keys: list[str]) -> str:
    """The part behind the one whose button was pressed."""
    pressed = request.POST.get("save", "")
    return f"#{keys[min(keys.index(pressed) + 1, len(keys) - 1)]}" if pressed in keys else ""
