"""The parts of a module: what counts for their digest, and what does not."""

import pytest

from curricula.domain.units import HEAD, digests, of_content, read, unit, whole

TEXT = {"heading": "A heading", "text": "<p>Words</p><ul><li>one</li></ul>"}


def test_the_parts_stand_in_their_order_under_keys_that_stay():
    parts = read(title="T", summary="S", sessions=[{"uid": "u1", "key": "A1", "title": "One", "minutes": 90}],
                 blocks=[{"id": "b1", "type": "text", "value": TEXT}, {"id": "b2", "type": "unheard-of", "value": {}},
                         {"type": "text", "value": TEXT}])
    assert [one.key for one in parts] == [HEAD, "session:u1", "block:b1"]
    assert [one.label for one in parts] == ["T", "A1 One", "A heading"]
    assert digests(parts) == [[one.key, one.digest] for one in parts]


@pytest.mark.parametrize("stored", [
    {**TEXT, "text": '<p data-block-key="x1y2z">Words</p><ul><li data-block-key="a">one</li></ul>'},
    {**TEXT, "later": "a field that nobody reads"}])
def test_what_the_editor_alone_needs_does_not_count(stored):
    assert unit("k", "text", stored).digest == unit("k", "text", TEXT).digest


def test_ids_of_list_items_do_not_count_but_their_order_does():
    plain = unit("k", "objectives", {"objectives": ["one", "two"]})
    assert unit("k", "objectives", {"objectives": [{"id": "1", "value": "one", "type": "item"}, {"value": "two"}]}) == plain
    assert unit("k", "objectives", {"objectives": ["two", "one"]}).digest != plain.digest


@pytest.mark.parametrize("changed", [{**TEXT, "text": "<p>Words.</p><ul><li>one</li></ul>"}, {**TEXT, "heading": ""}])
def test_a_word_counts(changed):
    assert unit("k", "text", changed).digest != unit("k", "text", TEXT).digest


def test_equal_modules_have_equal_hashes_and_the_order_is_part_of_them():
    one, two = unit("a", "text", TEXT), unit("b", "question", {"text": "?"})
    assert whole([one, two]) != whole([two, one])
    content = {"title": "T", "summary": "", "body": '[{"id": "b", "type": "question", "value": {"text": "?"}}]', "sessions": []}
    assert whole(of_content(content)) == whole(of_content(dict(content)))


def test_the_gist_is_the_label_or_the_first_words_without_their_form():
    assert unit("k", "question", {"text": "What do you see?"}).gist == "What do you see?"
    assert unit("k", "text", {"heading": "", "text": "<p>Bold <b>words</b></p>"}).gist == "Bold words"
    assert unit("k", "outline", {"points": ["one", "two"]}).gist == "one · two"
