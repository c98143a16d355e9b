"""The rows of curricula: module page cold and signed in, search over many pages, the board, comparing two versions."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from django.core.cache import cache
from django.utils import timezone
from wagtail.models import Page as TreePage

from bench import client, data, tree
from bench.client import Page
from bench.peers import bare, bare_orm, searched, stock, wagtail_lms
from bench.peers.process import Process
from bench.rows import Row, module_page
from certification.models import Certificate
from curricula.domain import versions
from curricula.domain.adapting import Choice, take_up
from curricula.domain.comparing import compare
from curricula.domain.drafts import child_of
from curricula.domain.kept import renew
from curricula.domain.units import of_content
from curricula.models import CountryFolder, CurriculumPage, ModulePage, Session
from curricula.views.reading import page_key
from lms.people.models import Country

PAGES, GROWTH, MODULES, BLOCKS = 600, 10, 40, 40
COMPARE_MS = 300


@dataclass(frozen=True)
class Cold(Page):
    """A page of which something is forgotten before each request; only the request is counted."""

    forget: Callable[[], object] = cache.clear

    def queries(self) -> int:
        self.forget()
        return super().queries()

    def batch(self, requests: int) -> float:
        spent = 0.0
        for _ in range(requests):
            self.forget()
            start = time.process_time()
            answer = client.ask(self.address, self.cookie)
            spent += time.process_time() - start
            self.check(answer)
        return spent


@dataclass(frozen=True)
class Call:
    """A function of the domain as a subject: what it costs without a page around it."""

    name: str
    run: Callable[[], object]

    def queries(self) -> int:
        return client.count_queries(self.run)

    def batch(self, requests: int) -> float:
        start = time.process_time()
        for _ in range(requests):
            self.run()
        return time.process_time() - start


@dataclass
class Closing:
    """The processes of one run, ended with it."""

    begun: list[Process] = field(default_factory=list)

    def __call__(self, process: Process) -> Process:
        self.begun.append(process)
        return process

    def __enter__(self) -> "Closing":
        return self

    def __exit__(self, *_error: object) -> None:
        for process in self.begun:
            process.close()


def all_rows(*, rounds: int, scratch: Path) -> list[dict]:
    """Everything of this file, measured. `scratch` is a folder that is thrown away."""
    with Closing() as closing:
        rows = [*reading_rows(scratch, closing), *search_rows(scratch, closing), board_row(), compare_row()]
        return [row.measured(rounds=rounds) for row in rows]


def reading_rows(scratch: Path, closing: Closing) -> list[Row]:
    """The module page for the first reader after a publication, for the first of all, and for people who are signed in."""
    warm, peer = module_page(), stock.peer()
    where = (warm.address, warm.needle)
    signed = Page("module page", *where, data.coordinator(""))
    # its route and its text are kept longer than the page
    rows = [Row("module page, cold: the page is not kept", Cold("module page", *where, forget=lambda: cache.delete(
                page_key(warm.address, packed=True))), peer, queries=4, times=1 / 3),
            Row("module page, cold: a publication has just been", Cold("module page", *where, forget=renew), peer, queries=4),
            Row("module page, cold: nothing is kept at all", Cold("module page", *where), peer, queries=4),
            Row("module page, signed in", signed, bare_orm.peer(Certificate.objects.latest("pk")), queries=4),
            Row("module page, signed in", signed, peer)]
    for page, who in ((warm, False), (signed, True)):
        if lms := wagtail_lms.peer(folder=scratch, signed_in=who):
            rows.append(Row(f"module page, {'signed in' if who else 'public'}", page, closing(lms)))
    return rows


def search_rows(scratch: Path, closing: Closing) -> list[Row]:
    """Search over pages and over ten times as many, and by Wagtail's own backend over these."""
    copies = []
    for name, pages, backend in (("few", PAGES, "ours"), ("many", PAGES * GROWTH, "ours"), ("stock", PAGES * GROWTH, "stock")):
        tree.fill(pages)
        label = f"search over {pages:,} pages" if backend == "ours" else f"Wagtail's database backend over {pages:,} pages"
        copies.append(closing(searched.peer(folder=tree.copy_to(scratch / f"search-{name}"), backend=backend, name=label)))
    few, many, theirs = copies
    return [Row(many.name, many, few, times=1.5), Row(many.name, many, theirs, times=0.1)]


def board_row() -> Row:
    """The board of 40 modules by the countries there are."""
    slug = fill_board()
    return Row(f"board of {MODULES} modules by {Country.objects.count()} countries",
               Cold("board", f"/en/curricula/{slug}/tandem/", "Bench module 1"), bare.peer(), queries=6)


def fill_board() -> str:
    """A regional curriculum of many short modules, and a national one of each country that follows it; its address."""
    now, slug = timezone.now(), "bench-board"
    if CurriculumPage.objects.filter(slug=slug).exists():
        return slug
    model = ModulePage.objects.live().get(slug="a", language="en")
    body = json.dumps([block.get_prep_value() for block in list(model.body)[:4]])
    regional = child_of(CountryFolder.objects.get(country=None), CurriculumPage(title="Bench board", slug=slug, language="en"))
    regional.save_revision().publish()
    for number in range(1, MODULES + 1):
        module = ModulePage(title=f"Bench module {number}", slug=f"m{number}", letter=f"M{number}"[:3], language="en", body=body)
        module.sessions = [Session(sort_order=1, key="1", title="One", minutes=60)]
        child_of(regional, module).save_revision().publish()
    regional.refresh_from_db()
    version = versions.release(curriculum=regional, major=1, minor=0, in_force=now.date(), notes="", by=None, now=now)
    for country in Country.objects.all():
        folder = CountryFolder.objects.get(country=country)
        page = child_of(folder, CurriculumPage(title=f"Bench {country.code}", slug=f"bench-{country.code.lower()}",
                                               country=country, language="en", origin=regional))
        page.save_revision().publish()
        for frozen in version.modules.select_related("revision", "module"):
            take_up(curriculum=TreePage.objects.get(pk=page.pk).specific, frozen=frozen, choice=Choice("as-is"), by=None, now=now)
    cache.clear()
    return slug


def compare_row() -> Row:
    """Two versions of a module of 40 blocks, of which every second one was changed, with the marks of every word."""
    content = ModulePage.objects.live().get(slug="a", language="en").live_revision.content
    rows = json.loads(content["body"])
    blocks = [{**rows[at % len(rows)], "id": f"block-{at}"} for at in range(BLOCKS)]
    changed = [json.loads(json.dumps(block).replace(" the ", " each ")) if at % 2 else block for at, block in enumerate(blocks)]
    then, now = (of_content({**content, "body": json.dumps(body)}) for body in (blocks, changed))

    def run() -> None:
        found = compare(then, now)
        if sum(bool(row.fields) for row in found) < BLOCKS // 2:
            raise client.WrongAnswer("the comparison found too little")

    return Row(f"comparing two versions of a module of {BLOCKS} blocks", Call("compare", run), bare.peer(), most_ms=COMPARE_MS)

