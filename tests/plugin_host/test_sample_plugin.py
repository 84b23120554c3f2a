"""A stranger's plugin as a wheel, installed: its page, panel, table and connector work."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from iok_core.cli import main
from iok_core.db import fetch
from iok_core.portal import Portal
from tests.browsing import Browser
from tests.databases import on_sqlite
from tests.installing import built, forget
from tests.portal import LivePortal, live_portal, people
from tests.portals import Portals

PROJECT = Path(__file__).parents[1] / "sample_plugin"
ROOT = PROJECT.parents[1]
PAGE = "/wtyczki/sample/notatka"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(PROJECT, tmp_path_factory.mktemp("sample"))


@pytest.fixture
def installed(site: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.syspath_prepend(site)
    yield site
    forget("iok_sample")


@pytest.fixture
def sampled_folder(installed: Path, portals: Portals, tmp_path: Path) -> Path:
    """With the plugin's table, as it was there when the portal was made."""
    del installed
    return portals.copy("sqlite", tmp_path / "lipowa", "sampled")


@pytest.fixture
def sampled(sampled_folder: Path) -> Iterator[LivePortal]:
    """Served, with the plugin in it."""
    with live_portal(sampled_folder) as live:
        yield live


@pytest.fixture
def resident(sampled: LivePortal) -> Browser:
    return sampled.browser_of(sampled.resident())


def test_its_page_stands_in_the_portal_s_layout_and_keeps_what_is_sent(resident: Browser) -> None:
    assert resident.open(PAGE).status_code == 200
    assert "SM „Lipowa”" in resident.answer.text
    assert resident.submit(PAGE, text="kwiaty u sąsiadki").status_code == 303
    assert "kwiaty u sąsiadki" in resident.follow().text


def test_its_panel_shows_on_the_home_page_of_that_resident_alone(
    sampled: LivePortal, resident: Browser
) -> None:
    resident.open(PAGE)
    resident.submit(PAGE, text="kwiaty <b>u</b> sąsiadki")
    assert "kwiaty &lt;b&gt;u&lt;/b&gt; sąsiadki" in resident.open("/").text
    assert "Moja notatka" in resident.answer.text
    neighbour = sampled.browser_of(sampled.resident("Jan Próbny"))
    assert "Moja notatka" not in neighbour.open("/").text


def test_s61_its_form_is_refused_without_the_token_of_the_session(resident: Browser) -> None:
    resident.open(PAGE)
    assert resident.http.post(PAGE, data={"text": "obcy"}).status_code == 403
    assert "obcy" not in resident.open(PAGE).text


def test_its_gate_is_kept_and_its_answers_carry_the_safety_headers(sampled: LivePortal) -> None:
    stranger = sampled.browser().open(PAGE)
    assert stranger.headers["location"].startswith("/logowanie?dalej=")
    newcomer = sampled.browser_of(sampled.newcomer())
    assert newcomer.open(PAGE).headers["location"] == "/haslo/nowe"
    clerk = sampled.browser_of(sampled.clerk())
    assert clerk.open(PAGE).status_code == 404
    answer = sampled.browser_of(sampled.resident()).open(PAGE)
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@on_sqlite
def test_without_its_migration_it_is_set_aside_until_it_has_run(
    portal_folder: Path, installed: Path
) -> None:
    """`portal_folder` was made when the plugin was not there."""
    del installed
    with live_portal(portal_folder) as live:
        browser = live.browser_of(live.resident())
        assert browser.open(PAGE).status_code == 503
        assert "Ta część portalu teraz nie działa" in browser.answer.text
        assert browser.open("/").status_code == 200
    ask = ["--dir", str(portal_folder)]
    listed = CliRunner().invoke(main, [*ask, "plugin", "list"]).output
    assert "sample  2.0  needs_migration" in listed
    assert "sample: 2026" in CliRunner().invoke(main, [*ask, "migrate"]).output
    with live_portal(portal_folder) as live:
        assert live.browser_of(live.resident()).open(PAGE).status_code == 200


def test_its_connector_publishes(installed: Path, sampled_folder: Path) -> None:
    done = subprocess.run(
        [
            *(sys.executable, "-P", "-m", "iok_core", "--dir", str(sampled_folder)),
            *("import", "run", "--plugin", "sample"),
        ],
        env={**os.environ, "PYTHONPATH": f"{installed}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr

    async def published(_: Portal) -> int:
        return int((await fetch("SELECT published FROM source"))[0][0])

    assert people(sampled_folder, published) == 1


def test_a_close_look_finds_nothing_wrong(installed: Path) -> None:
    del installed
    looked = CliRunner().invoke(main, ["plugin", "check", "sample", "--json"])
    findings = {one["check"]: one for one in json.loads(looked.output)["sample"]}
    assert list(findings) == ["loads", "import of sample", "options of sample", "tables"]
    del findings["import of sample"]  # how long it takes depends on the machine
    assert [one for one in findings.values() if not one["ok"]] == []


@on_sqlite
def test_each_call_into_it_is_traced_with_its_time(installed: Path, portal_folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "iok_core", "--dir", str(portal_folder), "plugin", "list"],
        env={
            **os.environ,
            "PYTHONPATH": f"{installed}{os.pathsep}{ROOT}",
            "IOK_TRACE_PLUGINS": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    for call in ("import", "iok_connectors", "iok_pages"):
        assert f"plugin sample: {call} took " in done.stderr
