"""The rows of the table: which page, beside which peer, and what its target says."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils.html import escape
from django.utils.timezone import localdate

from bench import data
from bench.client import Page
from bench.first_view import first_view, kilobytes
from bench.measure import Subject, side_by_side
from bench.peers import bare, bare_orm, bare_rows
from certification.models import Certificate
from curricula.models import ModulePage
from lms.courses.models import Edition
from lms.home.models import HomePage

PAGE_KB, VIEW_KB, SCRIPT_KB = 25, 100, 30
GROWTH = 10
Sizes = Callable[[], list[tuple[str, float, float]]]


@dataclass(frozen=True)
class Row:
    """A page, its peer, and its limits: queries, times the peer's CPU time, milliseconds, and sizes as (what, kB, most kB)."""

    work: str
    ours: Subject
    peer: Subject
    queries: int | None = None
    times: float | None = None
    most_ms: float | None = None
    sizes: Sizes = list

    def measured(self, *, rounds: int) -> dict:
        """The row as bench.json has it: milliseconds of CPU a request; `held` when every limit holds."""
        ours, peer = side_by_side([self.ours, self.peer], rounds=rounds)
        limit = self.times and self.times * peer.ms
        targets, held = [], []
        if self.queries is not None:
            targets.append(f"at most {self.queries} {'query' if self.queries == 1 else 'queries'}")
            held.append(ours.queries <= self.queries)
        if limit:
            targets.append(f"at most {self.times:.3g} x {self.peer.name}")
            held.append(ours.ms <= limit)
        if self.most_ms is not None:
            limit = self.most_ms
            targets.append(f"at most {self.most_ms:g} ms")
            held.append(ours.ms <= self.most_ms)
        for what, kb, most in self.sizes():
            targets.append(f"{what} at most {most:g} kB: {kb:.1f} kB")
            held.append(kb <= most)
        return {"work": self.work, "ours_ms": round(ours.ms, 3), "queries": ours.queries,
                "peer": self.peer.name, "peer_ms": round(peer.ms, 3), "limit_ms": limit and round(limit, 3),
                "target": "; ".join(targets) or "none: for comparison", "held": all(held)}


def page_size(page: Page) -> Sizes:
    return lambda: [("page", kilobytes(page.checked().body), PAGE_KB)]


def view_size(page: Page) -> Sizes:
    def sizes() -> list[tuple[str, float, float]]:
        view = first_view(page)
        return [("first view", view.total, VIEW_KB), ("JavaScript", view.javascript, SCRIPT_KB)]

    return sizes


def home(language: str) -> Page:
    headline = HomePage.objects.get(locale__language_code=language).headline
    return Page(f"home {language}", f"/{language}/", escape(headline))


def catalogue() -> Page:
    first = Edition.objects.public().filter(end__gte=localdate()).order_by("start", "pk")[0]
    return Page("catalogue", "/en/courses/", f"/en/courses/{first.slug}/")


def module_page() -> Page:
    module = ModulePage.objects.live().get(slug="a", language="en")
    return Page("module page", f"/en/curricula/{module.get_parent().slug}/{module.slug}/", escape(module.title))


def pages(editions: int, certificate: Certificate) -> list[Row]:
    """The pages whose cost must not follow the data."""
    plain, orm, listed = bare.peer(), bare_orm.peer(certificate), catalogue()
    check = Page("certificate check", f"/en/verify/{certificate.code}/", certificate.number)
    return [Row("home", home("en"), plain), Row("module page", module_page(), plain, queries=4, times=1.3),
            Row(f"catalogue of {editions:,} editions", listed, plain, queries=4, sizes=page_size(listed)),
            Row("certificate check", check, orm, queries=1, times=1.5)]


def views() -> list[Row]:
    """First views of home: in English, and in Khmer, which brings a font."""
    return [Row(f"first view of home on a phone, {code}", home(code), bare.peer(), sizes=view_size(home(code)))
            for code in ("en", "km")]


def register(certificate: Certificate, persons: int) -> list[Row]:
    """50 of so many persons with country scope and a search, beside the same work done barely, and beside one bare row."""
    data.fill_register(persons)
    cookie = data.coordinator("lan")
    listed = Page("register", "/en/people/", "P-", cookie)
    work = f"50 of {persons:,} persons, scoped, searched"
    return [Row(work, listed, bare_rows.peer(cookie), times=3), Row(f"{work}: beside one row", listed,
                                                                     bare_orm.peer(certificate))]


def all_rows(*, rounds: int, editions: int, certificates: int, persons: int) -> list[dict]:
    """Fill the data and measure every row; then the pages again on ten times the data, with no query more."""
    today = localdate()
    data.fill(editions=editions, certificates=certificates, today=today)
    certificate = Certificate.objects.latest("pk")
    small = [row.measured(rounds=rounds) for row in pages(editions, certificate)]
    found = [*small, *(row.measured(rounds=rounds) for row in views())]
    data.fill(editions=editions * GROWTH, certificates=certificates * GROWTH, today=today)
    for row, before in zip(pages(editions * GROWTH, certificate), small, strict=True):
        grown = replace(row, work=f"{row.work}, {GROWTH} times the data", queries=before["queries"])
        found.append(grown.measured(rounds=rounds))
    return found + [row.measured(rounds=rounds) for row in register(certificate, persons)]
