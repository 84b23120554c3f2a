"""The letter about a block: all that a blocked person is told, and nothing of the office's own."""

import pytest

from iok_core.blocking.clauses import Clause
from iok_core.identity.service import Role
from tests.blocking.acting import FACTS, REASON, block, lift
from tests.databases import on_sqlite
from tests.identity.at_the_desk import Desk
from tests.offices import text_of
from tests.portal import LivePortal

pytestmark = on_sqlite  # what it says is read as on the pages of blocks

OBJECTION = "Możesz złożyć pisemny sprzeciw"
MEANWHILE = "O swoich rozliczeniach dowiesz się w biurze"


def letter_of(block: int) -> str:
    return f"/biuro/blokady/{block}/pismo"


def test_k11_2_the_letter_says_the_clause_since_when_what_was_found_and_how_to_object(
    live: LivePortal,
) -> None:
    who, browser = live.resident(), live.browser_of(live.clerk(Role.ADMINISTRATOR))
    number = block(live, who, Clause.MISUSE)
    assert letter_of(number) in browser.open(f"/biuro/osoby/{who.person}/blokady").text
    letter = text_of(browser.open(letter_of(number)).text)
    assert "punkt 11 regulaminu" in letter
    assert "Twój dostęp do portalu jest zablokowany" in letter
    assert "Zablokowany od" in letter
    assert FACTS in letter
    assert OBJECTION in letter
    assert "rozstrzygnie inna osoba" in letter
    assert MEANWHILE in letter
    assert REASON not in letter
    assert who.identifier not in letter.replace(" ", "")


@pytest.mark.parametrize(
    ("clause", "objects", "has_settlements"),
    [
        (Clause.OWN_DEMAND, False, True),
        (Clause.LOSS, False, True),
        (Clause.END_OF_SETTLEMENTS, True, False),
    ],
)
def test_k11_2_the_letter_names_the_ways_that_there_are(
    live: LivePortal, clause: Clause, objects: bool, has_settlements: bool
) -> None:
    who, browser = live.resident(), live.browser_of(live.clerk())
    letter = text_of(browser.open(letter_of(block(live, who, clause))).text)
    assert f"punkt {int(clause)} regulaminu" in letter
    assert (OBJECTION in letter) is objects
    assert (MEANWHILE in letter) is has_settlements


def test_k11_2_the_letter_is_addressed_and_in_polish_for_a_clerk_who_reads_english(
    desk: Desk,
) -> None:
    browser = desk.browser_of()
    browser.http.headers["accept-language"] = "en"
    assert '<html lang="en"' in browser.open(f"/biuro/osoby/{desk.person}/blokady").text
    page = browser.open(letter_of(desk.block)).text
    assert '<html lang="pl"' in page
    assert "Twój dostęp do portalu będzie zablokowany" in page  # it begins on another day
    assert "Jak odblokować dostęp" in page
    to = text_of(page.partition('class="sheet__to">')[2].partition("</div>")[0])
    assert to == "Maria Ćwikłowska Zamiejska 3/5 00-000 Przykładowo"


def test_k11_2_the_letter_is_of_blocks_that_hold_and_of_whose_clause_one_decides(
    live: LivePortal,
) -> None:
    who, clerk = live.resident(), live.browser_of(live.clerk())
    misuse, demand = block(live, who, Clause.MISUSE), block(live, who)
    page = clerk.open(f"/biuro/osoby/{who.person}/blokady").text
    assert letter_of(misuse) not in page
    assert clerk.open(letter_of(misuse)).status_code == 403
    assert clerk.open(letter_of(demand)).status_code == 200
    seen = "SELECT count(*) FROM audit WHERE action = 'person_view' AND object_id = {}"
    before = live.rows(seen, who.person)
    lift(live, demand)
    assert clerk.open(letter_of(demand)).status_code == 303
    assert live.rows(seen, who.person) == before
    assert letter_of(demand) not in clerk.open(f"/biuro/osoby/{who.person}/blokady").text


@pytest.fixture
def desk(live: LivePortal) -> Desk:
    return Desk(live)
