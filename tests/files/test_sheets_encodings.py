"""Old encodings: told by the text itself, from lists as short as three names."""

import random
import unicodedata

import pytest

from lms.files.domain.guard import UploadRefused
from lms.files.domain.sheets import ENCODING_LABELS, read
from lms.files.domain.sheets.encodings import decoded
from lms.files.domain.sheets.vietnamese import TCVN3, VISCII, is_syllable

VIETNAMESE = (["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý"],
              ["Thị", "Văn", "Hữu", "Đức", "Minh", "Ngọc", "Quốc", "Xuân", "Thanh", "Kim", "Như", "Thùy"],
              ["Ánh", "Bình", "Châu", "Dũng", "Giang", "Hạnh", "Hiếu", "Khánh", "Mỹ", "Nga", "Phượng", "Quỳnh", "Sơn", "Mẫu"])
THAI = (["สมชาย", "สมหญิง", "วิชัย", "ประเสริฐ", "กัญญา", "นภา", "สุรชัย", "อรทัย", "พิมพ์ใจ", "ธนากร", "ณัฐวุฒิ", "ปิยะ", "ไพโรจน์"],
        ["ใจดี", "แสงทอง", "ศรีสุข", "บุญมา", "วงศ์ไทย", "ทองคำ", "สุขใจ", "พงษ์พันธ์", "เจริญสุข", "มั่นคง", "อินทร์แก้ว"])
CHINESE = ("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂辉玲燕鹏志红",
           "梅建国淑珍雪晨欣怡子涵梓轩华文")
WESTERN = (["Hélène", "Béatrice", "François", "Noël", "Zoë", "Chloé", "André", "René", "Jérôme", "Gaëlle"],
           ["Müller", "Lefèvre", "Sørensen", "García", "Hélas"])


def names(language, count: int, seed: int) -> str:
    """A list of made-up names under an English heading, so that the heading does not help."""
    draw = random.Random(seed)
    apart = "" if language is CHINESE else " "
    return "name\r\n" + "".join(apart.join(draw.choice(part) for part in language) + "\r\n" for _at in range(count))


def encode(text: str, encoding: str) -> bytes:
    if encoding in ("viscii", "tcvn3"):
        # ABC fonts have no capitals with tones: who typed them typed small letters
        table = {sign: code for code, sign in enumerate(VISCII if encoding == "viscii" else TCVN3)}
        return bytes(table.get(sign, table.get(sign.lower(), 63)) for sign in text)
    if encoding == "cp1258":
        return b"".join(_windows_1258(sign) for sign in text)
    return text.encode(encoding)


def _windows_1258(sign: str) -> bytes:
    """A letter, and its tone as a mark of its own where the code page has no letter with both."""
    try:
        return sign.encode("cp1258")
    except UnicodeEncodeError:
        marks = [mark for mark in unicodedata.normalize("NFD", sign) if mark in "\u0300\u0301\u0303\u0309\u0323"]
        rest = "".join(mark for mark in unicodedata.normalize("NFD", sign) if mark not in marks)
        return (unicodedata.normalize("NFC", rest) + "".join(marks)).encode("cp1258")


@pytest.mark.parametrize("count", [5, 30])
@pytest.mark.parametrize(("language", "encoding"), [
    (THAI, "cp874"), (CHINESE, "gb18030"), (VIETNAMESE, "cp1258"), (VIETNAMESE, "viscii"), (WESTERN, "cp1252")])
def test_a_short_list_of_names_tells_its_encoding(language, encoding, count):
    for seed in range(20):
        text = names(language, count, seed)
        sheet = read(content=encode(text, encoding), name="old.csv")
        assert [row.values[0] for row in sheet.rows] == text.split("\r\n")[1:-1], (seed, sheet.encoding)


def test_the_font_encoding_of_the_nineties_is_told_too():
    for seed in range(20):
        text = names(VIETNAMESE, 8, seed)
        sheet = read(content=encode(text, "tcvn3"), name="old.csv")
        assert [row.values[0].lower() for row in sheet.rows] == text.lower().split("\r\n")[1:-1], (seed, sheet.encoding)


@pytest.mark.parametrize(("content", "encoding", "text"), [
    (b"ti\xaang Vi\xaet", "viscii", "tiếng Việt"), (b"\x02\x1e", "viscii", "ẲỴ"),
    ("Céng hßa x· héi chñ nghÜa ViÖt Nam".encode("latin-1"), "tcvn3", "Cộng hòa xã hội chủ nghĩa Việt Nam")])
def test_known_samples(content, encoding, text):
    assert "".join(decoded(content, encoding)) == text


def test_the_tables_hold_every_vietnamese_letter_once():
    letters = {sign for sign in VISCII[128:] + VISCII[:32] if sign.isalpha()}
    assert len(VISCII) == len(TCVN3) == 256
    assert len(letters) == 134 and {sign for sign in letters if sign.islower()} <= set(TCVN3)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_known_at_once(encoding):
    sheet = read(content="tên\tsố\r\nMẫu\t1\r\n".encode(encoding), name="a.txt")
    assert (sheet.header, sheet.rows[0].values) == (["tên", "số"], ("Mẫu", "1"))
    assert sheet.encoding == encoding.removesuffix("-sig")


def test_a_person_chooses_when_one_name_could_be_two():
    content = encode("name\r\nTrần Thị Mẫu\r\n", "viscii")
    sheet = read(content=content, name="a.csv")
    assert {sheet.encoding, *sheet.encodings} >= {"viscii"} and set(sheet.encodings) <= set(ENCODING_LABELS)
    assert read(content=content, name="a.csv", encoding="viscii").rows[0].values == ("Trần Thị Mẫu",)


@pytest.mark.parametrize("encoding", ["utf-8", "cp874", "rot13", "../../etc", "a" * 500])
def test_a_wrong_choice_is_refused(encoding):
    with pytest.raises(UploadRefused) as refused:
        read(content=encode("name\r\nNguyễn Văn Mẫu\r\n", "viscii") + b"\xff\xfe", name="a.csv", encoding=encoding)
    assert "Choose another encoding" in str(refused.value)


def test_what_no_language_writes_is_refused():
    with pytest.raises(UploadRefused) as refused:
        read(content=b"name\r\n" + bytes(range(0x80, 0x100)) * 3, name="a.csv")
    assert "CSV UTF-8" in str(refused.value)


def test_syllables():
    assert all(is_syllable(word) for word in ["Nguyễn", "nghiêng", "QUYẾT", "Đ", "khuya", "ướt", "Yến", "oằn"])
    assert not any(is_syllable(word) for word in ["Nguyịn", "Tr", "ễễ", "hàá", "bz", "nGuyễn", ""])


def test_zawgyi_is_told_and_unicode_is_not_taken_for_it():
    unicode = ["အောင်ကျော်", "မောင်မောင်", "နိုင်ဝင်းထွန်း", "ခင်မေသန်း", "ဒေါ်အေးအေး", "သန္တာအောင်"]
    zawgyi = ["ေအာင္ေက်ာ္", "ေမာင္ေမာင္", "ႏိုင္ဝင္းထြန္း", "ခင္ေမသန္း", "ေဒၚေအးေအး", "သႏၲာေအာင္"]
    for words, told in ((unicode, False), (zawgyi, True)):
        sheet = read(content=("name\n" + "\n".join(words) + "\n").encode(), name="a.csv")
        assert any("Zawgyi" in note for note in sheet.notes) is told
