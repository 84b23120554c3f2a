"""Languages: what is spoken, and that the Polish catalogue is whole."""

import asyncio
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from hypothesis import given
from hypothesis import strategies as st
from litestar import get

from iok_core.web import catalogue as tool
from iok_core.web import i18n
from iok_core.web.catalogue_file import compiled
from iok_core.web.gates import OPEN


@pytest.mark.parametrize(
    ("cookie", "header", "spoken"),
    [
        (None, "", "pl"),
        ("uk", "en", "uk"),
        ("de", "en", "en"),
        (None, "en-GB,en;q=0.9,pl;q=0.8", "en"),
        (None, "de,pl;q=0.5,en;q=0.7", "en"),
        (None, "pl;q=0,en;q=0.1", "en"),
        (None, "de, fr", "pl"),
        (None, "en;q=0", "pl"),
        (None, "en;q=x, pl", "pl"),
    ],
)
def test_the_own_choice_comes_before_the_browsers(
    cookie: str | None, header: str, spoken: str
) -> None:
    assert i18n.negotiate(cookie, header) == spoken


def test_a_draft_is_spoken_only_to_whoever_chooses_it() -> None:
    assert i18n.negotiate(None, "uk-UA,uk;q=0.9") == "pl"
    assert i18n.negotiate(None, "uk,en;q=0.1") == "en"
    assert i18n.negotiate("uk", "") == "uk"


@given(st.text(max_size=300))
def test_no_header_makes_the_negotiation_fail(header: str) -> None:
    assert i18n.negotiate(None, header) in {"pl", "en"}


def test_the_cookie_decides_what_a_request_is_answered_in(open_site: Any) -> None:
    @get("/lang", gate=OPEN, sync_to_thread=False)
    def spoken() -> str:
        return i18n.language()

    client = open_site(spoken).client
    client.cookies.set("iok-lang", "uk")
    assert client.get("/lang", headers={"accept-language": "en"}).text == "uk"


def test_polish_plurals_have_three_forms() -> None:
    one, many = "Shorten this to %(n)s character", "Shorten this to %(n)s characters"
    told = [i18n.ngettext(one, many, n) % {"n": n} for n in (1, 2, 5)]
    assert told == ["Skróć to do 1 znaku", "Skróć to do 2 znaków", "Skróć to do 5 znaków"]


def test_english_is_the_msgids_themselves() -> None:
    with i18n.speaking("en"):
        assert i18n.gettext("Sign in") == "Sign in"
        assert i18n.ngettext("%(n)s row", "%(n)s rows", 2) == "%(n)s rows"
        assert i18n.pgettext("access", "Active") == "Active"


def test_ukrainian_plurals_differ_from_the_polish_ones() -> None:
    one, many = "Shorten this to %(n)s character", "Shorten this to %(n)s characters"
    with i18n.speaking("uk"):
        told = {n: i18n.ngettext(one, many, n) for n in (1, 2, 5, 21, 22)}
    assert told[1] == told[21]
    assert told[2] == told[22]
    assert len({told[1], told[2], told[5]}) == 2  # скоротіть до 1 символу, до 2 символів


def test_what_a_draft_lacks_is_said_in_polish() -> None:
    lagging = Catalog(locale="uk")
    lagging.add("Sign in", "Увійти")
    lagging.add("Sign out", "")
    lagging.add(("%(n)s row was rejected.", "%(n)s rows were rejected."), ("", "", ""))
    lagging.add("Active", "", context="access")
    texts = GNUTranslations(BytesIO(compiled(lagging)))
    texts.add_fallback(i18n.catalogue("pl"))
    assert texts.gettext("Sign in") == "Увійти"
    assert texts.gettext("Sign out") == "Wyloguj się"
    many = texts.ngettext("%(n)s row was rejected.", "%(n)s rows were rejected.", 5)
    assert many == "Odrzucono %(n)s wierszy."
    assert texts.pgettext("access", "Active") == "Aktywny"


async def test_two_people_are_spoken_to_in_their_own_language() -> None:
    async def listen(lang: str) -> str:
        with i18n.speaking(lang):
            await asyncio.sleep(0)
            return i18n.language()

    assert list(await asyncio.gather(listen("pl"), listen("uk"))) == ["pl", "uk"]
    assert i18n.language() == "pl"


def test_the_polish_catalogue_is_whole_and_no_other_one_is_wrong() -> None:
    assert tool.wrong() == []


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
        ('"Zaloguj się"', '""', "no translation: 'Sign in' (iok_core/pages.py)"),
        ('msgid "Sign in"', '#, fuzzy\nmsgid "Sign in"', "no translation: 'Sign in'"),
        ('msgid "Menu"', 'msgid "Old"', "nobody uses: 'Old'"),
        ('msgid "Menu"\nmsgstr', '#~ msgid "Old"\n#~ msgstr', "nobody uses: 'Old'"),
        ("%(n)s wpisów", "", "a plural form is missing: ('%(n)s entry', '%(n)s entries')"),
        ("%(n)s wpisy", "wpisy", "placeholders differ: ('%(n)s entry', '%(n)s entries')"),
        ("o %(hour)s", "", "placeholders differ: '%(day)s, %(hour)s'"),
        ("Zaloguj się", "Zaloguj się w 100%", "placeholders differ: 'Sign in'"),
        ('msgctxt "money"\n', "", "no translation: 'Due'"),
    ],
)
def test_the_check_names_what_is_not_ready(
    sources: Path, before: str, after: str, told: str
) -> None:
    assert before in COMPLETE
    found = complaints(sources, COMPLETE.replace(before, after))
    assert any(complaint.startswith(told) for complaint in found), found


def test_a_draft_may_lag_but_not_be_wrong(sources: Path) -> None:
    def told(po: str) -> list[str]:
        (sources / "iok.po").write_text(po)
        draft = tool.read(sources / "iok.po", "uk")
        return list(tool.problems(tool.extracted(sources), draft, whole=False))

    assert told(COMPLETE.replace('"Zaloguj się"', '""')) == []
    assert len(told(COMPLETE.replace("o %(hour)s", ""))) == 1
    assert len(told(COMPLETE.replace('msgid "Menu"', 'msgid "Old"'))) == 1


def test_extract_adds_what_is_new_drops_what_is_unused_and_keeps_the_rest(sources: Path) -> None:
    path = sources / "iok.po"
    path.write_text(COMPLETE.replace('msgid "Menu"', 'msgid "Old"'))
    tool.write(path, tool.in_line_with(tool.extracted(sources), tool.read(path)))
    assert complaints(sources, path.read_text()) == ["no translation: 'Menu' (iok_core/pages.py)"]
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
