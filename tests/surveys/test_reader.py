"""Reading a compiled form into the contract: every type, text, list and rule."""

import pytest

from lms.surveys.domain.publish import check
from tests.surveys.workbooks import asking

KEYS = {"path", "name", "type", "repeat", "appearance", "labels", "hints", "media", "required", "constraint", "relevant",
        "calculation", "readonly", "required_messages", "constraint_messages", "default", "first", "changes", "list",
        "filter", "shuffle", "range", "count", "preload"}
PLACES = [{"list_name": "province", "name": name, "label": name.upper(), "country": ""} for name in ("kt", "hn")] + [
    {"list_name": "district", "name": "d1", "label": "D1", "country": "kt"},
    {"list_name": "district", "name": "d2", "label": "${who} lives here", "country": "hn"}]


def read(*rows, **more):
    return check(content=asking(*rows, **more)).compiled


def items_of(*rows, **more):
    return {item["path"]: item for item in read(*rows, **more).items}


@pytest.mark.parametrize(("written", "read_as"), [
    ("text", "text"), ("integer", "integer"), ("decimal", "decimal"), ("note", "note"), ("date", "date"), ("time", "time"),
    ("dateTime", "dateTime"), ("geopoint", "geopoint"), ("geotrace", "geotrace"), ("geoshape", "geoshape"),
    ("barcode", "barcode"), ("image", "image"), ("audio", "audio"), ("video", "video"), ("file", "file"),
    ("acknowledge", "acknowledge"), ("trigger", "acknowledge"), ("range", "range"), ("select_one yesno", "select_one"),
    ("select one yesno", "select_one"), ("select_multiple yesno", "select_multiple"), ("rank yesno", "rank"),
    ("hidden", "hidden"), ("start", "meta"), ("today", "meta"), ("deviceid", "meta"), ("start-geopoint", "meta"),
    ("photo", "image"), ("int", "integer"), ("gps", "geopoint"), ("q date", "date")])
def test_types(written, read_as):
    item = items_of({"type": written, "name": "q"})["q"]
    assert item["type"] == read_as and set(item) == KEYS


def test_what_a_locked_text_says():
    items = items_of({"type": "text", "name": "empty", "read_only": "yes"},
                     {"type": "text", "name": "filled", "read_only": "yes", "default": "as before"},
                     {"type": "text", "name": "worked_out", "read_only": "yes", "calculation": "1 + 1"})
    assert [item["type"] for item in items.values()] == ["note", "text", "text"]
    assert items["filled"]["readonly"] == "true()" and items["filled"]["default"] == "as before"
    assert items["worked_out"]["calculation"] == "1 + 1"


def test_groups_and_repeats():
    items = items_of({"type": "integer", "name": "many"}, {"type": "begin group", "name": "g", "appearance": "field-list"},
                     {"type": "begin repeat", "name": "m", "repeat_count": "${many}", "hint": "One each"},
                     {"type": "text", "name": "nm", "default": "Lan"},
                     {"type": "begin repeat", "name": "inner", "repeat_count": "${many} + 1"},
                     {"type": "text", "name": "t", "label": "Of ${nm}"},
                     {"type": "end repeat"}, {"type": "end repeat"}, {"type": "end group"},
                     {"type": "begin_repeat", "name": "free"}, {"type": "text", "name": "f"}, {"type": "end_repeat"})
    assert list(items) == ["many", "g", "g/m", "g/m/nm", "g/m/inner_count", "g/m/inner", "g/m/inner/t", "free", "free/f"]
    assert [(item["type"], item["repeat"]) for item in items.values()][2:7] == [
        ("repeat", ""), ("text", "g/m"), ("calculate", "g/m"), ("repeat", "g/m"), ("text", "g/m/inner")]
    assert items["g/m"]["count"] == "/data/many" and items["free"]["count"] == "" and items["g/m/nm"]["default"] == "Lan"
    assert items["g/m"]["labels"] == {"default": "M"} and items["g"]["appearance"] == "field-list"
    assert items["g/m/inner/t"]["labels"] == {"default": ["Of ", {"value": "../../nm"}]}


def test_rules_are_kept_as_compiled():
    item = items_of({"type": "integer", "name": "a"},
                    {"type": "integer", "name": "b", "required": "yes", "required_message": "Needed", "constraint": ". > ${a}",
                     "constraint_message": "More than ${a}", "relevant": "${a} > 1", "calculation": "${a} * 2",
                     "readonly": "${a} = 3", "default": "7"})["b"]
    assert (item["required"], item["required_messages"]) == ("true()", {"default": "Needed"})
    assert item["constraint"] == ". >  /data/a" and item["constraint_messages"]["default"][1] == {"value": "/data/a"}
    assert (item["relevant"], item["calculation"]) == ("/data/a  > 1", "/data/a  * 2")
    assert (item["readonly"], item["default"], item["first"]) == ("/data/a  = 3", "7", "")


def test_first_values_and_changes():
    items = items_of({"type": "date", "name": "day", "default": "today()"}, {"type": "text", "name": "a"},
                     {"type": "calculate", "name": "c", "calculation": "${a}", "trigger": "${a}"},
                     {"type": "begin repeat", "name": "r"}, {"type": "text", "name": "t", "default": "concat('a', 'b')"},
                     {"type": "end repeat"})
    assert (items["day"]["first"], items["day"]["default"]) == ("today()", "")
    assert items["r/t"]["first"] == "concat('a', 'b')"
    assert items["c"]["changes"] == [{"when": "a", "value": "/data/a"}] and items["c"]["calculation"] == ""


