"""The form of docs/developers/first-form.md, built as a package, filled in and sent."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from iok_core.identity.service import Role
from tests.docs.reading import ROOT
from tests.docs.unpacking import environment
from tests.installing import forget
from tests.offices import Office, office, text_of
from tests.portals import Portals
from tests.reports.reading import EXPORT_A
from tests.submissions.writing import fill_in, written

PAGE = ROOT / "docs/developers/first-form.md"


@pytest.fixture
def served(installed: Path, portals: Portals, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.syspath_prepend(installed / "site")
    with office(portals, "sqlite", EXPORT_A) as served:
        yield served
    forget("iok_form_rowery")


def test_p4_the_shown_form_appears_judges_stores_and_reaches_the_queue(served: Office) -> None:
    browser = served.browser_of("K0004")
    assert "Miejsce w rowerowni" in text_of(browser.open("/zgloszenia").text)
    refused = fill_in(browser, "rowery", {"rowery": "9", "opis": "górskie"})
    assert refused.status_code == 422
    assert "Wpisz liczbę od 1 do 4" in text_of(refused.text)
    assert 'value="górskie"' in refused.text
    made = written(browser, "rowery", {"rowery": "2", "opis": "górskie"})
    kept = served.live.rows("SELECT answers, desk FROM submission WHERE id = {}", made)
    assert kept == [('{"rowery":2,"opis":"górskie"}', "office")]
    queue = served.browser_of_staff(Role.DESK).open("/biuro/zgloszenia?stan=otwarte").text
    assert "Miejsce w rowerowni : rowery: 2" in text_of(queue)


def test_the_shown_test_of_the_form_passes(installed: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-P", "try_it.py"],
        cwd=installed,
        env=environment(installed),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "rowery: 2\n"
