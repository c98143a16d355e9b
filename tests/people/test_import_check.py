"""The dry run: what each row of a sheet becomes, and what is said about it."""

import pytest

from lms.people.models import Import, ImportRow, Person
from tests.people.sheets import csv, messages, sent, states, xlsx

S = Import.State
HEAD = ["Number", "Full name", "Name in Khmer", "Sex", "Year of birth", "Organisation", "Position", "Province", "E-mail"]


@pytest.fixture
def ha(account):
    """Coordinator of Viet Nam."""
    return account("coordinator.vn")


@pytest.fixture
def dara(account):
    """Coordinator of Cambodia."""
    return account("coordinator.kh")


def test_each_row_gets_its_state_and_nothing_is_written(dara, sokha):
    people = Person.objects.count()
    batch = sent(csv(
        HEAD,
        ["", "Chea Veasna", "ជា វាសនា", "M", "1988", "General Commissariat of National Police", "Officer", "Battambang", "veasna@academy.example"],
        [sokha.number, sokha.name, "", "", "", "", "Head of office", "", ""],
        [sokha.number.replace("KH", "VN"), "Nobody Here", "", "", "", "", "", "", ""],
        ["", "Kumru Sokha", "", "F", "1995", "", "", "", ""],
        ["KH-0001", "", "", "", "", "", "", "", ""],
        ["", "Chan Thida", "", "X", "88", "Natonal Police", "", "Battambong", "thida"]), by=dara)
    assert batch.state == S.CHECKED and Person.objects.count() == people
    assert list(states(batch).values()) == ["new", "changed", "wrong", "doubtful", "same", "wrong"]
    assert batch.counts | {"newest": 0} == {"new": 1, "changed": 1, "wrong": 2, "doubtful": 1, "same": 1, "newest": 0}
    changed = batch.rows.get(number=3)
    assert changed.before == {"position": "Social affairs officer"} and changed.person == sokha
    assert batch.rows.get(number=5).alike == [{"person": str(sokha.uuid), "reasons": ["order", "year"]}]


def test_every_fault_of_a_row_is_said_with_its_column(dara):
    batch = sent(csv(HEAD, ["", "Chan Thida", "", "X", "88", "Nasional Police", "", "Battambong", "thida"]), by=dara)
    row = batch.rows.get()
    said = {one["column"]: (one["heading"], one["message"]) for one in row.errors}
    assert set(said) == {"D", "E", "F", "H"} and said["E"][0] == "Year of birth"
    assert "Write one of these: woman, man" in said["D"][1] and "four digits" in said["E"][1]
    assert "Do you mean “Battambang”?" in said["H"][1] and "Do you mean “General Commissariat of National Police”" in said["F"][1]
    batch = sent(csv(HEAD, ["", "Chan Thida", "", "F", "1988", "", "", "", "thida"]), by=dara)
    assert "Write the whole mail address" in messages(batch, 2)


def test_headings_and_words_of_seven_languages(ha):
    batch = sent(csv(["Họ và tên", "Giới tính", "Năm sinh", "Cơ quan", "Chức vụ", "Tỉnh", "Nghề nghiệp", "STT"],
                     ["Lý Thị Thu Mẫu Một", "nữ", "2531", "Bộ Công an", "Cán bộ", "Lạng Sơn", "Cảnh sát", "1"]), by=ha)
    row = batch.rows.get()
    assert row.state == "new", row.errors
    assert row.values["sex"] == "woman" and row.values["birth_year"] == 1988 and row.values["province"] == "VN-09"
    assert (row.values["profession"], row.values["organisation"]) == ("police", "vn-mps")
    assert row.errors[0]["note"] and "2531 was read as 1988" in row.errors[0]["message"]
    assert [note["text"] for note in batch.notes] == ["Column H, “STT”, is not known here. It was not read."]


def test_numbers_twice_others_and_merged(ha, lan, sokha):
    batch = sent(csv(["Number", "Name"], [lan.number, ""], [lan.number, "Another Name"], [sokha.number, ""],
                     ["VN-9999", ""]), by=ha)
    assert set(states(batch).values()) == {"wrong"}
    assert "see row 3" in messages(batch, 2) and "see row 2" in messages(batch, 3)
    assert f"Nobody of Viet Nam has the number {sokha.number}" in messages(batch, 4)
    other = Person.objects.get(username="trainer.vn")
    Person.objects.filter(pk=lan.pk).update(merged_into=other)
    assert other.number in messages(sent(csv(["Number", "Name"], [lan.number, ""]), by=ha), 2)


def test_a_number_with_another_persons_name_is_asked(ha, lan):
    batch = sent(csv(["Number", "Name"], [lan.number, "Đinh Công Sơn"]), by=ha)
    row = batch.rows.get()
    assert row.state == "doubtful" and row.alike == [{"person": str(lan.uuid), "reasons": ["number"]}]


