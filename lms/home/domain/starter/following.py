"""How the national modules of the starter content follow the regional ones: where they began, what was decided."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time

from curricula.domain import following
from curricula.domain.adapting import copy_of
from curricula.domain.decisions import Verdict, decide
from curricula.models import Adaptation, CurriculumPage, Decision, ModulePage, Translation, VersionModule
from lms.home.domain.starter.content import uid

DECIDED_ON = date(2026, 8, 20)
DECIDED_AT = datetime.combine(DECIDED_ON, time(2), tzinfo=UTC)


def bind(page: CurriculumPage, row: dict, language: str, origin: ModulePage, *, make: Callable, text: Callable) -> None:
    """Make a national module and bind it to the regional version it began from; one that is declined has no text."""
    base = frozen(origin, row["base"])
    bond = {"origin": origin, "status": row["status"], "base": base, "reason": row.get("reason", ""),
            "decided_on": DECIDED_ON, "curriculum": page}
    if row["status"] == Adaptation.Status.DECLINED:
        Adaptation.objects.get_or_create(curriculum=page, origin=origin, defaults=bond)
        return
    whole = text(row["letter"], language)
    made = make(page, letter=row["letter"], slug=row["slug"], title=row["title"], language=language,
                summary=whole.get("summary", ""), visibility=origin.visibility, sessions=whole.get("sessions", []),
                blocks=whole.get("blocks", []), live=bool(whole))
    found, new = Adaptation.objects.get_or_create(module=made, defaults=bond)
    if new and not whole:
        begin_from(base, made)
    if new:
        translated(found, whole=bool(whole))


def frozen(origin: ModulePage, number: str) -> VersionModule:
    """The regional module as a version has it; as its first version, where an older start did not load that one."""
    major, minor = number.split(".")
    rows = VersionModule.objects.filter(module=origin).order_by("pk")
    return rows.filter(version__major=major, version__minor=minor).first() or rows[0]


def begin_from(base: VersionModule, made: ModulePage) -> None:
    """A draft that nobody has translated yet: the regional words under the national title."""
    copy = copy_of(base, made.get_parent().specific)
    made.summary, made.body, made.sessions = copy.summary, copy.body, copy.sessions.all()
    made.save_revision()


def translated(bond: Adaptation, *, whole: bool) -> None:
    """A text that is whole says all that its base says; of a draft that has just begun nothing is done."""
    if whole:
        Translation.objects.bulk_create([
            Translation(adaptation=bond, unit=key, source=digest, done=True, at=DECIDED_AT)
            for key, digest in (bond.base.units if bond.base else [])])


def decided(page: CurriculumPage, rows: list[dict]) -> None:
    """What the group decided on the newest regional version, through the rule that everyone uses."""
    for row in rows:
        bond = Adaptation.objects.select_related("module", "origin").get(curriculum=page, origin__letter=row["letter"])
        if not row.get("decisions") or bond.decisions.exists() or bond.base_number != row["base"]:
            continue
        past = following.history(page.origin)
        verdicts = [Verdict(unit(one), one["choice"], one.get("reason", "")) for one in row["decisions"]]
        decide(bond=bond, verdicts=verdicts, seen=past.releases[-1][0].pk, by=None, now=DECIDED_AT)
        adopted = [one.unit for one in verdicts if one.choice == Decision.Choice.ADOPT]
        newest = dict(next(frozen.units for frozen in past.newest if frozen.module_id == bond.origin_id))
        for key in adopted:
            Translation.objects.filter(adaptation=bond, unit=key).update(source=newest.get(key, ""))


def unit(row: dict) -> str:
    """The key of the part that a decision is about: a block or a session, by its key in the file."""
    kind = "block" if "block" in row else "session"
    return f"{kind}:{uid(kind, row[kind])}"
