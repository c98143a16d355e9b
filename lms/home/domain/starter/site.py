"""Languages, the site with a home page in each, and the information pages."""

from django.conf import settings
from django.utils.html import escape
from wagtail.models import Locale, Page, Site

from lms.home.domain.starter.content import read, uid
from lms.home.models import HomePage, InfoPage


def site() -> dict[str, HomePage]:
    """Home pages by language, translations of each other; the default site points at the English one."""
    root = Page.get_first_root_node()
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code, _name in settings.LANGUAGES}
    homes = {home.locale.language_code: home for home in HomePage.objects.select_related("locale")}
    for code, locale in locales.items():
        if code not in homes:
            text = read("pages")["home"][code]
            homes[code] = publish(root, HomePage(
                title="COMMIT Academy", slug=f"home-{code}", locale=locale, translation_key=uid("page", "home"),
                headline=text["title"], lede=text["lede"]))
        information(homes[code], code, locale)
    address(homes["en"])
    # Wagtail's welcome page; the site no longer points at it
    Page.objects.filter(depth=2, slug="home", content_type__model="page").delete()
    return homes


def information(home: HomePage, code: str, locale: Locale) -> None:
    known = set(home.get_children().values_list("slug", flat=True))
    for row in read("pages")["pages"]:
        if row["slug"] not in known:
            home.refresh_from_db()
            publish(home, InfoPage(
                title=row[code]["title"], slug=row["slug"], locale=locale, translation_key=uid("page", row["slug"]),
                text="".join(f"<p>{escape(paragraph)}</p>" for paragraph in row[code]["body"])))


def address(home: HomePage) -> None:
    """The one site, where SITE_HOST says it is."""
    host, _colon, port = settings.SITE_HOST.partition(":")
    wanted = {"hostname": host, "port": int(port or 443), "root_page_id": home.pk, "site_name": "COMMIT Academy"}
    kept = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    if any(getattr(kept, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(kept, name, value)
        kept.save()


def publish(parent: Page, page: Page) -> Page:
    """Put a page under `parent` and publish it through a revision, as an editor would."""
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page
