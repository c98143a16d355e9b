"""The translator's desk (activity 1.2): the regional text and the own one, part by part, and how far the own one is.

What a part is to say is decided elsewhere (`following.Followed.wanted`); what is written is saved by `translated`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from wagtail.models import Revision

from curricula.domain import drafts, following, light, terms, units
from curricula.domain.comparing import KINDS, LABELS, FieldPair, marked
from curricula.domain.units import Unit, Written
from curricula.models import Adaptation, CurriculumPage, ModulePage, Term, Translation
from curricula.models.method import word_for


class State(Enum):
    """How far a part is. LOCAL: only the national text has it. CHANGED: done, but from a text that the region changed."""

    TODO = "todo"
    DRAFT = "draft"
    CHANGED = "changed"
    DONE = "done"
    LOCAL = "local"


@dataclass(frozen=True)
class Field:
    """One field of a part as the desk and every file shows it: formatted text in light markup, a list with an item a line.

    `untouched`: the regional words stand in the national text and wait for a translator.
    """

    name: str
    how: Written
    source: str
    own: str
    untouched: bool

    @property
    def shown(self) -> str:
        """The own words; none where nobody translated yet."""
        return "" if self.untouched else self.own

    def same(self, text: str) -> bool:
        """True when this would be kept as what stands there already."""
        return light.to_text(light.from_text(text, self.how), self.how) == self.own

    @property
    def label(self) -> str:
        return str(LABELS[self.name])


@dataclass(frozen=True)
class Part:
    """A part of a module with the regional text that it is to say. `source` is None for a local part, `own` None where the
    national text leaves the part out, `before` the regional text it was made from, where that differs now."""

    key: str
    source: Unit | None
    own: Unit | None
    before: Unit | None
    state: State
    group: int = 0

    @property
    def unit(self) -> Unit:
        return self.own or self.source  # type: ignore[return-value]  # one of the two is always there

    @property
    def kind_word(self) -> str:
        return str(KINDS[self.unit.kind])

    @property
    def regional_label(self) -> bool:
        """True while the part is still called as in the regional language."""
        return self.source is not None and self.to_do and self.unit.label == self.source.label

    @property
    def to_do(self) -> bool:
        return self.state in (State.TODO, State.DRAFT, State.CHANGED)

    @cached_property
    def fields(self) -> list[Field]:
        """The fields to write, in their order; without figures, and without a method that has a word in every language."""
        return [self._field(name, how) for name, how in units.FIELDS[self.unit.kind].items() if how is not Written.BARE
                and not (name == "method" and any(side and word_for(side.fields[name]) for side in (self.own, self.source)))]

    def _field(self, name: str, how: Written) -> Field:
        source, own = (light.to_text(side.fields[name], how) if side else "" for side in (self.source, self.own))
        return Field(name, how, source, own,
                     untouched=bool(source) and own == source and self.state in (State.TODO, State.DRAFT))

    @property
    def changes(self) -> list[FieldPair]:
        """What the region changed since the own text was made from it, in the fields that are written."""
        if not (self.before and self.source):
            return []
        return [pair for pair in marked(self.before, self.source) if pair.changed and pair.written is not Written.BARE]


@dataclass(frozen=True)
class Desk:
    """A national module with its parts in the order of its draft. `groups` are the sessions' names, or empty when the text
    cannot be told apart by session."""

    bond: Adaptation
    draft: ModulePage
    parts: list[Part]
    groups: list[str]
    version: str
    glossary: list[Term]

    @property
    def curriculum(self) -> CurriculumPage:
        return self.bond.curriculum

    @property
    def language(self) -> str:
        return self.draft.language

    @property
    def source_language(self) -> str:
        return self.curriculum.origin.language if self.curriculum.origin else ""

    @cached_property
    def by_key(self) -> dict[str, Part]:
        return {part.key: part for part in self.parts}

    def offered(self, part: Part) -> list[Term]:
        """Words of the glossary for the terms of the source; it is English that the glossary knows."""
        if self.source_language != "en":
            return []
        return terms.offered("\n".join(field.source for field in part.fields), self.glossary)

    def flags(self, text: str) -> list[terms.Flag]:
        return terms.flags(text, self.glossary, language=self.language)

    def counts(self) -> dict[str, int]:
        """Parts by state, and in all that have a source."""
        found = {state.value: sum(part.state is state for part in self.parts) for state in State}
        return found | {"all": len(self.parts) - found["local"], "open": sum(part.to_do for part in self.parts)}


def bonds_of(curriculum: CurriculumPage) -> list[Adaptation]:
    """The modules of a national curriculum that have a text and were not given up. One query."""
    return list(Adaptation.objects.filter(curriculum=curriculum, module__isnull=False)
                .exclude(status=Adaptation.Status.DECLINED)
                .select_related("curriculum__country", "curriculum__origin", "module", "origin").order_by("module__path"))


def module_of(bond: Adaptation) -> ModulePage:
    """The national module; one that was declined whole has none and no desk."""
    if bond.module is None:
        raise LookupError("There is no text to translate.")
    return bond.module


def desk(bond: Adaptation) -> Desk:
    """Everything that the desk shows of one module. A fixed number of queries."""
    past = following.history(bond.curriculum.origin) if bond.curriculum.origin else following.History([], {}, {})
    followed = following.follow(past, [bond])[0]
    rows = {row.unit: row for row in Translation.objects.filter(adaptation=bond)}
    older = {(key, row.source) for key, row in rows.items() if followed.wanted.get(key, row.source) != row.source}
    texts = regional_texts(past, bond, {*followed.wanted.items(), *older})
    draft = drafts.draft_of(module_of(bond))
    parts = list(_parts(drafts.parts(draft), followed, rows, texts))
    groups, placed = _grouped(parts)
    return Desk(bond=bond, draft=draft, parts=placed, groups=groups, version=past.releases[-1][0].number if past.releases else "",
                glossary=terms.terms_of(draft.language))


def regional_texts(past: following.History, bond: Adaptation, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Unit]:
    """{(part, digest): the regional part}, from the newest version that has each; every text is read once. One query."""
    asked, found = set(wanted), {}
    rows = [row for row in reversed(past.frozen.values()) if row.module_id == bond.origin_id]
    needed = []
    for row in rows:
        here = {(key, digest) for key, digest in row.units} & asked
        if here:
            needed.append(row.revision_id)
            asked -= here
    for revision in Revision.objects.filter(pk__in=needed):
        for one in units.of_content(revision.content):
            found[one.key, one.digest] = one
    return found


def _parts(own: Mapping[str, Unit], followed: following.Followed, rows: Mapping[str, Translation],
           texts: Mapping[tuple[str, str], Unit]) -> Iterable[Part]:
    """In the order of the own text; what it leaves out stands behind the part that comes before it in the regional one."""
    wanted = followed.wanted
    behind: dict[str, list[str]] = {}
    last = ""
    for key in wanted:
        if key in own:
            last = key
        else:
            behind.setdefault(last, []).append(key)
    order = [*behind.get("", []), *(found for one in own for found in [one, *behind.get(one, [])])]
    for key in order:
        source, row = texts.get((key, wanted.get(key, ""))), rows.get(key)
        before = texts.get((key, row.source)) if row and source and row.source != source.digest else None
        yield Part(key=key, source=source, own=own.get(key), before=before, state=_state(source, own.get(key), row))


def _state(source: Unit | None, own: Unit | None, row: Translation | None) -> State:
    if source is None:
        return State.LOCAL
    if row and row.done:
        return State.DONE if row.source == source.digest else State.CHANGED
    return State.DRAFT if own and (row or units.words(own) != units.words(source)) else State.TODO


def _grouped(parts: list[Part]) -> tuple[list[str], list[Part]]:
    """Which session a part belongs to (0: to none). A session's blocks end with its facilitator's notes; where notes and
    sessions are not equal in number, the blocks cannot be told apart."""
    sessions = [part for part in parts if part.unit.kind == units.SESSION]
    if len(sessions) != sum(part.unit.kind == units.NOTES for part in parts):
        return [], parts
    order = {part.key: at for at, part in enumerate(sessions, 1)}
    placed, at = [], 1
    general = {"objectives", "outline", "material", units.HEAD}
    for part in parts:
        here = order.get(part.key, 0 if part.unit.kind in general or at > len(sessions) else at)
        placed.append(Part(part.key, part.source, part.own, part.before, part.state, here))
        at += part.unit.kind == units.NOTES
    return [part.unit.label for part in sessions], placed
