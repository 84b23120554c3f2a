"""The journal: narrowed down in its address, in words, and who reads it stands in it."""

import json
import re
from datetime import datetime
from pathlib import Path

import pytest

from iok_core.audit.actions import Action, Result
from iok_core.audit.canonical import Entry, link
from iok_core.audit.origin import Origin
from iok_core.db import transaction
from iok_core.identity.permissions import Role
from iok_core.keys import read_key_file
from iok_core.maintenance import audit_pages
from iok_core.maintenance.audit_query import AUDIT_PAGE, Query
from iok_core.matrix_table import MATRIX, read_matrix
from iok_core.portal import Portal
from tests.browsing import Browser
from tests.databases import on_sqlite
from tests.days import from_today
from tests.portal import LivePortal

NEWEST = "SELECT action, object_kind, object_id, meta FROM audit ORDER BY seq DESC LIMIT 1"


def board(live: LivePortal) -> Browser:
    return live.browser_of(live.clerk(Role.BOARD))


def numbers(page: str) -> list[int]:
    """Of the rows that are shown, in their order."""
    return [int(seq) for seq in re.findall(r'scope="row" class="nowrap">(\d+)<', page)]


def asked(live: LivePortal, where: str) -> list[int]:
    rows = live.rows(f"SELECT seq FROM audit WHERE {where} ORDER BY seq DESC")
    return [int(seq) for (seq,) in rows]


def test_aud8_the_address_narrows_the_journal_down(live: LivePortal) -> None:
    anna = live.resident()
    live.browser_of(anna)
    browser = board(live)
    of_anna = f"object_kind = 'identity' AND object_id = {anna.identity}"
    ways = {
        "?co=sign_in": "action = 'sign_in'",
        "?kto=operator": "actor_kind = 'operator'",
        "?kto=staff-1": "actor_kind = 'staff' AND actor = '1'",
        f"?czego=identity&nr={anna.identity}": of_anna,
        "?co=sign_in&kto=resident": "action = 'sign_in' AND actor_kind = 'resident'",
    }  # fmt: skip
    for address, where in ways.items():
        expected = asked(live, where)
        assert expected, address
        assert numbers(browser.open(AUDIT_PAGE + address).text) == expected, address
    everything = asked(live, "1 = 1")
    about = f"od={from_today(-1)}&do={from_today(1)}"
    assert numbers(browser.open(f"{AUDIT_PAGE}?{about}").text) == everything
    for before_or_after in (f"do={from_today(-2)}", f"od={from_today(2)}"):
        assert "Nic nie znaleziono" in browser.open(f"{AUDIT_PAGE}?{before_or_after}").text


@on_sqlite
def test_aud8_each_look_at_the_journal_is_one_row_which_names_what_was_looked_for(
    live: LivePortal,
) -> None:
    browser = board(live)
    for suffix, action in (
        ("", "audit_view"),
        (".csv", "audit_export"),
        (".jsonl", "audit_export"),
    ):
        before = asked(live, "1 = 1")[0]
        browser.open(f"{AUDIT_PAGE}{suffix}?czego=person&nr=17")
        assert asked(live, "1 = 1")[0] == before + 1
        assert live.rows(NEWEST)[0][:3] == (action, "person", 17)


@on_sqlite
def test_aud6_the_journal_names_who_works_at_the_office_and_no_resident(live: LivePortal) -> None:
    live.browser_of(live.resident("Anna Zmyślona"))
    page = board(live).open(AUDIT_PAGE).text
    assert "Query(" not in page
    assert "Ewa Biurowa" in page
    assert "Zmyślona" not in page
    assert "Wydanie dostępu" in page


@on_sqlite
def test_the_journal_leads_to_the_page_of_whom_it_names_whoever_may_open_it(
    live: LivePortal,
) -> None:
    office = live.browser_of(live.clerk(Role.ADMINISTRATOR))
    path = f"/biuro/osoby/{live.resident().person}/blokady"
    assert office.open(path).status_code == 200
    assert f'href="{path}"' in office.open(AUDIT_PAGE).text
    assert 'href="/biuro/osoby/' not in board(live).open(AUDIT_PAGE).text


def test_the_journal_asks_for_a_link_what_the_page_itself_asks() -> None:
    routes = read_matrix(MATRIX).routes
    asked = {
        re.sub(r"{\w*}", "{}", route.removeprefix("GET ")): row.get("permission")
        for route, row in routes.items()
        if route.startswith("GET ")
    }
    assert {address: asked[address] for address, _ in audit_pages._PAGES.values()} == dict(
        audit_pages._PAGES.values()
    )


@on_sqlite
def test_the_journal_is_read_page_by_page(
    live: LivePortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_pages, "LINES", 3)
    live.resident()
    browser = board(live)
    seen = numbers(browser.open(AUDIT_PAGE).text)
    newest = seen[0]
    while (found := re.search(r'href="([^"]+)" rel="next"', browser.answer.text)) is not None:
        seen += numbers(browser.open(found[1].replace("&amp;", "&")).text)
    assert seen == list(range(newest, 0, -1))


@on_sqlite
def test_aud8_the_files_hold_what_the_page_shows(
    live: LivePortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("iok_core.audit.reading._PAGE", 2)
    live.resident()
    browser = board(live)
    expected = asked(live, "action = 'access_issue'")
    csv = browser.open(f"{AUDIT_PAGE}.csv?co=access_issue").content.decode("utf-8-sig")
    rows = [line.split(";") for line in csv.splitlines()]
    assert rows[0][:4] == ["Nr", "Kiedy", "Kto", "Co"]
    assert [(int(row[0]), row[3]) for row in rows[1:]] == [(n, "Wydanie dostępu") for n in expected]
    key = read_key_file(live.folder / "keys/audit.key")
    lines = browser.open(f"{AUDIT_PAGE}.jsonl").text.splitlines()
    assert len(lines) == asked(live, "1 = 1")[0]
    for line in lines:
        assert_linked(key, line)


def assert_linked(key: bytes, line: str) -> None:
    values = json.loads(line)
    prev, mac = values.pop("prev"), values.pop("mac")
    values["at"] = datetime.fromisoformat(values["at"])
    assert link(key, Entry(**values), prev) == mac


@on_sqlite
def test_the_journal_shows_when_its_chain_was_last_found_whole(
    live: LivePortal, tmp_path: Path
) -> None:
    browser = board(live)
    assert browser.open(AUDIT_PAGE).text.count("nigdy") == 2

    async def checked(portal: Portal) -> None:
        await portal.anchoring.write(tmp_path / "anchors", Origin.system())
        async with transaction():
            bad = Result.FAILED
            await portal.audit.record(Action.AUDIT_VERIFY, by=Origin.system(), result=bad)

    live.do(checked)
    page = browser.open(AUDIT_PAGE).text
    assert "nigdy" not in page
    assert "nie w porządku" in page
    assert "Ostatnie sprawdzenie wykryło wiersz" in page


@pytest.mark.parametrize(
    "address",
    [
        {"od": "2026-13-45"}, {"do": "9999-12-31"}, {"od": "0001-01-01"}, {"co": "nothing"},
        {"kto": "staff-x"}, {"kto": "resident-5"}, {"kto": "staff-"}, {"czego": "nothing"},
        {"nr": "-1"}, {"nr": "9" * 30}, {"przed": "x"}, {"przed": "١"},
    ],
)  # fmt: skip
def test_what_makes_no_sense_in_the_address_counts_for_nothing(address: dict[str, str]) -> None:
    assert Query.read(address) == Query()
