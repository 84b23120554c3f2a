"""Who had something and has it no more: a title, the right to act for somebody, a job here.

Whom it concerns is decided before any database makes a difference, so one is enough.
"""

import pytest

from tests.house import DISABLED, ENDED, FORMER, RESIDENT, RESIDENTS, STRANGER, House
from tests.routes.judging import shape
from tests.who_may import GETS, MAY, told

pytestmark = pytest.mark.parametrize("house", ["sqlite"], indirect=True)

OF_RESIDENTS = [route for route in GETS if MAY[route] is RESIDENTS]
WITH_ACCOUNT = "GET /rozliczenia/{account_id}"
LOST = pytest.mark.parametrize("who", [FORMER, ENDED])


def ids(house: House, column: str, table: str) -> list[int]:
    return [row[0] for row in house.live.rows(f"SELECT DISTINCT {column} FROM {table}")]


@LOST
def test_s01_s02_x4_whoever_lost_it_opens_no_account_and_no_premises(
    house: House, who: str
) -> None:
    """Not even what was theirs; each try is on record as that of a stranger's object."""
    browser = house.enter(who)
    unknown = shape(browser.http.get("/nie-ma"))
    accounts, premises = ids(house, "id", "account"), ids(house, "id", "premises")
    assert house.actors[who].own["account_id"] in accounts
    before = house.last_entry()
    for account in accounts:
        assert shape(browser.http.get(f"/rozliczenia/{account}")) == unknown
    for one in premises:
        assert shape(browser.http.get(f"/?lokal={one}")) == unknown
    denied = [row[1:4] for row in house.audited(before) if row[0] == "object_denied"]
    assert denied == [
        *(("account", one, "refused") for one in accounts),
        *(("premises", one, "refused") for one in premises),
    ]


@LOST
def test_s01_s02_no_page_tells_whoever_lost_it_of_anybody_s_account(house: House, who: str) -> None:
    keys = {row[0] for row in house.live.rows("SELECT source_key FROM account")}
    keys |= {row[0] for row in house.live.rows("SELECT source_key FROM premises")}
    browser, pages = house.enter(who), {}
    for route in OF_RESIDENTS:
        if route != WITH_ACCOUNT:
            answer = browser.http.get(house.address(route, who))
            pages[route] = answer.text if answer.status_code == 200 else ""
    assert {route: [k for k in keys if k in text] for route, text in pages.items()} == {
        route: [] for route in pages
    }
    assert pages["GET /"]


def test_s10_who_was_disabled_is_a_stranger_on_every_page(house: House) -> None:
    """With the session that their browser still has."""
    answers = {
        route: told(route, house.enter(DISABLED).http.get(house.address(route, RESIDENT)))
        for route in GETS
    }
    assert answers == {route: "in" if STRANGER in MAY[route] else "sign in" for route in GETS}
