"""The list of all blocks, and the file that can be taken away."""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta

import httpx
import pytest

from iok_core.blocking.service import Clause, NewBlock, block_access, lift_block
from iok_core.db.collation import search_key, sort_key
from iok_core.demands.service import DemandKind
from iok_core.identity.service import Role
from iok_core.portal import Portal
from iok_core.premises.tables import Person
from tests.blocking.acting import OPERATOR
from tests.demanded import demanded, demanded_lifting
from tests.portal import LivePortal, people
from tests.portals import Portals

FORMULA = "=cmd|' /C calc'!A0"


async def fill(portal: Portal) -> None:
    """Six people: three are blocked today, one will be, two were."""
    day = portal.clock.today()
    await blocked(portal, "Żaneta Próbna")
    await blocked(portal, "Łukasz Testowy", Clause.LOSS)
    await blocked(portal, FORMULA)
    await blocked(portal, "Ćwiek Adam", since=day + timedelta(days=1))
    over = [
        await blocked(portal, "Zofia Zdjęta"),
        await blocked(portal, "Cezary Zdjęty", Clause.END_OF_SETTLEMENTS),
    ]
    for block in over:
        await demanded_lifting(portal.identity, block)
        assert await lift_block(portal.identity, block, "Wyjaśnione", by=OPERATOR) is None


async def blocked(
    portal: Portal, name: str, clause: Clause = Clause.OWN_DEMAND, since: date | None = None
) -> int:
    person = Person(
        name=name,
        sort_key=sort_key(name),
        search_key=search_key(name),
        created_at=portal.clock.now(),
    )
    inserted = await Person.insert(person)
    known = int(inserted[0]["id"])
    await demanded(portal.identity, known, DemandKind.BLOCK)
    new = NewBlock(
        person=known,
        clause=clause,
        reason="Pismo 412/2026",
        since=since or portal.clock.today(),
    )
    block = await block_access(portal.identity, new, by=OPERATOR)
    assert isinstance(block, int)
    return block


@pytest.fixture
def listed(portals: Portals, database_kind: str) -> Iterator[LivePortal]:
    folder = portals.copy(
        database_kind, portals.place("blocks"), "blocks", lambda folder: people(folder, fill)
    )
    with portals.serve(folder) as live:
        yield live


IN_FORCE = [FORMULA, "Łukasz Testowy", "Żaneta Próbna"]
PAST = ["Cezary Zdjęty", "Zofia Zdjęta"]
ALL = [PAST[0], FORMULA, "Ćwiek Adam", "Łukasz Testowy", PAST[1], "Żaneta Próbna"]


ASKED = {
    "": ALL,
    "?stan=przyszle": ["Ćwiek Adam"],
    "?stan=zakonczone": PAST,
    "?stan=obowiazuje": IN_FORCE,
    "?stan=obowiazuje&punkt=10": ["Łukasz Testowy"],
    "?q=luk": ["Łukasz Testowy"],
    "?q=prob+zan&punkt=9": ["Żaneta Próbna"],
    "?q=nikt": [],
    "?wg=-osoba": ALL[::-1],
    "?stan=inne&punkt=x&strona=-1": ALL,
}


def test_list_and_file_show_what_the_address_asks_for_in_polish_order(listed: LivePortal) -> None:
    browser = listed.browser_of(listed.clerk(Role.SETTLEMENTS))
    for query, names in ASKED.items():
        rows = read_csv(browser.open(f"/biuro/blokady.csv{query}"))
        assert [row[0].removeprefix("'") for row in rows[1:]] == names, query
        page = browser.open(f"/biuro/blokady{query}").text
        places = [page.find(name.replace("'", "&#39;") + "</a>") for name in names]
        assert -1 not in places, query
        assert places == sorted(places), query
        assert page.count('role="rowheader"') == len(names), query


def read_csv(answer: httpx.Response) -> list[list[str]]:
    assert 'filename="blokady-' in answer.headers["content-disposition"]
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_no_cell_of_the_file_is_taken_for_a_formula(listed: LivePortal) -> None:
    browser = listed.browser_of(listed.clerk())
    rows = read_csv(browser.open("/biuro/blokady.csv"))
    assert f"'{FORMULA}" in {row[0] for row in rows}
    assert [cell for row in rows for cell in row if cell[:1] in "=+-@" and cell] == []


def test_taking_the_file_away_stands_in_the_audit(listed: LivePortal) -> None:
    clerk = listed.clerk()
    listed.browser_of(clerk).open("/biuro/blokady.csv")
    (row,) = listed.rows("SELECT actor, action, meta FROM audit ORDER BY seq DESC LIMIT 1")
    assert row == (str(clerk.staff), "blocks_export", '{"rows":6}')
