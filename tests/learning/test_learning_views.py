"""The pages of lessons, as a browser without a script uses them."""

import re

import pytest
from django.conf import settings

from lms.learning.models import Registration, Statement
from tests.learning.factories import FEEDBACK, HINT, RIGHT, WRONG
from tests.learning.factories import lesson as make

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def text(response) -> str:
    return response.content.decode()


def send(client, address: str, **data):
    """Fill in the page's own form: the hidden statement goes back as it came."""
    hidden = re.search(r'name="statement" value="([^"]+)"', text(client.get(address)))
    return client.post(address, {"statement": hidden[1], **data})


@pytest.mark.parametrize("frame", LANGUAGES)
def test_the_same_address_in_every_frame(client, lesson, frame):
    own = "vi" if frame == "vi" else "en"
    for address in ("", "s1/"):
        page = text(client.get(f"/{frame}/learn/first/{address}"))
        assert f'<h1><span lang="{own}">' in page


def test_which_language_a_reader_gets(client, lesson, trainee):
    make("only-vi", languages=("vi",))
    assert '<h1><span lang="vi">' in text(client.get("/en/learn/first/?in=vi"))
    assert '<h1><span lang="en">' in text(client.get("/en/learn/first/?in=km"))
    assert '<h1><span lang="vi">' in text(client.get("/en/learn/only-vi/"))
    assert '<h1><span lang="en">' in text(client.get("/th/learn/first/"))
    trainee.language = "vi"
    trainee.save()
    client.force_login(trainee)
    assert '<h1><span lang="vi">' in text(client.get("/th/learn/first/"))
    assert '<h1><span lang="en">' in text(client.get("/en/learn/first/"))


def test_the_language_asked_for_is_kept_from_step_to_step(client, lesson, trainee):
    client.force_login(trainee)
    assert 'href="/en/learn/first/s1/?in=vi"' in text(client.get("/en/learn/first/?in=vi"))
    assert send(client, "/en/learn/first/s2/?in=vi").url == "/en/learn/first/s3/?in=vi"


@pytest.mark.parametrize("signed_in", [True, False])
def test_the_answer_is_judged_on_the_server(client, lesson, trainee, signed_in):
    if signed_in:
        client.force_login(trainee)
    page = text(client.get("/en/learn/first/s1/"))
    assert "The second" in page and FEEDBACK not in page and HINT not in page
    wrong = text(send(client, "/en/learn/first/s1/", answer=WRONG))
    assert HINT in wrong and FEEDBACK not in wrong and "Check the answer" in wrong and 'rel="next"' in wrong
    right = text(send(client, "/en/learn/first/s1/", answer=RIGHT))
    assert FEEDBACK in right and '<a class="button" rel="next" href="/en/learn/first/s2/">' in right
    assert Statement.objects.count() == (3 if signed_in else 0)


@pytest.mark.parametrize("answer", ["", "x", "-1", "7", "1.0", "٣", "9" * 40])
def test_no_answer_is_no_error(client, lesson, trainee, answer):
    client.force_login(trainee)
    response = send(client, "/en/learn/first/s1/", answer=answer)
    assert response.status_code == 200 and "Choose one answer first" in text(response)


def test_a_bad_statement_does_not_stop_the_reader(client, lesson, trainee):
    client.force_login(trainee)
    assert client.post("/en/learn/first/s2/", {"statement": "1; drop"}).status_code == 302
    assert Statement.objects.count() == 1


def test_read_to_completion(client, lesson, trainee):
    client.force_login(trainee)
    overview = text(client.get("/en/learn/first/"))
    assert "Start the lesson" in overview and "0 of 3" in overview
    send(client, "/en/learn/first/s1/", answer=RIGHT)
    overview = text(client.get("/en/learn/first/"))
    assert "Continue" in overview and 'class="button" href="/en/learn/first/s2/"' in overview and "1 of 3" in overview
    assert send(client, "/en/learn/first/s2/").url == "/en/learn/first/s3/"
    last = text(send(client, "/en/learn/first/s3/", answer=RIGHT))
    assert '<a class="button" rel="next" href="/en/learn/first/">' in last and "Finish the lesson" in last
    overview = text(client.get("/en/learn/first/"))
    assert "You have completed this lesson." in overview and "Completed" in overview and "Continue" not in overview
    assert "Completed on" in text(client.get("/en/learn/"))
    assert Registration.objects.get().completed_at


def test_everyone_may_read_and_is_told_what_does_not_count(client, lesson):
    for address in ("", "s1/"):
        page = text(client.get(f"/en/learn/first/{address}"))
        assert "You can read on without an account." in page and "?next=/en/learn/first/" in page
    assert client.post("/en/learn/first/s2/").url == "/en/learn/first/s3/"
    assert not Registration.objects.exists()


def test_one_row_a_lesson(client, lesson):
    make("draft", live=False)
    page = text(client.get("/vi/learn/"))
    assert page.count('href="/vi/learn/first/"') == 1 and '<span lang="vi">first in vi' in page and "draft" not in page
    assert '<span lang="en">English</span>' in page


@pytest.mark.parametrize("address", ["none/", "first/s9/", "none/s1/", "draft/", "draft/s1/"])
def test_unknown_addresses(client, lesson, address):
    make("draft", live=False)
    assert client.get(f"/en/learn/{address}").status_code == 404


def test_queries(client, lesson, trainee, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get("/en/learn/")
    with django_assert_num_queries(1):
        client.get("/en/learn/first/s1/")
    for at in range(9):
        make(f"more-{at}", languages=("en",))
    with django_assert_num_queries(1):
        client.get("/en/learn/")
    client.force_login(trainee)
    with django_assert_num_queries(4):  # session, person, lesson, statements
        client.get("/en/learn/first/s1/")
    with django_assert_num_queries(4):  # session, person, registrations, lessons
        client.get("/en/learn/")


def test_the_preview_shows_the_whole_lesson(lesson, rf):
    assert lesson.serve(rf.get("/")).url == "/en/learn/first/"
    page = lesson.make_preview_request().render().content.decode()
    assert "Title of s3" in page and FEEDBACK in page
