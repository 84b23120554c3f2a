"""Languages: what is spoken, and that the Polish catalogue is whole."""

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar import get

from iok_core.web import catalogue as tool
from iok_core.web import i18n
from iok_core.web.gates import OPEN


@pytest.mark.parametrize(
    ("cookie", "header", "spoken"),
    [
        (None, "", "pl"),
        ("uk", "en", "uk"),
        ("de", "uk", "uk"),
        (None, "uk-UA,uk;q=0.9,en;q=0.8", "uk"),
        (None, "de,en;q=0.5,uk;q=0.7", "uk"),
        (None, "uk;q=0,en;q=0.1", "en"),
        (None, "de, fr", "pl"),
        (None, "uk;q=0", "pl"),
        (None, "uk;q=x, en", "en"),
    ],
)
def test_the_own_choice_comes_before_the_browsers(
    cookie: str | None, header: str, spoken: str
) -> None:
    assert i18n.negotiate(cookie, header, offered=("pl", "uk", "en")) == spoken


@given(st.text(max_size=300))
def test_no_header_makes_the_negotiation_fail(header: str) -> None:
    assert i18n.negotiate(None, header) == "pl"


def test_only_polish_is_offered_yet(open_site: Any) -> None:
    @get("/lang", gate=OPEN, sync_to_thread=False)
    def spoken() -> str:
        return i18n.language()

    client = open_site(spoken).client
    client.cookies.set("iok-lang", "uk")
    assert client.get("/lang", headers={"accept-language": "en"}).text == "pl"


def test_polish_plurals_have_three_forms() -> None:
    one, many = "Shorten this to %(n)s character", "Shorten this to %(n)s characters"
    told = [i18n.ngettext(one, many, n) % {"n": n} for n in (1, 2, 5)]
    assert told == ["Skróć to do 1 znaku", "Skróć to do 2 znaków", "Skróć to do 5 znaków"]


async def test_two_people_are_spoken_to_in_their_own_language() -> None:
    async def listen(lang: str) -> str:
        with i18n.speaking(lang):
            await asyncio.sleep(0)
            return i18n.language()

    assert list(await asyncio.gather(listen("pl"), listen("uk"))) == ["pl", "uk"]
    assert i18n.language() == "pl"


def test_the_catalogue_is_read_fast_enough_for_a_start() -> None:
    i18n.catalogue.cache_clear()
    started = time.perf_counter()
    i18n.catalogue("pl")
    assert time.perf_counter() - started < 0.5


def test_the_polish_catalogue_is_whole() -> None:
    found = list(tool.problems(tool.extracted(), tool.read(tool.TRANSLATED)))
    assert found == []


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    code = tmp_path / "iok_core" / "pages.py"
    code.parent.mkdir()
    code.write_text(
        '_("Sign in")\nmsgid("Menu")\npgettext("money", "Due")\n'
        'ngettext("%(n)s entry", "%(n)s entries", n)\n_("%(day)s, %(hour)s")\n'
    )
    page = tmp_path / "themes" / "default" / "templates" / "page.html"
    page.parent.mkdir(parents=True)
    page.write_text("{% trans %}\n  Two\n  lines\n{% endtrans %}{{ _('Sign in') }}")
    plugin = tmp_path / "plugins" / "sms" / "src" / "sms.py"
    plugin.parent.mkdir(parents=True)
    plugin.write_text('msgid("Text message")')
    return tmp_path


COMPLETE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; "
"plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"

msgid "Sign in"
msgstr "Zaloguj się"

msgid "Menu"
msgstr "Menu"

msgid "Two lines"
msgstr "Dwa wiersze"

msgid "Text message"
msgstr "SMS"

msgid "%(day)s, %(hour)s"
msgstr "%(day)s o %(hour)s"

msgctxt "money"
msgid "Due"
msgstr "Do zapłaty"

msgid "%(n)s entry"
msgid_plural "%(n)s entries"
msgstr[0] "%(n)s wpis"
msgstr[1] "%(n)s wpisy"
msgstr[2] "%(n)s wpisów"
"""


def complaints(sources: Path, po: str) -> list[str]:
    path = sources / "iok.po"
    path.write_text(po)
    return list(tool.problems(tool.extracted(sources), tool.read(path)))


def test_a_complete_catalogue_has_no_problems(sources: Path) -> None:
    assert complaints(sources, COMPLETE) == []


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('"Zaloguj się"', '""', "no Polish: 'Sign in' (iok_core/pages.py)"),
        ('msgid "Sign in"', '#, fuzzy\nmsgid "Sign in"', "no Polish: 'Sign in'"),
        ('msgid "Menu"', 'msgid "Old"', "nobody uses: 'Old'"),
        ('msgid "Menu"\nmsgstr', '#~ msgid "Old"\n#~ msgstr', "nobody uses: 'Old'"),
        ("%(n)s wpisów", "", "a plural form is missing: ('%(n)s entry', '%(n)s entries')"),
        ("%(n)s wpisy", "wpisy", "placeholders differ: ('%(n)s entry', '%(n)s entries')"),
        ("o %(hour)s", "", "placeholders differ: '%(day)s, %(hour)s'"),
        ("Zaloguj się", "Zaloguj się w 100%", "placeholders differ: 'Sign in'"),
        ('msgctxt "money"\n', "", "no Polish: 'Due'"),
    ],
)
def test_the_check_names_what_is_not_ready(
    sources: Path, before: str, after: str, told: str
) -> None:
    assert before in COMPLETE
    found = complaints(sources, COMPLETE.replace(before, after))
    assert any(complaint.startswith(told) for complaint in found), found


def test_extract_adds_what_is_new_drops_what_is_unused_and_keeps_the_rest(sources: Path) -> None:
    path = sources / "iok.po"
    path.write_text(COMPLETE.replace('msgid "Menu"', 'msgid "Old"'))
    tool.write(path, tool.in_line_with(tool.extracted(sources), tool.read(path)))
    assert complaints(sources, path.read_text()) == ["no Polish: 'Menu' (iok_core/pages.py)"]
    assert "Old" not in path.read_text()


def test_merge_takes_what_is_missing_and_tells_what_differs(sources: Path) -> None:
    path, other = sources / "iok.po", sources / "other.po"
    path.write_text(COMPLETE.replace('"Zaloguj się"', '""').replace("SMS", "Wiadomość"))
    other.write_text(COMPLETE)
    translated = tool.read(path)
    assert tool.merge(translated, tool.read(other)) == ["kept 'Wiadomość', not 'SMS'"]
    tool.write(path, translated)
    assert complaints(sources, path.read_text()) == []
    assert "Zaloguj się" in path.read_text()
