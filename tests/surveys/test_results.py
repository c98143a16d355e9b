"""Results: whose answers they count, what they show and what they hide, and what they cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.audit.models import Entry
from lms.surveys.domain.results.numbers import bins, fill, median
from tests.factories import country, person
from tests.surveys.answered import ITEMS, TODAY, instrument, submit, version

pytestmark = pytest.mark.django_db
RESULTS = "/en/instruments/pulse/results/"


@pytest.fixture
def boss():
    return person("Boss", "VN", "coordinator", language="en")


@pytest.fixture
def officer():
    return person("Officer", None, "secretariat")


def clear(yes: int, no: int, maybe: int = 0) -> list[dict]:
    return [{"clear": "yes"}] * yes + [{"clear": "no"}] * no + [{"clear": "maybe"}] * maybe


def figure(page, path: str = "clear"):
    return next(one for one in page.context["results"].figures if one.path == path)


def counts(page, path: str = "clear", column: int = 0) -> list[int | None]:
    return [line.cells[column].count for line in figure(page, path).lines]


def test_a_national_reader_counts_the_own_country_the_secretariat_all(boss, officer, client_as):
    of = instrument()
    submit(of, clear(8, 6), country=country("VN"))
    submit(of, clear(7, 9), country=country("KH"))
    mine, all_ = client_as(boss).get(RESULTS), client_as(officer).get(RESULTS)
    assert (mine.context["results"].count, counts(mine)) == (14, [8, 6, 0])
    assert (all_.context["results"].count, counts(all_)) == (30, [15, 15, 0])
    assert counts(client_as(officer).get(RESULTS, {"country": "KH"})) == [7, 9, 0]
    assert client_as(boss).get(RESULTS, {"country": "KH"}).context["results"].count == 14  # it is not on offer


@pytest.mark.parametrize(("role", "code", "status"), [
    ("coordinator", "VN", 200), ("working-group", "VN", 200), ("focal-point", "VN", 200), ("trainer", "VN", 403),
    ("donor", None, 403), ("coordinator", "KH", 404), ("secretariat", None, 200)])
def test_who_reads_results_of_a_national_instrument(role, code, status, client_as):
    submit(instrument(country=country("VN")), clear(8, 6), country=country("VN"))
    assert client_as(person("Reader", code, role)).get(RESULTS).status_code == status


def test_visitors_sign_in_first(client):
    instrument()
    assert client.get(RESULTS).status_code == 302


def test_every_kind_of_question_has_its_figure(boss, client_as):
    answers = [{"clear": "yes", "topics": ["yes", "no"], "years": number, "held": "2026-11-03", "first": f"Text {number}",
                "members": [{"members/name": "A", "members/role": "no"}, {"members/name": "B", "members/role": "no"}]}
               for number in range(1, 11)]
    submit(instrument(), answers, country=country("VN"))
    page = client_as(boss).get(RESULTS)
    assert counts(page, "topics") == [10, 10, 0]
    assert counts(page, "members/role") == [0, 10, 0]  # persons, not entries
    assert counts(page, "held") == [10]
    assert sum(counts(page, "years")) == 10
    assert figure(page, "years").means[0].mean == figure(page, "years").means[0].median == 5.5
    assert figure(page, "first").answered == [10]
    html = page.content.decode()
    assert "Text 3" not in html and "the-secret-key" not in html and "November 2026" in html
    assert "/results/texts/first/" in html


def test_small_figures_are_hidden_with_enough_others(boss, client_as):
    submit(instrument(), clear(12, 3, 8), country=country("VN"))
    page = client_as(boss).get(RESULTS)
    assert counts(page) == [12, None, None]
    assert page.content.decode().count(">hidden<") >= 2


def test_fewer_than_five_show_nothing_not_even_how_many(boss, client_as):
    of = instrument(anonymous=True)
    submit(of, clear(4, 0), country=country("VN"))
    page = client_as(boss).get(RESULTS)
    assert page.context["results"].figures == [] and "Fewer than five answers so far" in page.content.decode()
    submit(of, clear(1, 0), country=country("VN"))
    assert counts(client_as(boss).get(RESULTS)) == [5, 0, 0]


@pytest.mark.parametrize("query", [{"version": "1"}, {"version": "2"}, {"language": "lo"}, {"language": "en"},
                                   {"channel": "paper"}, {"answer": "clear:no"}, {"since": "2026-11-20"}, {"until": "2026-11-19"}])
@pytest.mark.parametrize("anonymous", [True, False])
def test_no_filter_shows_a_set_whose_rest_is_small(anonymous, query, boss, client_as):
    of = instrument(anonymous=anonymous)
    newer = version(of.form, 2)
    submit(of, clear(10, 0), country=country("VN"))
    submit(newer, clear(0, 3), country=country("VN"), language="lo", channel="paper", day=TODAY - timedelta(days=1))
    found = client_as(boss).get(RESULTS, query).context["results"]
    assert found.figures == [] or found.count == 13


def test_filters_of_a_named_form_go_together(boss, client_as):
    of = instrument()
    submit(of, clear(6, 7), country=country("VN"), language="vi")
    submit(of, clear(9, 5), country=country("VN"), language="en", channel="paper")
    page = client_as(boss).get(RESULTS, {"language": "vi", "answer": "clear:yes"})
    assert page.context["results"].count == 6
    assert client_as(boss).get(RESULTS, {"language": "vi", "channel": "paper"}).context["results"].why_not == "none"


def test_two_filters_of_an_anonymous_form_are_refused(boss, client_as):
    of = instrument(anonymous=True)
    submit(of, clear(10, 10), country=country("VN"), language="vi")
    submit(of, clear(10, 10), country=country("VN"), language="en", channel="paper")
    assert client_as(boss).get(RESULTS, {"language": "vi"}).context["results"].count == 20
    for query in ({"language": "vi", "answer": "clear:yes"}, {"language": "vi", "by": "channel"}, {"since": "2026-01-01", "by": "q:clear"}):
        page = client_as(boss).get(RESULTS, query)
        assert page.context["results"].why_not == "one" and page.context["results"].figures == []


def test_days_of_an_anonymous_form_are_whole_weeks(boss, client_as):
    of = instrument(anonymous=True)
    for weeks, answers in ((0, clear(6, 6)), (1, clear(7, 5)), (2, clear(1, 1))):
        submit(of, answers, country=country("VN"), day=TODAY - timedelta(weeks=weeks))
    for day in range(13, 21):
        found = client_as(boss).get(RESULTS, {"since": f"2026-11-{day}"}).context["results"]
        # the week of two is joined with the next one: no two ranges differ by them
        assert found.count in (12, 26) or found.why_not == "hidden"


def test_parts_side_by_side_and_questions_crossed(boss, client_as):
    of = instrument()
    submit(of, [{"clear": "yes", "topics": ["no"]}] * 8 + [{"clear": "no", "topics": ["yes"]}] * 7, country=country("VN"))
    newer = version(of.form, 2)
    submit(newer, [{"clear": "yes", "topics": ["yes"]}] * 9, country=country("VN"))
    page = client_as(boss).get(RESULTS, {"by": "version"})
    assert [head["words"] for head in page.context["heads"]] == ["Version 1", "Version 2"]
    assert [counts(page, column=column) for column in (0, 1)] == [[8, 7, 0], [9, 0, 0]]
    crossed = client_as(boss).get(RESULTS, {"by": "q:clear"})
    assert [head["words"] for head in crossed.context["heads"]] == ["Yes", "No"]
    assert counts(crossed, "topics", 0) == [9, 8, 0] and counts(crossed, "topics", 1) == [7, 0, 0]


def test_a_small_part_is_left_out_with_its_name(officer, client_as):
    of = instrument(anonymous=True)
    for code, many in (("VN", 9), ("KH", 8), ("LA", 2)):
        submit(of, clear(many, 0), country=country(code))
    page = client_as(officer).get(RESULTS, {"by": "country"})
    assert [head["words"] for head in page.context["heads"]] == ["Viet Nam"]  # two and eight together stay hidden
    assert not any(option.words == "LA" for choice in page.context["choices"] for option in choice.options)


@pytest.mark.parametrize("query", [{"version": "x"}, {"version": "9" * 40}, {"since": "31.12."}, {"by": "q:gone"}, {"by": "person"},
                                   {"answer": "clear"}, {"answer": ":"}, {"occasion": "x"}, {"country": "'; --"}, {"page": "-1"}])
def test_what_is_not_on_offer_is_not_asked(query, boss, client_as):
    submit(instrument(), clear(6, 6), country=country("VN"))
    assert counts(client_as(boss).get(RESULTS, query)) == [6, 6, 0]


def test_an_instrument_that_is_not_there_and_one_without_a_version(boss, client_as):
    assert client_as(boss).get(RESULTS).status_code == 404
    instrument("other").form.__class__.objects.create(key="pulse", titles={"en": "Empty"}, kind="pulse")
    assert "not published yet" in client_as(boss).get(RESULTS).content.decode()


def queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.mark.parametrize("address", [RESULTS, f"{RESULTS}?by=q:clear", "/en/instruments/pulse/answers/"])
def test_rows_cost_no_queries(address, boss, client_as):
    of, client = instrument(), client_as(boss)
    submit(of, clear(5, 0), country=country("VN"), person=boss)
    few = queries(client, address)
    submit(of, clear(20, 10), country=country("VN"), person=boss)
    assert queries(client, address) == few <= 25


# --- written answers and single ones --------------------------------------------------------------------------------

TEXTS, ANSWERS = f"{RESULTS}texts/first/", "/en/instruments/pulse/answers/"


def test_written_answers_are_searched_and_their_reading_is_logged(boss, client_as):
    submit(instrument(), [{"first": "Visit the border"}, {"first": "Ask <b>Sokha</b> at the Border post"}, {"clear": "yes"}],
           country=country("VN"))
    client = client_as(boss)
    assert client.get(TEXTS).context["found"].found == 2
    html = client.post(TEXTS, {"words": "BORDER post"}).content.decode()
    assert "<mark>Border</mark> <mark>post</mark>" in html and "&lt;b&gt;Sokha" in html and "Visit" not in html
    entry = Entry.objects.filter(verb="answers.read").latest("pk")
    assert entry.after == {"rows": 1} and "order" not in str(entry.after)


def test_written_answers_of_an_anonymous_form_show_from_five_on_and_never_a_day(boss, client_as):
    of = instrument(anonymous=True)
    submit(of, [{"first": f"Text {number}"} for number in range(4)], country=country("VN"))
    assert client_as(boss).get(TEXTS).context["found"] is None
    submit(of, [{"first": "Text 4"}], country=country("VN"))
    page = client_as(boss).get(TEXTS)
    assert {one.text for one in page.context["found"].texts} == {f"Text {number}" for number in range(5)}
    assert all(one.day is None and one.instance is None for one in page.context["found"].texts)
    assert "2026" not in page.content.decode().partition("<main")[2].partition("</main")[0]


@pytest.mark.parametrize("path", ["gone", "clear", "members", "é"])
def test_only_questions_that_are_answered_in_words_have_such_a_page(path, boss, client_as):
    instrument()
    assert client_as(boss).get(f"{RESULTS}texts/{path}/").status_code == 404


@pytest.mark.parametrize(("role", "code", "listing", "one"), [
    ("coordinator", "VN", 200, 200), ("coordinator", "KH", 200, 404), ("focal-point", "VN", 403, 403),
    ("secretariat", None, 200, 200), ("administrator", None, 403, 403)])
def test_who_reads_single_answers(role, code, listing, one, client_as):
    answer, = submit(instrument(), [{"first": "Mine"}], country=country("VN"))
    client = client_as(person("Reader", code, role))
    page = client.get(ANSWERS)
    assert page.status_code == listing
    if listing == 200:
        assert len(page.context["rows"]) == (one == 200)
    assert client.get(f"{ANSWERS}{answer.instance_id}/").status_code == one
    assert Entry.objects.filter(verb="answers.read").count() == (one == 200)


def test_one_answer_is_read_in_the_forms_order_and_logged_about_its_person(boss, client_as):
    lan = person("Lan", "VN")
    answer, = submit(instrument(), [{"members": [{"members/name": "Minh", "members/role": "maybe"}], "clear": "yes",
                                     "held": "2026-11-03"}],
                     country=country("VN"), person=lan)
    page = client_as(boss).get(f"{ANSWERS}{answer.instance_id}/")
    assert [(one.label, one.answer, one.number) for one in page.context["found"].said] == [
        ("About clear", "Yes", 0), ("About held", "3 November 2026", 0), ("About members", "", 1), ("About members/name", "Minh", 0),
        ("About members/role", "Perhaps", 0)]
    entry = Entry.objects.get(verb="answers.read")
    assert (entry.about, entry.actor, entry.before, entry.after) == (lan.uuid, boss.uuid, {}, {})


def test_nobody_reads_an_anonymous_answer(officer, client_as):
    answer, = submit(instrument(anonymous=True), clear(1, 0))
    assert client_as(officer).get(ANSWERS).status_code == 404
    assert client_as(officer).get(f"{ANSWERS}{answer.instance_id}/").status_code == 404


# --- numbers ----------------------------------------------------------------------------------------------------------

@given(st.lists(st.one_of(st.integers(-1000, 1000), st.floats(-50, 50, allow_nan=False)), min_size=5, max_size=60))
def test_bars_lose_nobody_and_show_no_small_group(values):
    bars = bins(values)
    counted = fill(values, [one.end for one in bars if one.end is not None])
    assert sum(counted) == len(values) and len(bars) <= 9
    assert all(count == 0 or count >= 5 for count in counted)
    assert bars[0].start is None and bars[-1].end is None


def test_the_median_is_the_middle():
    assert [median(row) for row in ([], [3], [3, 1], [9, 1, 2])] == [None, 3, 2, 2]


answers = st.lists(st.tuples(st.sampled_from(["yes", "no", "maybe", None]), st.sampled_from(["yes", "no", None]),
                             st.sampled_from(["en", "lo"])), min_size=1, max_size=14)


@settings(max_examples=15, phases=["explicit", "generate"])
@given(answers)
def test_no_page_of_an_anonymous_form_shows_a_small_figure(rows):
    """Every filter and every division: all counts are none or five and more, and so is what each leaves of its whole."""
    from django.db import transaction

    from lms.surveys.domain.results.looking import look

    items = [ITEMS[0], ITEMS[0] | {"path": "other", "name": "other"}]
    with transaction.atomic():
        of, boss = instrument(anonymous=True, items=items), person("Boss", None, "secretariat")
        for first, second, language in rows:
            submit(of, [{path: one for path, one in (("clear", first), ("other", second)) if one}], language=language)
        pages = [{}, *({"language": one} for one in ("en", "lo")), {"by": "language"}, {"by": "q:clear"}, {"by": "q:other"},
                 *({"answer": f"{path}:{one}"} for path in ("clear", "other") for one in ("yes", "no", "maybe"))]
        for query in pages:
            found = look(form=of.form, by=boss, given=query, language="en")
            shown = list(found.sizes) + [cell.count for one in found.figures for line in one.lines for cell in line.cells]
            shown += [answered for one in found.figures for answered in one.answered]
            assert all(count is None or count == 0 or count >= 5 for count in shown), (query, shown)
            if not found.why_not and not query.get("by"):
                for one in found.figures:
                    known = [line.cells[0].count for line in one.lines]
                    left = found.count - sum(count or 0 for count in known)
                    assert left == 0 or left >= 5, (query, one)
        transaction.set_rollback(True)


def test_who_may_not_read_single_answers_lays_no_two_filters_over_each_other(boss, client_as):
    submit(instrument(country=country("VN")), clear(8, 6), country=country("VN"))
    two = {"since": TODAY.isoformat(), "answer": "clear:yes"}
    chair = client_as(person("Chair", "VN", "chair"))
    assert chair.get(RESULTS, two).context["results"].why_not == "one"
    assert client_as(boss).get(RESULTS, two).context["results"].count == 8
