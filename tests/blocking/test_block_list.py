"""The list of all blocks, and the file that can be taken away."""

import csv
import io
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest

from iok_core.blocking.clauses import Clause
from iok_core.db.collation import search_key, sort_key
from iok_core.identity.service import Role
from iok_core.portal import Portal
from iok_core.premises.tables import Person
from tests.blocking.acting import block, lift, today
from tests.portal import Access, LivePortal, live_portal

FORMULA = "=cmd|' /C calc'!A0"


def blocked(live: LivePortal, name: str, clause: Clause = Clause.OWN_DEMAND, **days: date) -> int:
    async def added(portal: Portal) -> int:
        person = Person(
            name=name,
            sort_key=sort_key(name),
            search_key=search_key(name),
            created_at=portal.clock.now(),
        )
        return int((await Person.insert(person))[0]["id"])

    who = Access(identity=0, identifier="", password="", person=live.do(added))
    return block(live, who, clause, **days)


@pytest.fixture(scope="module")
def listed(new_portal: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivePortal]:
    """Six people: three are blocked today, one will be, two were."""
    folder = shutil.copytree(new_portal, tmp_path_factory.mktemp("listed") / "lipowa")
    with live_portal(folder) as live:
        blocked(live, "Żaneta Próbna")
        blocked(live, "Łukasz Testowy", Clause.LOSS)
        blocked(live, FORMULA)
        blocked(live, "Ćwiek Adam", since=today(live) + timedelta(days=1))
        lift(live, blocked(live, "Zofia Zdjęta"))
        lift(live, blocked(live, "Cezary Zdjęty", Clause.END_OF_SETTLEMENTS))
        yield live


IN_FORCE = [FORMULA, "Łukasz Testowy", "Żaneta Próbna"]
PAST = ["Cezary Zdjęty", "Zofia Zdjęta"]
ALL = [PAST[0], FORMULA, "Ćwiek Adam", "Łukasz Testowy", PAST[1], "Żaneta Próbna"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", IN_FORCE),
        ("?stan=przyszle", ["Ćwiek Adam"]),
        ("?stan=zakonczone", PAST),
        ("?stan=wszystkie", ALL),
        ("?punkt=10", ["Łukasz Testowy"]),
        ("?osoba=luk", ["Łukasz Testowy"]),
        ("?osoba=prob+zan&punkt=9", ["Żaneta Próbna"]),
        ("?osoba=nikt", []),
        ("?stan=inne&punkt=x&strona=-1", IN_FORCE),
    ],
)
def test_the_list_shows_what_its_address_asks_for_in_polish_order(
    listed: LivePortal, query: str, names: list[str]
) -> None:
    browser = listed.browser_of(listed.clerk(Role.SETTLEMENTS))
    page = browser.open(f"/biuro/blokady{query}").text
    rows = read_csv(browser.open(f"/biuro/blokady.csv{query}"))
    assert [row[0].removeprefix("'") for row in rows[1:]] == names
    places = [page.find(name.replace("'", "&#39;") + "</a>") for name in names]
    assert -1 not in places
    assert places == sorted(places)
    assert page.count("</a></th>") == len(names)


def read_csv(answer: httpx.Response) -> list[list[str]]:
    assert answer.headers["content-disposition"] == 'attachment; filename="blokady.csv"'
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_no_cell_of_the_file_is_taken_for_a_formula(listed: LivePortal) -> None:
    browser = listed.browser_of(listed.clerk())
    rows = read_csv(browser.open("/biuro/blokady.csv?stan=wszystkie"))
    assert f"'{FORMULA}" in {row[0] for row in rows}
    assert [cell for row in rows for cell in row if cell[:1] in "=+-@" and cell] == []


def test_taking_the_file_away_stands_in_the_audit(listed: LivePortal) -> None:
    clerk = listed.clerk()
    listed.browser_of(clerk).open("/biuro/blokady.csv")
    (row,) = listed.rows("SELECT actor, action, meta FROM audit ORDER BY seq DESC LIMIT 1")
    assert row == (str(clerk.staff), "blocks_export", '{"rows":3}')
