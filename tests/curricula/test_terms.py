"""The glossary: which words are offered, which are no longer used, and how the file of terms is read."""

import pytest

from curricula.domain import terms
from curricula.domain.terms import Flag
from curricula.models import Term
from lms.home.domain.starter import glossary


def term(english, text, status="preferred", instead="", language="vi") -> Term:
    return Term(english=english, text=text, status=status, instead=instead, language=language)


VIETNAMESE = [
    term("human trafficking", "buôn bán người", "deprecated", "mua bán người"), term("human trafficking", "mua bán người"),
    term("trafficking", "BBN", "deprecated", "mua bán người"), term("training", "tập huấn"), term("training needs", "nhu cầu đào tạo"),
    term("reintegration", "tái hoà nhập"), term("integration", "hòa nhập", "deprecated", "hội nhập")]


@pytest.mark.parametrize(("written", "found"), [
    ("nạn nhân buôn bán người", ["buôn bán người"]), ("Buôn Bán Người", ["buôn bán người"]), ("mua bán người", []),
    ("buôn bán người,buôn bán người", ["buôn bán người"]), ("chống BBN.", ["BBN"]), ("bbn", []), ("BBNX", []),
    ("hoà nhập", ["hòa nhập"]), ("hòa nhập", ["hòa nhập"]), ("hóa nhập", []), ("", []),
    ("buôn bán người".encode().decode(), ["buôn bán người"])])
def test_words_no_longer_used(written, found):
    assert [flag.text for flag in terms.flags(written, VIETNAMESE, language="vi")] == found


def test_a_word_typed_in_parts_is_the_same_word():
    import unicodedata
    assert terms.flags(unicodedata.normalize("NFD", "buôn bán người"), VIETNAMESE, language="vi") == [
        Flag("buôn bán người", "mua bán người")]


@pytest.mark.parametrize(("language", "old", "within"), [
    ("km", "ការជួញដូរ", "នេះគឺការជួញដូរមនុស្ស"), ("th", "ค้ามนุษย์", "การค้ามนุษย์คือ"), ("lo", "ຄ້າມະນຸດ", "ການຄ້າມະນຸດ"),
    ("my", "လူကုန်", "လူကုန်ကူးမှု"), ("zh-hans", "贩卖", "反对贩卖人口")])
def test_scripts_without_spaces_are_searched_by_containment(language, old, within):
    assert terms.flags(within, [term("x", old, "deprecated", "y", language)], language=language) == [Flag(old, "y")]


@pytest.mark.parametrize(("source", "found"), [
    ("Human trafficking harms.", ["mua bán người"]), ("Training needs are many", ["nhu cầu đào tạo"]),
    ("training and training needs", ["tập huấn", "nhu cầu đào tạo"]), ("Reintegrations", ["tái hoà nhập"]), ("untraining", [])])
def test_words_offered_for_the_source(source, found):
    assert [one.text for one in terms.offered(source, VIETNAMESE)] == found


@pytest.mark.parametrize(("english", "forms"), [
    ("action plan(s) (operational)", ("action plans",)), ("policy / decision makers", ("policy makers", "decision makers")),
    ("adaptation / to adapt", ("adaptation", "adapt")), ("new/innovative materials", ("new materials", "innovative materials")),
    ("Greater Mekong Sub-region (GMS)", ("Greater Mekong Sub-region", "GMS")), ("training (workshop/course sense)", ("training",))])
def test_what_a_term_of_the_glossary_stands_for(english, forms):
    assert terms.forms(english) == forms


@pytest.mark.django_db
def test_the_file_of_terms_is_read_once_and_says_what_is_written_instead():
    glossary.glossary()
    glossary.glossary()
    assert Term.objects.count() == 145
    old = {one.text: one.instead for one in Term.objects.filter(status="deprecated")}
    assert old == {"buôn bán người": "mua bán người", "BBN": "mua bán người", "phòng chống BBN": "phòng chống mua bán người",
                   "Chương trình tập huấn cấp vùng": "Chương trình tập huấn vùng", "giáo viên nguồn": "giảng viên nguồn",
                   "Kon Ken": "Khon Kaen"}
    assert not Term.objects.exclude(status="deprecated").exclude(instead="").exists()
    assert Term.objects.filter(english="human trafficking").count() == 2
