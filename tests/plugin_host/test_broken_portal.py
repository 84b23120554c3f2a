"""A portal in which every broken plugin is installed at once is still the portal."""

import re
import shutil
from collections.abc import Iterator
from html import unescape

import pytest

from iok_core.identity.service import Role
from iok_core.operations.making import prepare
from iok_core.plugin_host.words import PROBLEMS
from iok_core.portal import PROBED
from iok_core.web.i18n import gettext, speaking
from tests.house import RESIDENT, House
from tests.inhabitants import settled
from tests.plugin_host.broken import all_installed
from tests.plugin_host.test_broken_loading import REFUSED
from tests.portal import live_portal, people
from tests.portals import Portals
from tests.who_may import FIELDS, MAY, expected, one_of_each, refused_in_turn, told

ADMINISTRATOR = str(Role.ADMINISTRATOR)
SHORT = "[plugins]\npage_seconds = 0.2\npanel_seconds = 0.2"
FAILING_PAGES = {"raises": 500, "exits": 500, "hangs": 503, "deaf": 503, "floods": 500, "half": 500}


@pytest.fixture(scope="module")
def house(portals: Portals, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("broken")
    actors = settled(portals, "sqlite", folder / "lipowa", SHORT)
    with all_installed(folder / "site") as stamps:
        shutil.copy(stamps, folder / "lipowa" / PROBED)
        people(folder / "lipowa", prepare)  # their migrations, too
        with live_portal(folder / "lipowa") as live:
            yield House(live, actors)


def page_of_plugins(house: House) -> dict[str, str]:
    """By plugin: what its part of the page says."""
    page = house.enter(ADMINISTRATOR).open("/biuro/wtyczki").text
    parts = re.split(r'<section class="card" aria-labelledby="w-\d+">', page)[1:]
    texts = [re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", part))) for part in parts]
    return {text.split()[0]: text for text in texts}


@pytest.mark.parametrize("route", MAY)
def test_p4_s15_every_route_answers_everybody_as_without_them(house: House, route: str) -> None:
    sent = FIELDS.get(route, {})
    asking = {*one_of_each(route), *refused_in_turn(route)[:2]}
    answers = {who: told(route, house.ask(route, who, sent=sent)) for who in asking}
    assert answers == {who: expected(route, who) for who in asking}


@pytest.mark.parametrize(
    ("who", "path", "own"),
    [(RESIDENT, "/", "Ostatnie operacje"), (ADMINISTRATOR, "/biuro", "Wtyczki")],
)
def test_a_home_page_with_broken_panels_is_whole_and_says_so_quietly(
    house: House, who: str, path: str, own: str
) -> None:
    page = house.enter(who).open(path).text
    panels = re.findall(r"Panel of ([\w-]+)</h2>(.*?)</section>", page, re.DOTALL)
    assert [name for name, _ in panels] == ["panel-hangs", "panel-raises"]
    assert all("Tej części nie można teraz pokazać." in shown for _, shown in panels)
    assert own in page
    assert page.rstrip().endswith("</html>")


def test_the_office_reads_of_each_refused_plugin_in_one_sentence(house: House) -> None:
    told = page_of_plugins(house)
    with speaking("pl"):
        for name, (_, problem, detail) in REFUSED.items():
            assert gettext(PROBLEMS[problem]) in told[name].replace("\u00a0", " ")  # type: ignore[index]
            assert detail.split("/")[-1] in told[name]


def test_the_health_of_the_portal_does_not_speak_of_plugins(house: House) -> None:
    browser = house.enter("stranger")
    assert (browser.open("/healthz").text, browser.open("/readyz").text) == ("ok", "ready")


def test_a_migration_that_fails_switches_off_its_plugin_alone(house: House) -> None:
    assert house.enter(RESIDENT).open("/wtyczki/bad-migration/notes").status_code == 503
    assert "Panel of bad-migration" not in house.enter(RESIDENT).open("/").text
    said = page_of_plugins(house)["bad-migration"]
    assert "wymaga migracji" in said
    assert "tables that are not its own: session" in said


@pytest.mark.parametrize(("page", "status"), FAILING_PAGES.items())
def test_p4_s21_a_page_that_fails_is_an_error_page_with_a_number_and_then_paused(
    house: House, page: str, status: int
) -> None:
    browser = house.enter(RESIDENT)
    for _ in range(5):
        answer = browser.open(f"/wtyczki/page-fails/{page}")
        assert answer.status_code == status
        assert re.search(r"Numer błędu: [0-9a-f]{8}\b", answer.text)
        assert "84010112345" not in answer.text
    assert browser.open(f"/wtyczki/page-fails/{page}").status_code == 503
    assert browser.open("/wtyczki/page-fails/works").text == "works"
    said = page_of_plugins(house)["page-fails"]
    assert "częściowo wstrzymana" in said
    assert f"GET /wtyczki/page-fails/{page}" in said
    assert "84010112345" not in said


@pytest.mark.parametrize("form", ["form-raises", "form-hangs", "form-answers-wrongly"])
def test_p4_s21_a_form_that_fails_says_so_keeps_what_was_typed_and_harms_nothing(
    house: House, form: str
) -> None:
    browser, address = house.enter(RESIDENT), f"/zgloszenia/nowe/{form}"
    browser.open(address)
    for answer in (
        browser.submit(address, words="Kanarek"),
        browser.open(f"{address}/sprawdz"),
    ):
        assert answer.status_code == 503
        assert "Ten formularz chwilowo nie działa" in answer.text.replace("\u00a0", " ")
        assert 'value="Kanarek"' in answer.text
    assert 'value="Kanarek"' in house.enter(RESIDENT).open(address).text
    assert browser.open("/zgloszenia/nowe/usterka").status_code == 200
    assert f"form {form}" in page_of_plugins(house)[form]


def test_a_paused_page_is_still_behind_its_gate(house: House) -> None:
    path = "/wtyczki/page-fails/raises"
    for _ in range(5):
        house.enter(RESIDENT).open(path)
    assert house.enter("stranger").open(path).headers["location"].startswith("/logowanie")
    assert house.enter(ADMINISTRATOR).open(path).status_code == 404


def test_the_administrator_lets_it_be_tried_again_which_is_audited(house: House) -> None:
    path = "/wtyczki/page-fails/raises"
    for _ in range(5):
        house.enter(RESIDENT).open(path)
    assert house.enter(RESIDENT).open(path).status_code == 503
    administrator = house.enter(ADMINISTRATOR)
    administrator.open("/biuro/wtyczki")
    before = house.last_entry()
    administrator.submit("/biuro/wtyczki/page-fails/wznow")
    assert [row[0] for row in house.audited(before)] == ["plugin_resume"]
    assert administrator.answer.status_code == 303
    assert house.enter(RESIDENT).open(path).status_code == 500
