"""Files out and back: nothing is lost on the way, and nothing is overwritten in silence."""

import io
import re
import time
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from curricula.domain import light, translated, translating
from curricula.domain.exchange import segments, table_docx, table_xlsx, taking, xliff
from curricula.domain.exchange.segments import Outgoing, Segment
from curricula.domain.translated import Entry
from curricula.domain.translating import State
from curricula.domain.units import Written
from curricula.models import Translation
from lms.files.domain.refusal import UploadRefused
from lms.files.domain.sheets.text import clean
from tests.curricula import factories as make
from tests.curricula.factories import NOW
from tests.curricula.test_light import SCRIPTS, html
from tests.curricula.test_translating import (  # noqa: F401 - fixtures
    OBJECTIVES,
    QUESTION,
    TEXT,
    adopt,
    bond,
    found,
    own,
    part,
    region_writes,
    text,
    translator,
)

FILES = "/en/curricula/viet-nam/a/translate/files/"
WRITERS = {"xlf": lambda out: xliff.write(out, now=NOW), "xlsx": table_xlsx.write, "docx": table_docx.write}
kinds = pytest.mark.parametrize("kind", WRITERS)


# --- what a file holds comes back, in seven scripts ---------------------------------------------------------------------

WORDS = st.one_of(st.sampled_from(SCRIPTS), st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn"]), max_size=20),
                  st.sampled_from(["=1+1", "-x", "@y", "'z", "<b>&amp;", "]]>", "a ** b", "* c", "1. d"]))
FIELDS = st.one_of(
    st.tuples(st.just(Written.LINE), WORDS.map(lambda said: light.to_text(said, Written.LINE))),
    st.tuples(st.just(Written.TEXT), st.lists(WORDS).map(lambda lines: light.to_text("\n".join(lines), Written.TEXT))),
    st.tuples(st.just(Written.LIST), st.lists(WORDS).map(lambda items: light.to_text([i for i in items if i.strip()], Written.LIST))),
    st.tuples(st.just(Written.RICH), html().map(light.to_light)))


def segment(at: int, how: Written, said: str, state: State = State.DRAFT) -> Segment:
    return Segment(unit=f"block:{at}", name="text", how=how, part="Text", label="Text", source="Source", target=said, state=state,
                   source_digest=f"{at:064x}", own_digest=f"{at + 1:064x}")


@kinds
@given(fields=st.lists(FIELDS, min_size=1, max_size=4))
def test_out_and_in_is_equal(kind, fields):
    out = Outgoing("viet-nam/a", "A", "en", "vi", "3.0", [segment(at, *one) for at, one in enumerate(fields)])
    came = segments_read(WRITERS[kind](out))
    assert (came.name, came.language, len(came.rows)) == ("viet-nam/a", "vi", len(fields))
    for one, row in zip(out.segments, came.rows, strict=True):
        assert row.id in (one.id, segments.short(one.id))
        assert one.source_digest.startswith(row.source_digest) and one.own_digest.startswith(row.own_digest)
        assert light.from_text(clean(row.text(one.how)), one.how) == light.from_text(clean(one.target), one.how)


def segments_read(content: bytes) -> segments.Incoming:
    return taking.read(content)


# --- against a module ---------------------------------------------------------------------------------------------------

db = pytest.mark.django_db


def out(kind: str) -> bytes:
    return WRITERS[kind](segments.outgoing(translating.desk(found())))


def plan(content: bytes) -> taking.Plan:
    return taking.plan(taking.read(content), translating.desk(found()))


def say(content: bytes, words: dict[str, str], kind: str) -> bytes:
    """The file as somebody filled it in: {segment id: words}."""
    ids = {segments.short(name): said for name, said in words.items()}
    if kind == "xlf":
        for name, said in words.items():
            content = re.sub(rf'(<trans-unit id="{name}".*?<target[^>]*>).*?(</target>)'.encode(),
                             lambda found, said=said: found[1] + said.encode() + found[2], content, flags=re.S)
        return content
    file = io.BytesIO(content)
    done = io.BytesIO()
    if kind == "xlsx":
        book = load_workbook(file)
        for row in book.active.iter_rows(min_row=2):
            if (code := row[3].value.partition("-")[0]) in ids:
                row[1].value = ids[code]
        book.save(done)
    else:
        document = Document(file)
        for row in document.tables[0].rows:
            code = segments.CODE.search(row.cells[2].text)
            if code and code[1] in ids:
                row.cells[1].text = ids[code[1]]
        document.save(done)
    return done.getvalue()


@db
@kinds
def test_a_file_that_was_not_touched_changes_nothing(bond, kind):  # noqa: F811
    laid = plan(out(kind))
    assert not (laid.changes or laid.doubtful or laid.left_out or laid.missing) and laid.same and laid.empty


