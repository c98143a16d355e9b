"""The translations check bites: each way of spoiling a catalogue is found and named. Worked on a made-up catalogue."""

import json
import subprocess
import sys
from pathlib import Path

import messages
import po
import pytest
import translations

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"

SOURCE = '''
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
PLACE = _("Where it is held")
HELLO = _("Signed in as %(name)s")
RANGE = _("{first} to {last}")
LINK = _('See <a href="/my/">my work</a>')
NAME = _("COMMIT Academy")
SEATS = ngettext("%(count)s seat", "%(count)s seats", 2)
MAY = pgettext("month", "May")
'''
KHMER = {
    "Where it is held": "កន្លែង",
    "Signed in as %(name)s": "ចូលជា %(name)s",
    "{first} to {last}": "ពី {first} ដល់ {last}",
    'See <a href="/my/">my work</a>': 'មើល <a href="/my/">ការងារ</a>',
    "COMMIT Academy": "COMMIT Academy",
    "%(count)s seat": "កៅអី %(count)s",
    "May": "ឧសភា",
}


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A small source with a whole Khmer catalogue: the path of that catalogue."""
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "views.py").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "room" / "page.html").write_text('{% load i18n %}{% translate "Where it is held" %}', encoding="utf-8")
    (tmp_path / "locale").mkdir()
    (tmp_path / "locale" / "same.txt").write_text("# names\nCOMMIT Academy\n", encoding="utf-8")
    monkeypatch.setattr(po, "LOCALE", tmp_path / "locale")
    monkeypatch.setattr(po, "allowed_same", lambda: {"COMMIT Academy"})
    monkeypatch.setattr(po, "template", lambda: messages.template(tmp_path))
    po.update(["km"])
    answers = {po.identity(message): KHMER[messages.texts(message)[0]]
               for message in messages.read(po.catalogue_path("km")) if message.id}
    (tmp_path / "km.json").write_text(json.dumps(answers), encoding="utf-8")
    assert po.fill("km", str(tmp_path / "km.json")) == 0
    return po.catalogue_path("km")


def faults_of(path):
    root = path.parents[3]
    return translations.of_catalogue(path, messages.template(root), messages.allowed_same(root / "locale"))


def test_a_whole_catalogue_passes_and_an_update_leaves_it_as_it_is(house):
    before = house.read_text(encoding="utf-8")
    assert faults_of(house) == []
    po.update(["km"])
    assert house.read_text(encoding="utf-8") == before


@pytest.mark.parametrize(("old", "new", "words"), [
    ("កន្លែង", "", "'Where it is held' not translated"),
    ("កន្លែង", "Where it is held", "'Where it is held' merely copied"),
    ("កន្លែង", "where it is held ", "'Where it is held' merely copied"),
    ("កន្លែង", "Place", "'Where it is held' not in the language's script"),
    ("ចូលជា %(name)s", "ចូលជា", "'Signed in as %(name)s' lacks %(name)s"),
    ("ចូលជា %(name)s", "ចូលជា %(nom)s", "has %(nom)s, which the English has not"),
    ("ចូលជា %(name)s", "ចូលជា %(name)s 5 %", "has a single % (write %%)"),
    ("ដល់ {last}", "ដល់", "lacks {last}"),
    ("ការងារ</a>", "ការងារ", "has other tags than the English"),
    ("កៅអី %(count)s", "កៅអី", "'%(count)s seat' lacks %(count)s"),
    ("កៅអី %(count)s", "", "'%(count)s seat' not translated"),
    ("#, python-brace-format", "#, fuzzy, python-brace-format", "'{first} to {last}' fuzzy"),
    ('msgid "Where it is held"', 'msgid "Where it was held"', "'Where it is held' missing"),
    ('msgid "Where it is held"', 'msgid "Where it was held"', "'Where it was held' no longer in the source"),
    ('msgctxt "month"\n', "", "'May' missing"),
    ("awaits a native reviewer", "is final", "awaits a native reviewer"),
    ("nplurals=1", "nplurals=2", "Plural-Forms says 2 forms"),
])
def test_each_fault_is_named(house, old, new, words):
    text = house.read_text(encoding="utf-8")
    assert old in text
    house.write_text(text.replace(old, new), encoding="utf-8")
    assert words in "\n".join(faults_of(house))


def test_an_obsolete_entry_and_a_missing_file_are_faults(house):
    house.write_text(house.read_text(encoding="utf-8") + '\n#~ msgid "Gone"\n#~ msgstr "បាត់"\n', encoding="utf-8")
    assert "'Gone' obsolete; make messages" in faults_of(house)
    house.unlink()
    assert faults_of(house) == ["there is no such file; make messages"]


def test_a_new_text_in_the_source_is_missed_in_the_catalogue(house):
    page = house.parents[3] / "room" / "page.html"
    page.write_text("{% load i18n %}{% blocktranslate trimmed %}\n  A new\n  line\n{% endblocktranslate %}", encoding="utf-8")
    assert "'A new line' missing; make messages" in faults_of(house)


def test_fill_refuses_what_the_check_would_and_writes_the_rest(house, tmp_path, capsys):
    rows = [{"id": po.identity(message), "msgstr": "ទីតាំង" if message.id == "Where it is held" else "ខុស"}
            for message in messages.read(house) if message.id in {"Where it is held", "Signed in as %(name)s"}]
    (tmp_path / "rows.json").write_text(json.dumps([*rows, {"id": "0", "msgstr": "x"}]), encoding="utf-8")
    assert po.fill("km", str(tmp_path / "rows.json")) == 1
    assert "lacks %(name)s" in capsys.readouterr().err
    now = messages.read(house)
    assert now.get("Where it is held").string == "ទីតាំង"
    assert now.get("Signed in as %(name)s").string == KHMER["Signed in as %(name)s"]


def test_the_command_fails_on_a_spoilt_copy_of_locale(tmp_path):
    (tmp_path / "locale").mkdir()
    done = subprocess.run([sys.executable, SCRIPTS / "translations.py", "--locale", tmp_path / "locale"],
                          capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "locale/vi/LC_MESSAGES/django.po: there is no such file" in done.stdout
