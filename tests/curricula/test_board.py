"""The board of modules by country: what everyone may see, in six queries, whatever its size."""

import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from curricula.domain.board import board
from curricula.domain.tandem import State
from curricula.models import Adaptation, CurriculumPage, CurriculumVersion, ModulePage, Translation, VersionModule
from lms.people.models import Country
from tests.curricula import factories as make

pytestmark = pytest.mark.django_db
BOARD = "/en/curricula/regional/tandem/"


def cells(board_, letter: str):
    return next(row.cells for row in board_.rows if row.letter == letter)


def of_starter(now=None):
    return board(slug="regional", mine=None, now=now or timezone.now())


def test_the_starter_content_shows_every_state(starter):
    found = of_starter()
    assert [column.country.code for column in found.columns] == ["KH", "VN"]
    assert [cell.state for cell in cells(found, "B")] == [State.DIVERGED, State.WAITING]
    assert cells(found, "E")[0].state is State.DECLINED and cells(found, "E")[0].reason
    assert cells(found, "C")[0].state is State.TRANSLATING and cells(found, "A")[1].state is State.DIVERGED
    assert {country.code for country in found.missing} == {"CN", "LA", "MM", "TH"}


def test_a_decision_waits_since_the_release_that_brought_the_change(starter):
    released = timezone.localdate(CurriculumVersion.objects.get(curriculum__slug="regional", major=3).released_at)
    now = timezone.now() + timedelta(days=400)
    assert cells(of_starter(now), "B")[1].days == (timezone.localdate(now) - released).days == of_starter(now).longest


def test_everyone_reads_the_board_and_the_country_of_the_reader_stands_first(client, starter, account):
    page = client.get(BOARD).content.decode()
    assert "1 module waits for a country’s decision" in page and page.index("Cambodia</a>") < page.index("Viet Nam</a>")
    client.force_login(account("trainee.vn"))
    page = client.get(BOARD).content.decode()
    assert page.index("Viet Nam</a>") < page.index("Cambodia</a>")
    assert "Mẫu" not in page.replace(account("trainee.vn").name, "")


def test_the_board_is_a_sheet(client, starter):
    response = client.get("/en/curricula/regional/tandem.xlsx")
    rows = list(load_workbook(io.BytesIO(response.content)).active.values)
    assert rows[0][:2] == ("Module", "Version") and rows[2][0] == "B Prevention"
    assert rows[2][3].startswith("Waiting, ") and rows[5][2].startswith("Declined, 3.0, ")


@pytest.mark.parametrize("path", [BOARD.replace("regional", "viet-nam"), BOARD.replace("regional", "nowhere"),
                                  "/en/curricula/regional/changes/", "/en/curricula/viet-nam/zz/changes/"])
def test_what_is_not_there_is_a_page_that_says_so(client, starter, path):
    assert client.get(path).status_code == 404


def test_a_regional_curriculum_that_nobody_follows_says_what_would_fill_the_board(client, db):
    make.module(make.curriculum("regional"), "A")
    assert "No country follows this curriculum yet." in client.get(BOARD).content.decode()


def grown(*, countries: int, modules: int) -> CurriculumPage:
    """A region of so many modules in two versions, followed by so many countries, all waiting."""
    regional = make.curriculum("regional")
    origins = [make.module(regional, f"{at:02d}") for at in range(modules)]
    make.release(regional, "1.0")
    bases = {row.module_id: row for row in VersionModule.objects.all()}
    for at in range(countries):
        country = Country.objects.create(code=f"X{at}", names={"en": f"Country {at}"}, time_zone="Asia/Bangkok")
        national = make.curriculum(f"national-{at}", place=country)
        CurriculumPage.objects.filter(pk=national.pk).update(origin=regional)
        for origin in origins:
            page = make.module(national, origin.letter, live=False)
            bond = Adaptation.objects.create(curriculum=national, module=page, origin=origin, status="as-is",
                                             base=bases[origin.pk])
            Translation.objects.bulk_create([Translation(adaptation=bond, unit=key, source=digest, done=True,
                                                         at=make.NOW) for key, digest in bond.base.units])
    for origin in origins:
        origin.title += ", revised"
        origin.save_revision().publish()
    make.release(regional, "2.0", date(2026, 9, 1))
    return regional


@pytest.mark.parametrize(("countries", "modules"), [(1, 1), (6, 5)])
def test_six_queries_whatever_the_size(client, countries, modules):
    grown(countries=countries, modules=modules)
    client.get("/en/curricula/")
    with CaptureQueriesContext(connection, ) as queries:
        page = client.get(BOARD).content.decode()
    assert len(queries) <= 6, [one["sql"][:120] for one in queries]
    assert f"{countries * modules} module" in page
    assert ModulePage.objects.count() == modules * (countries + 1)