@db
@kinds
def test_words_come_in(client, bond, translator, kind):  # noqa: F811
    content = say(out(kind), {f"{QUESTION}#text": "Bạn thấy gì?", f"{OBJECTIVES}#objectives": "một\nhai"}, kind)
    laid = plan(content)
    assert [change.part.key for change in laid.changes] == [OBJECTIVES, QUESTION] and not laid.doubtful
    client.force_login(translator)
    shown = text(send(client, content, kind))
    assert "2 parts would change" in shown and "Bạn thấy gì?" in shown and own(QUESTION).fields["text"] != "Bạn thấy gì?"
    assert client.post(FILES, {"sure": sure(shown)}).status_code == 302
    assert own(QUESTION).fields["text"] == "Bạn thấy gì?" and own(OBJECTIVES).fields["objectives"] == ["một", "hai"]
    assert part(QUESTION).state is State.DRAFT


def send(client, content: bytes, kind: str):
    return client.post(FILES, {"file": SimpleUploadedFile(f"text.{kind}", content)})


def sure(shown: str) -> str:
    return re.search(r'name="sure" value="([^"]+)"', shown)[1]


@db
@kinds
def test_a_text_that_changed_since_is_taken_only_with_a_tick(client, bond, translator, kind):  # noqa: F811
    content = say(out(kind), {f"{QUESTION}#text": "Từ tệp"}, kind)
    here = part(QUESTION)
    translated.save(bond=found(), by=translator, now=NOW, entries=[
        Entry(QUESTION, {"text": "Mới hơn"}, was=here.own.digest, source=here.source.digest)])
    laid = plan(content)
    assert not laid.changes and [change.doubt for change in laid.doubtful] == ["Your text changed since this file went out."]
    client.force_login(translator)
    shown = text(send(client, content, kind))
    client.post(FILES, {"sure": sure(shown)})
    assert own(QUESTION).fields["text"] == "Mới hơn"
    client.post(FILES, {"sure": sure(shown), "take": QUESTION})
    assert own(QUESTION).fields["text"] == "Từ tệp"


@db
@kinds
def test_a_file_of_an_older_regional_text_is_in_doubt_and_does_not_count_as_done(bond, tree, translator, kind):  # noqa: F811
    content = say(out(kind), {f"{TEXT}#text": "Bản dịch cũ"}, kind)
    adopt(region_writes(tree, "Newer"))
    laid = plan(content)
    assert [change.doubt for change in laid.doubtful] == ["The regional text changed since this file went out."]
    translated.save(bond=found(), by=translator, now=NOW, entries=[laid.doubtful[0].entry])
    assert own(TEXT).fields["text"] == "<p>Bản dịch cũ</p>" and part(TEXT).state is not State.DONE


@db
def test_what_changes_between_preview_and_confirming_comes_back(client, bond, translator):  # noqa: F811
    content = say(out("xlf"), {f"{QUESTION}#text": "Từ tệp"}, "xlf")
    client.force_login(translator)
    shown = text(send(client, content, "xlf"))
    here = part(QUESTION)
    translated.save(bond=found(), by=translator, now=NOW, entries=[
        Entry(QUESTION, {"text": "Giữa chừng"}, was=here.own.digest, source=here.source.digest)])
    again = text(client.post(FILES, {"sure": sure(shown)}))
    assert own(QUESTION).fields["text"] == "Giữa chừng" and "Take it all the same" in again
    client.post(FILES, {"sure": sure(again), "take": QUESTION})
    assert own(QUESTION).fields["text"] == "Từ tệp"


@db
def test_xliff_says_what_is_done(client, bond, translator):  # noqa: F811
    content = say(out("xlf"), {f"{QUESTION}#text": "Xong"}, "xlf")
    done = re.sub(rf'({QUESTION}#text".*?state=")[-a-z]+'.encode(), rb"\1translated", content, count=1, flags=re.S)
    assert [change.done for change in plan(content).changes] == [None] and [change.done for change in plan(done).changes] == [True]
    client.force_login(translator)
    client.post(FILES, {"sure": sure(text(send(client, done, "xlf")))})
    assert part(QUESTION).state is State.DONE
    assert b'state="translated"' in out("xlf")


@db
def test_all_that_is_taken_may_be_called_done(client, bond, translator):  # noqa: F811
    client.force_login(translator)
    shown = text(send(client, say(out("docx"), {f"{QUESTION}#text": "Xong"}, "docx"), "docx"))
    client.post(FILES, {"sure": sure(shown), "done": "on"})
    assert part(QUESTION).state is State.DONE and Translation.objects.count() == 1