def test_choices_that_depend():
    compiled = read({"type": "text", "name": "who"}, {"type": "select_one province", "name": "p", "appearance": "minimal"},
                    {"type": "select_one district", "name": "d", "choice_filter": "country = ${p}"},
                    {"type": "rank district", "name": "s", "parameters": "randomize=true"},
                    {"type": "select_multiple district", "name": "t", "parameters": "randomize=true seed=${who}",
                     "choice_filter": "country = ${p}"}, choices=PLACES)
    _who, p, d, s, t = compiled.items
    assert (p["list"], p["filter"], p["appearance"]) == ("province", "", "minimal")
    assert (d["list"], d["filter"], d["shuffle"]) == ("district", "country =  /data/p", "")
    assert (s["filter"], s["shuffle"], t["filter"], t["shuffle"]) == ("", "by instance", "country =  /data/p", "/data/who")
    assert compiled.lists["district"][0]["more"] == {"country": "kt"}
    assert compiled.lists["district"][1]["labels"]["default"] == [{"value": "/data/who"}, " lives here"]


def test_other_and_range_and_several_lists():
    items = items_of({"type": "select_one yesno or_other", "name": "q"},
                     {"type": "range", "name": "r", "parameters": "start=1 end=7 step=2"})
    assert items["q_other"]["relevant"] == "selected(../q, 'other')"
    assert items["r"]["range"] == {"start": "1", "end": "7", "step": "2"}


def test_choices_of_the_external_sheet_are_taken_in():
    compiled = read({"type": "select_one yesno", "name": "a"},
                    {"type": "select_one_external town", "name": "b", "choice_filter": "state=${a}"},
                    external_choices=[{"list_name": "town", "name": name, "label": name.title(), "state": state}
                                      for name, state in (("one", "yes"), ("two", "no"))])
    item = compiled.items[1]
    assert (item["type"], item["filter"]) == ("select_one", "state= /data/a")
    assert compiled.definition.choices(item)[1] == {"name": "two", "labels": {"default": "Two"}, "media": {},
                                                    "more": {"state": "no"}}


def test_grids_keep_their_rows_only():
    grid = [{"type": "begin group", "name": "g", "label": "How useful?", "hint": "Each row", "appearance": "table-list w2"},
            {"type": "select_one yesno", "name": "a"}, {"type": "select_one yesno", "name": "b"}, {"type": "end group"}]
    moved = items_of({"type": "note", "name": "n"}, *grid)
    items = items_of(*grid)
    assert list(items) == ["g", "g/a", "g/b"] and list(moved)[1:] == list(items), "no name depends on the row"
    assert items["g"]["appearance"] == "table-list w2" and items["g/a"]["appearance"] == "list-nolabel"
    assert (items["g"]["labels"], items["g"]["hints"]) == ({"default": "How useful?"}, {"default": "Each row"})


def test_the_heading_of_a_hand_made_grid():
    rows = [{"type": "begin group", "name": "g", "label": "", "appearance": "field-list"},
            {"type": "select_one yesno", "name": "head", "label": "How useful?", "appearance": "label"},
            {"type": "select_one yesno", "name": "a", "appearance": "list-nolabel"}, {"type": "end group"}]
    items = items_of(*rows)
    assert list(items) == ["g", "g/a"] and items["g"]["labels"] == {"default": "How useful?"}
    alone = items_of(rows[1], rows[2])
    assert (alone["head"]["type"], alone["head"]["list"]) == ("note", "")


def test_pictures_and_sounds():
    compiled = read({"type": "note", "name": "n", "label::English (en)": "Look", "label::Lao (lo)": "ເບິ່ງ",
                     "media::image::English (en)": "en.png", "media::image::Lao (lo)": "lo.png", "audio": "a.mp3",
                     "hint::English (en)": "", "guidance_hint::English (en)": "Slowly", "guidance_hint::Lao (lo)": "ຊ້າໆ"})
    item = compiled.items[0]
    assert compiled.languages == ["en", "lo"]
    assert item["media"] == {"en": {"image": "en.png", "audio": "a.mp3"}, "lo": {"image": "lo.png", "audio": "a.mp3"}}
    assert item["hints"] == {"en": "Slowly", "lo": "ຊ້າໆ"}


def test_texts_without_a_language_are_in_the_first():
    compiled = read({"type": "text", "name": "n", "label::English (en)": "Look", "label::Lao (lo)": "ເບິ່ງ", "hint": "Well"})
    assert compiled.languages == ["en", "lo"] and compiled.items[0]["hints"] == {"en": "Well"}
    alone = read({"type": "text", "name": "n", "label": "Look", "label::Lao (lo)": "ເບິ່ງ"})
    assert set(alone.languages) == {"default", "lo"}


def test_a_language_that_is_only_begun_is_not_offered():
    from tests.surveys.workbooks import begun
    assert check(content=begun()).compiled.languages == ["en"]


def test_style_and_title_and_questions():
    checked = check(content=asking({"type": "note", "name": "n"}, {"type": "text", "name": "t"},
                                   {"type": "calculate", "name": "c", "calculation": "1"},
                                   settings={"form_id": "f", "form_title": "About you", "style": "pages"}))
    assert checked.compiled.definition.pages and checked.compiled.title == "About you" and checked.questions == 1