def test_the_same_person_twice_in_the_sheet(ha):
    batch = sent(csv(["Name", "Birth year"], ["Vương Quốc Tuấn", "1980"], ["Tuấn Vương Quốc", "1980"]), by=ha)
    assert list(states(batch).values()) == ["new", "doubtful"]
    assert batch.rows.get(number=3).alike == [{"row": 2, "reasons": ["order", "year"]}]


def test_a_running_number_is_no_issued_number(ha):
    batch = sent(csv(["Number", "Name"], ["1", "Vương Quốc Tuấn"]), by=ha)
    assert list(states(batch).values()) == ["new"] and "holds no issued numbers" in batch.notes[0]["text"]


def test_a_national_list_takes_nobody_of_another_country(ha, officer):
    head = ["Name", "Country"]
    batch = sent(csv(head, ["Vương Tuấn", "Viet Nam"], ["Chea Veasna", "កម្ពុជា"]), by=ha)
    assert list(states(batch).values()) == ["new", "wrong"] and "for Viet Nam only" in messages(batch, 3)
    batch = sent(csv(head, ["Vương Tuấn", "VN"], ["Chea Veasna", "កម្ពុជា"], ["Ann Other", "region"], ["X Y", "Mars"],
                     ["Z Z", ""]), by=officer, country=None)
    assert list(states(batch).values()) == ["new", "new", "new", "wrong", "wrong"]
    assert [row.country and row.country.code for row in batch.rows.all()[:3]] == ["VN", "KH", None]


def test_names_in_the_own_script_alone(account, dara):
    batch = sent(csv(["ឈ្មោះ", "Name"], ["ជា វាសនា", "Chea Veasna"]), by=dara)
    assert batch.rows.get().values == {"own_name": "ជា វាសនា", "name": "Chea Veasna"}
    batch = sent(csv(["ឈ្មោះ"], ["ជា វាសនា"]), by=dara)
    assert "name in Latin letters is missing" in messages(batch, 2)


@pytest.mark.parametrize(("content", "name", "why"), [
    (b"", "list.csv", "empty"), (b"PK\x03\x04 broken", "list.xlsx", ""), (csv(["Colour"], ["red"]), "list.csv", "no column “Name”"),
    (csv(["Name"]), "list.csv", "no rows"), (csv(["Name", "Name"], ["a", "b"]), "list.csv", "same heading")])
def test_a_sheet_that_cannot_be_read_is_refused_in_a_sentence(content, name, why, ha):
    from lms.files.domain.refusal import UploadRefused
    try:
        batch = sent(content, name=name, by=ha)
    except UploadRefused as refused:
        assert why in str(refused)
    else:
        assert batch.state == S.REFUSED and why in batch.reason and not batch.rows.exists()


def test_more_rows_than_the_limit_are_refused_with_it(ha):
    batch = sent(b"Name\n" + b"Somebody\n" * 20_001, by=ha)
    assert batch.state == S.REFUSED and "20,000" in batch.reason and not ImportRow.objects.filter(batch=batch).exists()


def test_old_encodings_are_told(account, ha):
    thai = "ชื่อ,Name\nสมชาย ใจดี,Somchai Jaidee\nสมหญิง รักไทย,Somying Rakthai\n".encode("tis-620")
    batch = sent(thai, by=account("secretariat"), country=None)
    assert "Country" in batch.reason  # read, and the regional list lacks its column
    from lms.people.models import Country
    batch = sent(thai, by=account("secretariat"), country=Country.objects.get(code="TH"))
    assert batch.rows.first().values == {"own_name": "สมชาย ใจดี", "name": "Somchai Jaidee"}


def test_a_macro_file_and_merged_headings(ha):
    import io

    from openpyxl import load_workbook
    book = load_workbook(io.BytesIO(xlsx(["Name", "", "Sex"], ["Vương Quốc Tuấn", "", "M"])))
    book.active.merge_cells("A1:B1")
    made = io.BytesIO()
    book.save(made)
    batch = sent(made.getvalue(), name="list.xlsx", by=ha)
    assert batch.state == S.REFUSED and "A1:B1" in batch.reason


def test_whatever_fails_in_a_row_is_that_rows_error(ha, monkeypatch):
    from lms.people.domain.imports.known import Known

    def broken(self, text, **kwargs):
        raise RuntimeError(text)

    monkeypatch.setattr(Known, "organisation", broken)
    batch = sent(csv(["Name", "Organisation"], ["Vương Quốc Tuấn", ""], ["Lý Thu", "Some"]), by=ha)
    assert list(states(batch).values()) == ["new", "wrong"] and "could not be read" in messages(batch, 3)


def test_the_templates_row_of_explanations_is_passed_over(ha):
    from lms.people.domain.imports.columns import PEOPLE
    head, hints = [str(column.label) for column in PEOPLE], [str(column.hint) for column in PEOPLE]
    row = ["", "Vương Quốc Tuấn", *[""] * (len(PEOPLE) - 2)]
    batch = sent(xlsx(head, hints, row), by=ha, name="template.xlsx")
    assert states(batch) == {3: "new"} and batch.notes == []