@db
@kinds
def test_emptied_segments_and_broken_marks_are_left_out_by_name(bond, translator, kind):  # noqa: F811
    content = say(out(kind), {f"{TEXT}#text": "một ** hai", "head#title": ""}, kind)
    laid = plan(content)
    assert not laid.changes and len(laid.left_out) == 2
    assert {why.partition(":")[0] for _place, _part, why in laid.left_out} == {
        "A mark has lost its partner or leads nowhere", "It is empty in the file; your words stay."}


UNIT = re.compile(rb"<trans-unit .*?</trans-unit>\n", re.S)


@db
def test_segments_missing_reordered_doubled_and_unknown(bond):  # noqa: F811
    content = say(out("xlf"), {f"{QUESTION}#text": "Bạn thấy gì?", "head#title": "Tên mới"}, "xlf")
    units = UNIT.findall(content)

    def body(rows):
        return UNIT.sub(b"", content).replace(b"<body>\n", b"<body>\n" + b"".join(rows), 1)

    assert [change.part.key for change in plan(body(reversed(units))).changes] == [QUESTION, "head"]
    short = plan(body(one for one in units if "Bạn".encode() not in one))
    assert short.missing == 1 and [change.part.key for change in short.changes] == ["head"]
    twice = plan(body([*units, *(one.replace("Bạn".encode(), b"Anh") for one in units if "Bạn".encode() in one)]))
    assert [change.part.key for change in twice.changes] == ["head"] and len(twice.left_out) == 2
    same_twice = plan(body([*units, *units]))
    assert [change.part.key for change in same_twice.changes] == ["head", QUESTION] and not same_twice.left_out
    strange = plan(body([*units, units[0].replace(b'id="', b'id="block:other')]))
    assert [why for _place, _part, why in strange.left_out] == ["This module has no such part now."]


@db
def test_marks_of_a_tool_in_a_target_are_left_out_and_proposals_passed_over(bond):  # noqa: F811
    content = say(out("xlf"), {f"{QUESTION}#text": 'Một <x id="1"/> hai'}, "xlf")
    assert [why for _place, _part, why in plan(content).left_out] == ["It holds a mark that the text cannot keep."]
    content = say(out("xlf"), {f"{QUESTION}#text": '<mrk mtype="seg" mid="0">Một</mrk> <g id="1">hai</g>'}, "xlf")
    content = content.replace(b"</target>\n</trans-unit>", b"</target>\n<alt-trans><target>Other</target></alt-trans></trans-unit>")
    assert [change.texts for change in plan(content).changes] == [{"text": "Một hai"}]


@db
@kinds
def test_a_file_of_another_module_or_language_is_refused(bond, tree, kind):  # noqa: F811
    here = segments.outgoing(translating.desk(bond))
    for other, said in ((Outgoing("viet-nam/b", "B", "en", "vi", "3.0", here.segments), "another module"),
                        (Outgoing("viet-nam/a", "A", "en", "km", "3.0", here.segments), "another language")):
        with pytest.raises(UploadRefused, match=said):
            plan(WRITERS[kind](other))


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><xliff version="1.2">&b;</xliff>'


