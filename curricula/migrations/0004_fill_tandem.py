"""Give what is there already its keys: sessions and pilots, the parts of frozen modules, the base of adaptations and how
far their texts are."""

import uuid

from django.db import migrations

from curricula.domain import units


def uid_of(origin, key):
    """The same for a session of one key in every text made from one origin."""
    return uuid.uuid5(uuid.UUID(str(origin)), key)


def forwards(apps, schema_editor):
    model = {name: apps.get_model("curricula", name) for name in (
        "Session", "VersionSession", "PilotRecord", "PilotFinding", "VersionModule", "Adaptation", "CurriculumPage",
        "ModulePage", "Translation")}
    for session in model["Session"].objects.select_related("page"):
        session.uid = uid_of(session.page.origin_id, session.key)
        session.save(update_fields=["uid"])
    for session in model["VersionSession"].objects.select_related("module"):
        session.uid = uid_of(session.module.origin_id, session.key)
        session.save(update_fields=["uid"])
    for name in ("PilotRecord", "PilotFinding"):
        for row in model[name].objects.all():
            row.uuid = uuid.uuid4()
            row.save(update_fields=["uuid"])
    content_types = apps.get_model("contenttypes", "ContentType").objects.filter(app_label="curricula", model="modulepage")
    for revision in apps.get_model("wagtailcore", "Revision").objects.filter(content_type__in=content_types):
        for row in revision.content.get("sessions") or []:
            row.setdefault("uid", str(uid_of(revision.content["origin_id"], row["key"])))
        revision.save(update_fields=["content"])
    frozen = {}
    for row in model["VersionModule"].objects.select_related("revision", "version"):
        parts = units.of_content(row.revision.content)
        row.units, row.sha256 = units.digests(parts), units.whole(parts)
        row.save(update_fields=["units", "sha256"])
        frozen[row.module_id, f"{row.version.major}.{row.version.minor}"] = row
    pages = {page.path: page for page in model["CurriculumPage"].objects.all()}
    for bond in model["Adaptation"].objects.select_related("module", "origin"):
        bond.curriculum = pages[bond.module.path[:-4]]
        bond.base = frozen.get((bond.origin_id, bond.base_version))
        bond.save(update_fields=["curriculum", "base"])
        if bond.base and bond.module.live:  # a text that was published says what it was made from
            model["Translation"].objects.bulk_create([
                model["Translation"](adaptation=bond, unit=key, source=digest, done=True, at=bond.base.version.released_at)
                for key, digest in bond.base.units])
        if bond.origin and bond.curriculum.origin_id is None:
            bond.curriculum.origin = pages[bond.origin.path[:-4]]
            bond.curriculum.save(update_fields=["origin"])


class Migration(migrations.Migration):
    dependencies = [("curricula", "0003_tandem"), ("contenttypes", "0002_remove_content_type_name"),
                    ("wagtailcore", "0098_apitoken")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
