"""The administrator sets a module up from the form that its options give, checks it, pauses it.

What the pages ask the database is on both engines with the tests that are not marked.
"""

import re
import shutil
from pathlib import Path

import pytest

from iok_core.db import execute
from iok_core.identity.permissions import Role
from iok_core.modules import service as modules
from iok_core.modules.service import ModulePausedError, ModuleRow, NewModule
from iok_core.portal import Portal
from tests.browsing import Browser
from tests.databases import on_sqlite
from tests.imports.bringing import EXPORTS, bring_in, options_of
from tests.portal import LivePortal
from tests.setup.working import work_off

EXPORT = EXPORTS / "a-semicolon-cp1250"
NEW = "/biuro/nowy-modul/files"
PAGE = "/biuro/moduly"


def administrator(live: LivePortal) -> Browser:
    return live.browser_of(live.clerk(Role.ADMINISTRATOR))


def tag(page: str) -> str:
    found = re.search(r'<h1>.*?<span class="tag tag--\w+">([^<]+)</span>', page, re.DOTALL)
    assert found is not None
    return found[1]


def added(browser: Browser, folder: Path = EXPORT) -> str:
    """The address of a new module that nobody has checked yet."""
    browser.open(NEW)
    answer = browser.submit(NEW, module_title="Księgowość", folder=str(folder), layout="wn-ma")
    assert answer.status_code == 303
    return str(answer.headers["location"])


@on_sqlite
def test_p8_the_form_of_a_module_asks_for_what_the_options_declare(live: LivePortal) -> None:
    browser = administrator(live)
    page = browser.open(NEW).text
    assert browser.form(NEW).keys() >= {"module_title", "folder", "layout"}
    assert all(label in page for label in ("Nazwa modułu", "Folder", "Układ", "Kodowanie"))
    assert browser.form(NEW)["layout"] == "layout.toml"


@on_sqlite
def test_p8_every_mistake_is_told_at_once_and_what_was_typed_stays(live: LivePortal) -> None:
    browser = administrator(live)
    browser.open(NEW)
    answer = browser.submit(NEW, module_title="", folder="", layout="kuzniki.toml")
    assert answer.status_code == 422
    assert answer.text.count('<p class="error-text"') == 2
    assert browser.form(NEW)["layout"] == "kuzniki.toml"
    assert live.do(lambda _: modules.all_modules()) == []


@on_sqlite
def test_s13_a_secret_that_is_written_out_is_told_of_and_not_shown_again(live: LivePortal) -> None:
    page = "/biuro/nowy-modul/email"
    browser = administrator(live)
    browser.open(page)
    sent = {"host": "smtp.lipowa.example", "from_address": "biuro@lipowa.example"}
    answer = browser.submit(page, user="biuro", password="hush-hush", **sent)
    assert answer.status_code == 422
    assert "hasło podaje się jako env:NAZWA" in answer.text.replace("\u00a0", " ")
    assert "hush-hush" not in answer.text


@on_sqlite
def test_p5_a_new_module_works_once_its_check_has_succeeded(live: LivePortal) -> None:
    browser = administrator(live)
    place = added(browser)
    assert tag(browser.open(place).text) == "Sprawdzany"
    work_off(live)
    assert tag(browser.open(place).text) == "Działa"
    (module,) = live.do(lambda _: modules.all_modules())
    assert (module.name, module.title, module.active) == ("ksiegowosc", "Księgowość", True)


@on_sqlite
def test_p5_a_module_whose_check_fails_stays_off_and_says_why(
    live: LivePortal, tmp_path: Path
) -> None:
    browser = administrator(live)
    place = added(browser, tmp_path)
    work_off(live)
    page = browser.open(place).text
    assert tag(page) == "Wymaga uwagi"
    assert "wn-ma" in page or "Brakuje pliku" in page
    (module,) = live.do(lambda _: modules.all_modules())
    assert module.active is False
    assert browser.open("/biuro/importy").text.count('name="module"') == 0


@on_sqlite
def test_p5_a_new_module_works_from_the_first_check_that_succeeds(
    live: LivePortal, tmp_path: Path
) -> None:
    browser = administrator(live)
    place = added(browser, tmp_path)
    work_off(live)
    browser.open(place)
    assert not browser.has_form(f"{place}/wznow")
    shutil.copytree(EXPORT, tmp_path, dirs_exist_ok=True)
    browser.submit(f"{place}/sprawdz")
    work_off(live)
    assert tag(browser.open(place).text) == "Działa"
    (module,) = live.do(lambda _: modules.all_modules())
    assert module.takes_work


def failing_five_times(live: LivePortal, folder: Path) -> ModuleRow:
    """A module that worked once, whose folder has been empty ever since."""
    live.do(lambda portal: bring_in(portal, options_of("a-semicolon-cp1250")))
    for _ in range(modules.FAILURES_BEFORE_PAUSE):
        (module,) = live.do(lambda _: modules.all_modules())
        assert module.takes_work
        live.do(lambda portal: bring_in(portal, {"folder": str(folder)}))
    (module,) = live.do(lambda _: modules.all_modules())
    return module