@pytest.mark.parametrize(("content", "said"), [
    (b"", "empty"), (b"hello", "Only XLIFF"), (b"%PDF-1.4", "Only XLIFF"), (b"\xd0\xcf\x11\xe0", "Only XLIFF"),
    (b"<xliff version='1.2'><file>", "not whole"), (b"<xliff version='2.0'></xliff>", "no XLIFF 1.2"), (b"<html></html>", "no XLIFF 1.2"),
    (BOMB, "not whole"), (b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><xliff version="1.2"/>', "not whole"),
    (b"<" + b"a" * 100, "not whole"), (b"<a>" * 200, "not whole"), (b"PK\x03\x04junk", "XLSX"), (b"PK word/document.xml", "Word"),
    (b"<xliff version='1.2'><file original='a'/><file original='b'/></xliff>", "several"), (b"\xff\xfe<\x00", "not whole"),
    (b"<" + b" " * segments.MOST_BYTES, "5 MB"), (b'<?xml version="1.0" encoding="x-none"?><xliff/>', "not whole")])
def test_files_that_cannot_be_read_are_refused_in_words(content, said):
    with pytest.raises(UploadRefused, match=said):
        taking.read(content)


def with_part(content: bytes, name: str, data: bytes, *, types: bytes = b"") -> bytes:
    """A zip with one part more, or another content type of the main part."""
    done = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(done, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            found_part = old.read(one)
            if one == name:
                continue
            if types and one == "[Content_Types].xml":
                found_part = found_part.replace(b"wordprocessingml.document.main+xml", types)
            new.writestr(one, found_part)
        if data:
            new.writestr(name, data)
    return done.getvalue()


def test_word_files_with_macros_or_traps_are_refused():
    content = table_docx.write(Outgoing("a/b", "A", "en", "vi", "1.0", [segment(1, Written.LINE, "x")]))
    bombs = [
        with_part(content, "word/vbaProject.bin", b"x"),
        with_part(content, "none", b"", types=b"document.macroEnabled.main+xml"),
        with_part(content, "word/document.xml", BOMB),
        with_part(content, "word/document.xml", b"<w:document>" + b"<w:p>" * 100),
        with_part(content, "word/media/a.png", b"\0" * 80_000_000),
        with_part(content, "../evil.xml", b"<a/>"),
        content[:-40], content[:200] + b"x" + content[200:]]
    for one in bombs:
        with pytest.raises(UploadRefused, match="Word"):
            table_docx.read(one)


def test_a_document_without_our_table_is_refused():
    file = io.BytesIO()
    Document().save(file)
    with pytest.raises(UploadRefused, match="The first row"):
        table_docx.read(file.getvalue())


def test_lists_and_bold_words_made_in_word_are_read():
    content = table_docx.write(Outgoing("a/b", "A", "en", "vi", "1.0", [segment(1, Written.RICH, "x")]))
    document = Document(io.BytesIO(content))
    cell = document.tables[0].rows[1].cells[1]
    cell.text = "Đầu"
    for style, words in (("List Bullet", "một"), ("List Bullet", "hai"), ("List Number", "ba"), ("Normal", "")):
        cell.add_paragraph(words, style=style if style == "Normal" else None)
        if style != "Normal":
            _number(document, cell.paragraphs[-1], style)
    run = cell.paragraphs[-1].add_run("đậm")
    run.bold = True
    cell.paragraphs[-1].add_run(" ").bold = True
    cell.paragraphs[-1].add_run("thường")
    file = io.BytesIO()
    document.save(file)
    assert table_docx.read(file.getvalue()).rows[0].text(Written.RICH) == "Đầu\n\n- một\n- hai\n1. ba\n\n**đậm **thường"


def _number(document, paragraph, style: str) -> None:
    """What Word does when somebody types "- ": the paragraph itself carries the numbering."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    given_by_style = document.styles[style].element.pPr.numPr.numId.val
    numbering = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", "0"), ("w:numId", str(given_by_style))):
        made = OxmlElement(name)
        made.set(qn("w:val"), value)
        numbering.append(made)
    paragraph._p.get_or_add_pPr().append(numbering)


# --- the page -----------------------------------------------------------------------------------------------------------

@db
def test_the_page_says_what_is_wrong_with_a_file(client, bond, translator):  # noqa: F811
    client.force_login(translator)
    for content in (b"", BOMB, b"x" * (segments.MOST_BYTES + 1), b"PK\x03\x04", out("xlf").replace(b"viet-nam/a", b"viet-nam/b")):
        response = send(client, content, "xlf")
        assert response.status_code == 200 and 'class="error"' in text(response)
    assert 'class="error"' in text(client.post(FILES, {}))


@db
def test_what_the_page_carries_holds_for_its_person_and_module_alone(client, bond, translator):  # noqa: F811
    client.force_login(translator)
    carried = sure(text(send(client, say(out("xlf"), {f"{QUESTION}#text": "Từ tệp"}, "xlf"), "xlf")))
    client.force_login(make.person("VN-8", "translator", make.country("VN")))
    for given_to in (carried, carried[:-1] + "A", "", "x:y:z"):
        assert client.post(FILES, {"sure": given_to}).status_code == 302
        assert own(QUESTION).fields["text"] == "What do you see?"


@db
@kinds
def test_files_are_named_and_not_kept_by_browsers(client, bond, translator, kind):  # noqa: F811
    client.force_login(translator)
    response = client.get(f"/en/curricula/viet-nam/a/translate/text.{kind}")
    assert response["Content-Disposition"] == f'attachment; filename="viet-nam-a-3.0.{kind}"' and "no-store" in response["Cache-Control"]
    assert plan(response.content).same


@db
def test_hostile_words_from_a_file_are_shown_as_words(client, bond, translator):  # noqa: F811
    client.force_login(translator)
    shown = text(send(client, say(out("xlf"), {f"{QUESTION}#text": "&lt;script&gt;alert(1)&lt;/script&gt;"}, "xlf"), "xlf"))
    assert "<script>alert" not in shown and "&lt;script&gt;alert" in shown


@kinds
def test_a_module_of_200_blocks_is_read_in_less_than_a_second(kind):
    rich = "Một **đậm** và [lời](https://example.org)\n\n- một\n- hai\n\n" + "chữ " * 300
    content = WRITERS[kind](Outgoing("a/b", "A", "en", "vi", "1.0", [segment(at, Written.RICH, rich) for at in range(400)]))
    begun = time.process_time()
    assert len(taking.read(content).rows) == 400
    assert time.process_time() - begun < 1
