"""The office's list of people and their accesses."""

import csv
from datetime import UTC, datetime
from typing import Any

import pytest

from iok_core.db import fetch
from iok_core.identity.tables import Identity
from iok_core.portal import Portal
from iok_core.premises.desk import add_person
from iok_core.premises.service import Basis
from tests.blocking.acting import block, lift
from tests.identity.at_the_desk import Desk
from tests.portal import Access, LivePortal

NAMES = ["Łukasz Ćwikła", "Lucyna Zima", "Anna Żak"]


@pytest.fixture
def desk(live: LivePortal) -> Desk:
    desk = Desk(live)

    async def more(portal: Portal) -> None:
        for name in NAMES:
            await add_person(
                name, desk.parties["K-2"], Basis.SELF, by_identity=None, clock=portal.clock
            )

    live.do(more)
    return desk


def listed(desk: Desk, query: str = "") -> list[str]:
    """The persons in the file of that address, in its order."""
    got = desk.browser_of().http.get(f"/biuro/osoby.csv{query}")
    assert got.status_code == 200
    rows = list(csv.reader(got.content.decode("utf-8-sig").splitlines(), delimiter=";"))
    return [row[0] for row in rows[1:]]


def issued(desk: Desk, name: str, **columns: Any) -> None:
    """An access of that person, as far as the columns say."""

    async def written(_: Portal) -> None:
        person = (await fetch("SELECT id FROM person WHERE name = {}", name))[0][0]
        known: dict[str, Any] = {
            "identifier": f"9000{person}",
            "kind": "resident",
            "person": person,
            "issue_number": 1,
            "failures": 0,
            "start_issued_at": datetime(2026, 1, 1, tzinfo=UTC),
            "start_expires_at": datetime(2999, 1, 1, tzinfo=UTC),
        }
        await Identity.insert(Identity(**(known | columns)))

    desk.live.do(written)


def test_the_list_stands_in_polish_order_and_luk_finds_lukasz(desk: Desk) -> None:
    everybody = listed(desk)
    assert everybody == ["Anna Żak", "Lucyna Zima", "Łukasz Ćwikła", "Maria Ćwikłowska"]
    assert listed(desk, "?wg=-osoba") == everybody[::-1]
    assert listed(desk, "?q=luk") == ["Łukasz Ćwikła"]
    assert listed(desk, "?q=zak") == ["Anna Żak"]


def test_a_person_is_found_by_the_payer_the_premises_and_the_identifier(desk: Desk) -> None:
    issued(desk, "Anna Żak", identifier="204117")
    assert listed(desk, "?q=204+117") == ["Anna Żak"]
    payer = desk.live.rows(
        "SELECT v.name, p.symbol FROM party_version v JOIN title t ON t.party = v.party "
        "JOIN premises_version p ON p.premises = t.premises WHERE v.party = {}",
        desk.party,
    )[0]
    for words in payer:
        assert "Maria Ćwikłowska" in listed(desk, f"?q={words}")
    assert listed(desk, "?q=nikt+taki") == []


def test_k06_5_the_list_is_narrowed_by_how_far_an_access_has_come(desk: Desk) -> None:
    past = datetime(2026, 1, 2, tzinfo=UTC)
    issued(desk, "Łukasz Ćwikła")
    issued(desk, "Lucyna Zima", start_expires_at=past)
    issued(desk, "Anna Żak", activated_at=past, last_sign_in_at=past)
    assert listed(desk, "?stan=wydane") == ["Łukasz Ćwikła"]
    assert listed(desk, "?stan=wygasle") == ["Lucyna Zima"]
    assert listed(desk, "?stan=aktywne") == ["Anna Żak"]
    assert listed(desk, "?stan=brak") == ["Maria Ćwikłowska"]
    assert listed(desk, "?stan=niedokonczone") == []
    assert listed(desk, "?stan=niedokonczone&q=x") == []
    assert listed(desk, "?wg=logowanie")[0] == "Anna Żak"


def test_s45_the_list_knows_who_is_blocked_and_whose_start_password_that_made_void(
    desk: Desk,
) -> None:
    for name in ("Łukasz Ćwikła", "Anna Żak"):
        issued(desk, name)
    numbers = [block(desk.live, person_named(desk, name)) for name in ("Łukasz Ćwikła", "Anna Żak")]
    lift(desk.live, numbers[1])
    assert listed(desk, "?stan=zablokowane") == ["Łukasz Ćwikła"]
    assert listed(desk, "?stan=uniewaznione") == ["Anna Żak"]
    assert listed(desk, "?stan=wydane") == []
    page = desk.browser_of().open("/biuro/osoby").text
    assert ("Zablokowany" in page, "unieważnione" in page) == (True, True)


def person_named(desk: Desk, name: str) -> Access:
    person = desk.live.rows("SELECT id FROM person WHERE name = {}", name)[0][0]
    return Access(identity=0, identifier="", password="", person=person)


def test_the_page_and_the_file_hold_the_same_people(desk: Desk) -> None:
    page = desk.browser_of().open("/biuro/osoby?q=z&wg=-osoba").text
    found = listed(desk, "?q=z&wg=-osoba")
    assert len(found) > 1
    assert sorted(found, key=page.index) == found
    assert "/biuro/osoby.csv?q=z&amp;wg=-osoba" in page


def test_taking_the_list_away_is_recorded_with_how_many(desk: Desk) -> None:
    clerk = desk.live.clerk()
    browser = desk.live.browser_of(clerk)
    browser.open("/biuro/osoby.csv?q=luk")
    ((alone,),) = desk.live.rows("SELECT id FROM person WHERE search_key LIKE '%luk%'")
    assert desk.audit_of(clerk, "persons_export") == [("person", alone, "done", '{"rows":1}')]


def test_an_empty_list_says_why(desk: Desk) -> None:
    browser = desk.browser_of()
    assert "Zmień filtry albo słowa." in browser.open("/biuro/osoby?q=nikt+taki").text
    assert "pobierz csv" not in browser.answer.text.lower()
