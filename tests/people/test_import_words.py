"""What headings and cells mean, in seven languages and old encodings."""

from datetime import date

import pytest

from lms.people.domain.imports.columns import PEOPLE, recognise
from lms.people.domain.imports.meanings import Unclear, day_of, word_of, words_of, year_of
from lms.people.models import Country
from tests.people.sheets import sent


@pytest.mark.parametrize(("heading", "key"), [
    ("Full name", "name"), ("NAME *", "name"), ("Họ và tên", "name"), ("ชื่อ-นามสกุล", "name"), ("ຊື່ ແລະ ນາມສະກຸນ", "name"),
    ("ឈ្មោះ", "name"), ("အမည်", "name"), ("姓名", "name"), ("Sex (F/M)", "sex"), ("Giới tính", "sex"), ("เพศ", "sex"), ("性别", "sex"),
    ("Năm sinh", "birth_year"), ("Date of birth", "birth_year"), ("E-mail", "email"), ("Organization", "organisation"),
    ("Chức vụ", "position"), ("ខេត្ត", "province"), ("own_name", "own_name"), ("birth year", "birth_year")])
def test_headings(heading, key):
    assert recognise([heading], PEOPLE).places == {key: 0}


def test_what_is_not_known_is_said_with_its_letter():
    found = recognise(["STT", "Name", "", "Full name", "No."], PEOPLE)
    assert found.places == {"name": 1} and found.unknown == [("A", "STT"), ("E", "No.")] and found.double == [("D", "Full name")]
    assert recognise(["ชื่อ", "Name"], PEOPLE).places == recognise(["ชื่อ", "Name"], PEOPLE).places == {"own_name": 0, "name": 1}
    assert recognise(["Name", "姓名"], PEOPLE).places == {"name": 0, "own_name": 1}


@pytest.mark.parametrize(("text", "day"), [
    ("2027-03-14", date(2027, 3, 14)), ("14/3/2027", date(2027, 3, 14)), ("14.03.2027", date(2027, 3, 14)),
    ("3/14/2027", date(2027, 3, 14)), ("14 March 2027", date(2027, 3, 14)), ("2027年3月14日", date(2027, 3, 14)),
    ("14 มีนาคม 2551", date(2008, 3, 14)), ("๑๔/๓/๒๕๕๑", date(2008, 3, 14)), ("ngày 14 tháng 3 năm 2020", date(2020, 3, 14)),
    ("2027", date(2027, 1, 1)), ("3/2027", date(2027, 3, 1)), ("2027-03-14 00:00:00", date(2027, 3, 14)), ("29/2/2551", date(2008, 2, 29))])
def test_days(text, day):
    assert day_of(text)[0] == day


@pytest.mark.parametrize("text", ["", "soon", "31/2/2020", "1/2/3/4", "99999999", "0/0/0", "14/3/27", "²", "\x00", "2027-13-40", "9" * 400])
def test_what_is_no_day_is_said(text):
    with pytest.raises(Unclear):
        day_of(text)


@pytest.mark.parametrize(("text", "year", "noted"), [("1984", 1984, False), ("2527", 1984, True), ("พ.ศ. 2527", 1984, True),
                                                     ("១៩៨៤", 1984, False), ("12/3/1984", 1984, False), ("1984.0", 1984, False)])
def test_years(text, year, noted):
    read, note = year_of(text)
    assert (read, bool(note)) == (year, noted)


@pytest.mark.parametrize(("kind", "text", "value"), [
    ("sex", "F", "woman"), ("sex", "NAM", "man"), ("sex", "หญิง", "woman"), ("sex", "ប្រុស", "man"), ("sex", "女", "woman"), ("sex", "မ", "woman"),
    ("level", "Mid-level", "mid"), ("kind", "NGO", "ngo"), ("kind", "United Nations", "un"), ("language", "Tiếng Việt", "vi"),
    ("language", "Khmer", "km"), ("language", "ภาษาไทย", "th"), ("language", "zh-hans", "zh-hans"), ("language", "Burmese", "my")])
def test_words(kind, text, value):
    assert word_of(kind, text) == value


def test_a_word_that_is_not_known_is_answered_with_those_that_are():
    with pytest.raises(Unclear, match="Write one of these: woman, man"):
        word_of("sex", "X")


def test_several_languages():
    assert words_of("language", "English, vi; Thai / 中文") == ["en", "vi", "th", "zh-hans"]


@pytest.mark.parametrize(("code", "encoding", "heading", "own", "latin"), [
    ("TH", "tis-620", "ชื่อ", "สมชาย ใจดี", "Somchai Jaidee"), ("CN", "gb18030", "姓名", "王小明", "Wang Xiaoming"),
    ("KH", "utf-16", "ឈ្មោះ", "ជា វាសនា", "Chea Veasna")])
def test_old_encodings(code, encoding, heading, own, latin, account):
    text = f"{heading},Name\r\n" + "".join(f"{own},{latin}\r\n" for _row in range(3))
    batch = sent(text.encode(encoding), by=account("secretariat"), country=Country.objects.get(code=code))
    assert batch.rows.first().values == {"own_name": own, "name": latin}, batch.reason


def test_viscii(account):
    from lms.files.domain.sheets.vietnamese import VISCII
    text = "Họ và tên,Giới tính\r\n" + "".join(f"Nguyễn Thị {name},nữ\r\n" for name in ("Hường", "Thảo", "Phượng", "Ngọc"))
    batch = sent(bytes(VISCII.index(letter) for letter in text), by=account("coordinator.vn"))
    assert batch.rows.first().values == {"name": "Nguyễn Thị Hường", "sex": "woman"} and batch.encoding, batch.reason