def test_p4_after_five_failures_in_a_row_a_module_takes_no_work_until_it_is_resumed(
    live: LivePortal, tmp_path: Path
) -> None:
    module = failing_five_times(live, tmp_path)
    place = f"{PAGE}/{module.id}"
    browser = administrator(live)
    page = browser.open(place).text
    assert tag(page) == "Wstrzymany"
    assert "Pięć razy" in page
    with pytest.raises(ModulePausedError):
        live.do(lambda portal: bring_in(portal, {}))
    browser.submit(place, module_title="Księgowość", folder=str(EXPORT / "changed"), layout="wn-ma")
    work_off(live)
    assert tag(browser.open(place).text) == "Działa"
    assert live.do(lambda portal: bring_in(portal, {})).state == "published"


@on_sqlite
def test_p4_a_module_is_resumed_only_if_its_check_succeeds(
    live: LivePortal, tmp_path: Path
) -> None:
    place = f"{PAGE}/{failing_five_times(live, tmp_path).id}"
    browser = administrator(live)
    browser.open(place)
    browser.submit(f"{place}/wznow")
    work_off(live)
    assert tag(browser.open(place).text) == "Wstrzymany"
    (module,) = live.do(lambda _: modules.all_modules())
    assert (module.failures, module.takes_work) == (modules.FAILURES_BEFORE_PAUSE + 1, False)


@on_sqlite
def test_p4_staff_pause_a_module_and_let_it_work_again(live: LivePortal) -> None:
    browser = administrator(live)
    place = added(browser)
    work_off(live)
    browser.open(place)
    browser.submit(f"{place}/wstrzymaj")
    assert tag(browser.follow().text) == "Wstrzymany"
    browser.submit(f"{place}/wznow")
    work_off(live)
    assert tag(browser.open(place).text) == "Działa"


@on_sqlite
def test_p4_what_staff_have_paused_stays_paused_when_its_settings_change(live: LivePortal) -> None:
    browser = administrator(live)
    place = added(browser)
    work_off(live)
    browser.open(place)
    browser.submit(f"{place}/wstrzymaj")
    browser.follow()
    browser.submit(place, module_title="Czynsze")
    work_off(live)
    page = browser.open(place).text
    assert "Czynsze" in page
    assert tag(page) == "Wstrzymany"


@on_sqlite
def test_a_report_that_is_a_module_passes_its_check_for_no_system_stands_behind_it(
    live: LivePortal,
) -> None:
    async def make(portal: Portal) -> int:
        new = NewModule("wyciag", "Wyciąg", {}, portal.settings.folder)
        return await modules.create(portal.plugins.extensions["wyciag"], new, portal.clock)

    place = f"{PAGE}/{live.do(make)}"
    browser = administrator(live)
    browser.open(place)
    browser.submit(f"{place}/sprawdz")
    work_off(live)
    assert tag(browser.open(place).text) == "Działa"


def test_k07_1_residents_read_the_new_name_of_a_source(live: LivePortal) -> None:
    live.do(lambda portal: bring_in(portal, options_of("a-semicolon-cp1250")))
    (module,) = live.do(lambda _: modules.all_modules())
    place = f"{PAGE}/{module.id}"
    browser = administrator(live)
    browser.open(place)
    assert browser.form(place)["layout"] == "wn-ma"
    browser.submit(place, module_title="Program czynszowy")
    assert live.rows("SELECT title FROM source") == [("Program czynszowy",)]
    (changed,) = live.do(lambda _: modules.all_modules())
    assert changed.own_options.items() >= module.own_options.items()


@on_sqlite
def test_a_module_whose_plugin_is_gone_says_so_and_offers_no_form(live: LivePortal) -> None:
    live.do(lambda portal: bring_in(portal, options_of("a-semicolon-cp1250")))
    live.do(lambda _: execute("UPDATE module SET extension = 'gone'"))
    browser = administrator(live)
    page = browser.open(f"{PAGE}/1").text
    assert tag(page) == "Wymaga uwagi"
    assert not browser.has_form(f"{PAGE}/1")


def test_every_act_on_a_module_is_audited(live: LivePortal) -> None:
    browser = administrator(live)
    place = added(browser)
    work_off(live)
    browser.open(place)
    for act in ("sprawdz", "wstrzymaj", "wznow"):
        browser.submit(f"{place}/{act}")
        work_off(live)
        browser.open(place)
    browser.submit(place, module_title="Inna nazwa")
    rows = live.rows("SELECT action FROM audit WHERE action LIKE 'module_%' ORDER BY seq")
    assert [action for (action,) in rows] == [
        *("module_add", "module_enable"),
        *("module_check", "module_pause", "module_enable"),
        *("module_change", "module_check"),
    ]
