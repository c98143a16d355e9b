"""What is frozen reads back part by part as it stood, whatever the text holds."""

import json
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curricula.domain import comparing, units, versions
from curricula.domain.comparing import Kind
from curricula.domain.overview import Text, differs, overview
from curricula.models import ModulePage, Session

pytestmark = pytest.mark.django_db
SPACE = UUID(int=11)
words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
rich = st.lists(st.sampled_from(["<p>", "</p>", "<b>", "</b>", "<ul><li>", "</li></ul>", "&amp;", "ការ", "ưỡi", "人"]),
                max_size=8).map("".join)
blocks = st.lists(st.one_of(
    st.tuples(st.just("objectives"), st.fixed_dictionaries({"objectives": st.lists(words, max_size=3)})),
    st.tuples(st.just("outline"), st.fixed_dictionaries({"points": st.lists(words, max_size=3)})),
    st.tuples(st.sampled_from(["text", "case_study", "facilitator_notes"]), st.fixed_dictionaries({"heading": words, "text": rich})),
    st.tuples(st.just("activity"), st.fixed_dictionaries({
        "heading": words, "text": rich, "minutes": st.none() | st.integers(1, 600)})),
    st.tuples(st.just("question"), st.fixed_dictionaries({"text": words}))), max_size=6)
sessions = st.lists(st.tuples(words, st.integers(5, 600), st.sampled_from(["role-play", "panel", "", "own way"])), max_size=4)


def page_of(title, body, rows) -> ModulePage:
    page = ModulePage(title=title, slug="a", letter="A", language="en", summary=title, origin_id=SPACE, body=json.dumps([
        {"type": kind, "value": value, "id": str(uuid5(SPACE, str(at)))} for at, (kind, value) in enumerate(body)]))
    page.sessions = [Session(sort_order=at, uid=uuid5(SPACE, f"s{at}"), key=f"A{at}", title=name, minutes=minutes,
                             method=method) for at, (name, minutes, method) in enumerate(rows)]
    return page


@given(words, blocks, sessions)
def test_freezing_and_reading_gives_equal_digests(title, body, rows):
    page = page_of(title, body, rows)
    kept = json.loads(json.dumps(page.serializable_data(), default=str))
    frozen = ModulePage.from_serializable_data(kept, check_fks=False)
    said = units.digests(versions.parts_of(page))
    assert units.digests(versions.parts_of(frozen)) == said
    assert units.digests(units.of_content(kept)) == said
    assert versions.text_hash(frozen) == versions.text_hash(page)
    rows_compared = comparing.compare(units.of_content(kept), versions.parts_of(page))
    assert {row.kind for row in rows_compared} == {Kind.SAME}
    assert not comparing.count(rows_compared)


modules = st.lists(st.tuples(st.integers(1, 8), words), unique_by=lambda pair: pair[0], max_size=6)


def states(found):
    return [Text(ModulePage(pk=pk, slug=f"m{pk}", origin_id=uuid5(SPACE, str(pk))), "A", title, [
        units.unit("head", units.HEAD, {"title": title, "summary": ""})]) for pk, title in found]


@given(modules, modules)
def test_every_module_of_both_states_stands_there_once(then, now):
    rows = overview(states(then), states(now))
    assert sorted(row.page.pk for row in rows) == sorted({pk for pk, _title in [*then, *now]})
    assert differs(rows) == (then != now)
    kinds = {row.page.pk: row.kind for row in rows}
    for pk, title in now:
        old = dict(then).get(pk)
        assert kinds[pk] == (Kind.ADDED if old is None else Kind.SAME if old == title else Kind.CHANGED)
