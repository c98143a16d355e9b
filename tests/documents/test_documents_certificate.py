"""The certificate on paper: seven languages, names right or refused, the same bytes again."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from lms.documents.domain.certificate import certificate_pdf, grouped, printed_address
from lms.documents.domain.render import DocumentError
from tests.documents import documents_pdf as pdf
from tests.documents.documents_specimens import CODE, ISSUED, NAMES, specimen

OWN_FONT = {
    "km": "NotoSansKhmer",
    "lo": "NotoSansLao",
    "my": "NotoSansMyanmar",
    "th": "NotoSansThaiLooped",
    "zh-hans": "NotoSansSC",
}
LATIN = {"NotoSerif-SemiBold", "NotoSans-Regular", "NotoSans-SemiBold"}
VIETNAMESE = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"


@pytest.mark.parametrize("lang", NAMES)
def test_every_language_fits_one_page_in_its_own_font(lang: str) -> None:
    written = certificate_pdf(**specimen(lang))
    assert pdf.pages(written) == 1
    own = {font for font in pdf.fonts(written) if font not in LATIN}
    expected = OWN_FONT.get(lang)
    assert {font.rsplit("-", 1)[0] for font in own} == ({expected} if expected else set())


@pytest.mark.parametrize("lang", NAMES)
def test_five_long_modules_still_fit_one_page(lang: str) -> None:
    arguments = specimen(lang)
    modules = [{**module, "title": f"{module['title']} {module['title']}"} for module in arguments["modules"]]
    # The longest QR code as well: an address that carries a signed payload takes a larger picture.
    address = f"{arguments['check_url']}#{'x' * 600}"
    written = certificate_pdf(**{**arguments, "modules": (modules * 2)[:5], "check_url": address})
    assert pdf.pages(written) == 1


def test_every_vietnamese_letter_comes_from_one_face() -> None:
    for letters in (VIETNAMESE, VIETNAMESE.upper()):
        written = certificate_pdf(**specimen("vi", holder=letters, own_name="", modules=[]))
        assert pdf.fonts(written) == LATIN


def test_khmer_name_in_an_english_certificate_keeps_its_script() -> None:
    holder, own_name = NAMES["km"]
    written = certificate_pdf(**specimen("en", holder=holder, own_name=own_name, own_lang="km"))
    assert pdf.fonts(written) == LATIN | {"NotoSansKhmer-SemiBold"}


@pytest.mark.parametrize(
    ("own_name", "letters"),
    [("Sok ᚠᚢ ᚠ", ("ᚠ", "ᚢ")), ('"😀\\', ("😀",)), ("a\x07", ("\x07",)), ("a\x00b", ("\x00",))],
)
def test_letters_that_no_font_has_are_named(own_name: str, letters: tuple[str, ...]) -> None:
    with pytest.raises(DocumentError) as caught:
        certificate_pdf(**specimen("km", own_name=own_name))
    assert caught.value.letters == letters
    assert caught.value.name == "Sok Kumrou"
    assert f"U+{ord(letters[0]):04X}" in str(caught.value)


def test_a_name_is_never_read_as_code() -> None:
    name = '#panic("x") *bold* $x$ @ref <a> \\ " { } [ ]'
    assert pdf.pages(certificate_pdf(**specimen("en", holder=name))) == 1


def test_the_credential_is_attached_as_it_came() -> None:
    credential = {"name": "សុខ គំរូ", "z": 1, "a": [True, None]}
    written = certificate_pdf(**specimen("km", credential=credential))
    (attached,) = pdf.attached(written)
    assert json.loads(attached) == credential
    assert list(json.loads(attached)) == ["name", "z", "a"]
    assert b"credential.json" in written
    assert b"/AFRelationship/Data" in written


def test_same_timestamp_same_bytes_also_in_threads() -> None:
    with ThreadPoolExecutor(4) as pool:
        written = set(pool.map(lambda _: certificate_pdf(**specimen("my")), range(8)))
    assert len(written) == 1
    assert certificate_pdf(**specimen("my", timestamp=ISSUED + timedelta(seconds=1))) not in written


def test_a_time_zone_is_needed_and_only_the_moment_counts() -> None:
    with pytest.raises(ValueError, match="time zone"):
        certificate_pdf(**specimen("en", timestamp=datetime(2026, 6, 2)))
    later = ISSUED.replace(microsecond=5)
    assert certificate_pdf(**specimen("en", timestamp=later)) == certificate_pdf(**specimen("en"))


def test_the_sample_mark_and_the_labels_are_needed() -> None:
    arguments = specimen("en")
    assert certificate_pdf(**arguments) != certificate_pdf(**{**arguments, "sample": False})
    del arguments["labels"]["how"]
    with pytest.raises(KeyError, match="how"):
        certificate_pdf(**arguments)


def test_code_and_address_as_one_reads_them() -> None:
    assert grouped(CODE) == "7Q4M K2TD 9XRA 5HWE N8PB 3CJV 2G"
    assert grouped("7Q4M-K2 TD9") == "7Q4M K2TD 9"
    assert grouped("") == ""
    assert printed_address("https://a.example.org/vi/verify/7Q4M/?p=x#y") == "a.example.org/vi/verify/7Q4M/"
