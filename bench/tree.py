"""Many pages, quickly: information pages whose texts are sentences of the modules, shuffled, in a fixed order."""

import random
import sqlite3
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction
from django.utils.html import strip_tags
from wagtail.models import Locale, Page

from curricula.models import ModulePage
from lms.home.models import HomePage, InfoPage

SENTENCES = 12


def fill(wanted: int) -> None:
    """Bring the pages under the English home page up to this number, and the index up to date."""
    home = HomePage.objects.get(locale__language_code="en")
    have = Page.objects.filter(path__startswith=home.path, slug__startswith="bench-").count()
    sentences, chance = said(), random.Random(have)
    pages, texts = [], []
    first = home.get_children().order_by("path").last()
    step = int(first.path[-Page.steplen:], 36) if first else 0
    for number in range(have, wanted):
        step += 1
        title = f"{chance.choice(sentences)[:60]} {number}"
        pages.append(Page(
            path=Page._get_path(home.path, home.depth + 1, step), depth=home.depth + 1, title=title, draft_title=title,
            slug=f"bench-{number}", url_path=f"{home.url_path}bench-{number}/", live=True, locale=Locale.objects.get(pk=home.locale_id),
            content_type=ContentType.objects.get_for_model(InfoPage)))
        texts.append("".join(f"<p>{sentence}</p>" for sentence in chance.sample(sentences, SENTENCES)) + f"<p>needle{number}</p>")
    with transaction.atomic():
        made = Page.objects.bulk_create(pages, batch_size=500)
        # a child of a concrete model cannot be created in bulk: its own columns are
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {InfoPage._meta.db_table} (page_ptr_id, text) VALUES (%s, %s)",
                               [(page.pk, text) for page, text in zip(made, texts, strict=True)])
        Page.objects.filter(pk=home.pk).update(numchild=home.get_children().count())
    call_command("wagtail_update_index", verbosity=0)


def said() -> list[str]:
    """Sentences of all live modules, each at least five words or so long, in a fixed order."""
    texts = [strip_tags(text) for module in ModulePage.objects.live().order_by("path")
             for block in module.body for text in block.block.get_searchable_content(block.value)]
    return sorted({sentence.strip() for text in texts for sentence in text.replace("។", "។.").split(".")
                   if len(sentence.strip()) > 30})


def copy_to(folder: Path) -> Path:
    """A copy of the database as it is now, where a process with this DATA_DIR looks for it."""
    folder.mkdir(parents=True)
    source = Path(settings.DATABASES["default"]["NAME"])
    with sqlite3.connect(source) as held, sqlite3.connect(folder / source.name) as copy:
        held.backup(copy)
    return folder
