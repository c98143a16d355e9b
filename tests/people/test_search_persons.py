"""A person is found by any order of the names, with or without accents, in seven scripts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.people.domain.naming import as_number, asked, hits, index, with_words, words_of
from lms.people.models import NameWord, Person
from lms.people.models.person import access_of
from tests.factories import person

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

REGISTER = [("Nguyễn Thị Hòa", ""), ("Hoàng Đức Long", ""), ("Chan Sokha", "ចាន់ សុខា"),
            ("Somphone Keo", "ສົມພອນ ແກ້ວ"), ("Aye Mya", "အေး မြ"), ("Somchai Jaidee", "สมชาย ใจดี"),
            ("Wang Wei", "王伟"), ("Ouyang Na", "欧阳娜"), ("Ny", "")]


@pytest.fixture
def officer():
    for name, own in REGISTER:
        person(name, "VN", own_name=own)
    return person("Officer", None, "secretariat")


def found(words: str, viewer: Person) -> list[str]:
    access = access_of(viewer)
    names = list(with_words(Person.objects.visible_to(viewer), words, access).values_list("name", flat=True))
    if not as_number(words) and words.strip():
        # the list's way, straight from the index, finds the same in the same order
        assert names == [row.person.name for row in hits(words, access).select_related("person").order_by("sort", "person")]
    return names


@pytest.mark.parametrize(("words", "name"), [
    ("Nguyễn Thị Hòa", "Nguyễn Thị Hòa"), ("hoa thi nguyen", "Nguyễn Thị Hòa"), ("NGUYEN HOA", "Nguyễn Thị Hòa"),
    ("Nguyễn Thị Hoà", "Nguyễn Thị Hòa"),  # the tone on the other vowel, as old registers place it
    ("nguye\u0302\u0303n", "Nguyễn Thị Hòa"),  # accents typed apart
    ("duc", "Hoàng Đức Long"), ("đức hoàng", "Hoàng Đức Long"), ("Long, Hoang", "Hoàng Đức Long"),
    ("ngu", "Nguyễn Thị Hòa"), ("thi ngu", "Nguyễn Thị Hòa"),  # what nobody is called begins a name
    ("សុខា", "Chan Sokha"), ("សុខា ចាន់", "Chan Sokha"), ("ចាន់សុខា", "Chan Sokha"), ("សុខាចាន់", "Chan Sokha"),
    ("ចាន់\u200bសុខា", "Chan Sokha"), ("sokha chan", "Chan Sokha"),
    ("ສົມພອນ", "Somphone Keo"), ("ແກ້ວ ສົມພອນ", "Somphone Keo"), ("ສົມພອນແກ້ວ", "Somphone Keo"),
    ("အေးမြ", "Aye Mya"), ("မြ အေး", "Aye Mya"), ("မြ", "Aye Mya"),
    ("สมชาย", "Somchai Jaidee"), ("ใจดี สมชาย", "Somchai Jaidee"), ("สมชายใจดี", "Somchai Jaidee"),
    ("王伟", "Wang Wei"), ("王", "Wang Wei"), ("伟", "Wang Wei"), ("欧阳", "Ouyang Na"), ("欧", "Ouyang Na"),
    ("Ｗａｎｇ", "Wang Wei"), ("ny", "Ny")])
def test_a_person_is_found(words, name, officer):
    assert found(words, officer) == [name]


@pytest.mark.parametrize("words", ["Nguyễn Long", "王娜", "សុខា សុភា", "阳欧", "zzz", "!?", "\u200b", "٪"])
def test_who_has_not_all_of_the_words_is_not_found(words, officer):
    assert found(words, officer) == []


def test_a_number_is_found_in_any_case_and_alone(officer):
    number = Person.objects.get(name="Wang Wei").number
    assert found(number.lower(), officer) == ["Wang Wei"] and found(f" {number} ", officer) == ["Wang Wei"]
    assert found("XX-9999", officer) == []


def test_no_words_find_everyone_in_the_order_of_names(officer):
    names = found("", officer)
    assert names == sorted(names) and len(names) == len(REGISTER) + 1


def test_the_search_of_one_country_finds_nobody_of_another():
    for code in ("VN", "KH"):
        person("Twin Name", code)
    seer, lone = person("Seer", "KH", "focal-point"), person("Lone Twin", "KH", "trainee")
    scoped = with_words(Person.objects.visible_to(seer), "twin", access_of(seer))
    assert {p.country.code for p in scoped} == {"KH"} and scoped.count() == 2
    assert {row.country.code for row in hits("twin", access_of(seer))} == {"KH"}
    assert found("twin", lone) == ["Lone Twin"] and found("name", lone) == [] and found("tw", lone) == ["Lone Twin"]


def test_a_common_and_a_rare_word_meet(officer):
    for number in range(30):
        person(f"Common Number{number}", "VN")
    assert found("common number7", officer) == ["Common Number7"]
    assert len(found("common", officer)) == 30


def test_who_was_merged_or_erased_has_no_words():
    gone, kept = person("Gone Once"), person("Kept")
    gone.merged_into = kept
    index(gone)
    assert not NameWord.objects.filter(person=gone).exists()


@given(st.text(max_size=60))
def test_any_text_can_be_a_name_and_a_query(text):
    kept = words_of(text)
    assert all(0 < len(word) <= 60 for word in kept) and len(asked(text)) <= 8


@given(st.lists(st.sampled_from(["Nguyễn", "Thị", "Hòa", "ចាន់", "សុខា", "王伟", "สมชาย", "မြ", "ແກ້ວ"]), min_size=1,
                max_size=4, unique=True), st.randoms())
def test_every_order_of_the_names_asks_for_words_that_the_name_has(names, shuffled):
    kept = words_of(" ".join(names))
    shuffled.shuffle(names)
    assert set(asked(" ".join(names))) <= kept
