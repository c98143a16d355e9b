"""What the tests of Wagtail's editor share: who signs in, and the forms that a browser sends."""

from uuid import uuid4

from django.contrib.auth.models import Group
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from curricula.models import ModulePage
from lms.home.domain.starter.rights import editors
from tests.curricula import factories as make


def signed_in(client, tree, number, place="VN", folder=None, role="translator"):
    person = make.person(number, role, make.country(place))
    editors(place=place.lower(), name=place, pages=[folder or tree.vietnam.get_parent()])
    person.groups.add(Group.objects.get(name=f"editors-{place.lower()}"))
    person.email = f"{number.lower()}@example.org"
    person.save()
    client.force_login(person)
    return person


def form_of(module: ModulePage, blocks: list | None = None, **changes) -> dict:
    """What the browser sends to save a module: its fields, its sessions and these blocks (kind, value[, id])."""
    rows = [(row.block_type, sent(row.block_type, row.value), row.id) for row in module.body] if blocks is None else blocks
    return nested_form_data({
        "title": module.title, "slug": module.slug, "letter": module.letter, "language": module.language,
        "summary": module.summary, "visibility": module.visibility, "part_of": "",
        "body": streamfield_of(rows), "sessions": inline_formset([
            {"id": row.pk or "", "key": row.key, "title": row.title, "minutes": row.minutes, "method": row.method,
             "objective": row.objective} for row in module.sessions.all()], initial=module.sessions.count() if module.pk else 0),
        "comments": inline_formset([]), **changes})


def streamfield_of(rows: list) -> dict:
    data = streamfield([row[:2] for row in rows])
    for at, row in enumerate(rows):
        data[str(at)]["id"] = row[2] if len(row) > 2 else str(uuid4())
    return data


def sent(kind: str, value) -> dict:
    plain = {}
    for name, one in value.items():
        if hasattr(one, "source"):
            plain[name] = rich_text(one.source, features=["bold", "ol", "ul", "link"])
        elif isinstance(one, list) or type(one).__name__ == "ListValue":
            plain[name] = {"count": len(one), **{str(at): {"value": text, "deleted": "", "order": at, "id": ""}
                                                 for at, text in enumerate(one)}}
        else:
            plain[name] = "" if one is None else one
    return plain


def case(html: str) -> tuple:
    return ("case_study", {"heading": "", "text": rich_text(html, features=["bold", "ol", "ul", "link"])}, str(uuid4()))


def edit_address(module) -> str:
    return f"/admin/pages/{module.pk}/edit/"


def new_module() -> ModulePage:
    return ModulePage(title="Của chúng ta", slug="l", letter="L", language="vi")
