"""Who has no premises left is proposed for a block; who vanished from the data is blocked never."""

from datetime import date, timedelta

import msgspec
import pytest
from click.testing import CliRunner

from iok_core.audit.origin import Origin
from iok_core.cli import main
from iok_core.db import execute
from iok_core.endings.closing import Closed, HeldError, close, close_by_itself
from iok_core.endings.proposals import Endings, Proposal, proposed
from iok_core.identity.service import Role
from iok_core.portal import Portal
from tests.blocking.acting import OPERATOR, REASON, block, lift, today
from tests.databases import on_sqlite
from tests.offices import text_of
from tests.portal import Access, LivePortal
from tests.premises.registers import Register

LONG_PAST = date(2024, 5, 31)
PAGE = "/biuro/koniec-rozliczen"


class Town:
    """Twenty who hold something, so that one end is no flood; and whom a test adds."""

    def __init__(self, live: LivePortal) -> None:
        self.live = live
        self.register = live.do(Register.open)
        self.number = 0

    def moves_in(self, until: date | None, *, holds: bool = True) -> Access:
        self.number += 1
        who, key = self.live.resident(f"Osoba {self.number:02}"), str(self.number)

        async def written(_: Portal) -> None:
            party = await self.register.party(key)
            if holds:
                flat = await self.register.premises(key)
                await self.register.title(flat, party, until=until)
            await self.register.acts(who.person or 0, party)

        self.live.do(written)
        return who

    def proposes(self, percent: int = 50, **settings: bool) -> Proposal:
        return self.live.do(lambda p: proposed(of(p, percent, **settings), self.register.published))


def of(portal: Portal, percent: int = 50, **settings: bool) -> Endings:
    given = msgspec.structs.replace(portal.settings.blocking, ended_percent=percent, **settings)
    return msgspec.structs.replace(portal.endings, settings=given)


@pytest.fixture
def town(live: LivePortal) -> Town:
    return Town(live)


def persons(proposal: Proposal) -> list[int]:
    return [one.person for one in proposal.ended]


def test_k12_3_only_those_whose_titles_have_ended_are_proposed(town: Town) -> None:
    now = today(town.live)
    town.moves_in(None)
    town.moves_in(now - timedelta(days=3))  # the closing view
    town.moves_in(now)  # the last day
    gone = town.moves_in(LONG_PAST)
    blocked = town.moves_in(LONG_PAST)
    block(town.live, blocked)
    never = town.live.resident("Nigdy Nic")
    found = town.proposes()
    assert persons(found) == [gone.person]
    assert found.ended[0].ended_on == LONG_PAST
    assert found.vanished == [(never.person, "Nigdy Nic")]


def test_k12_1_k12_3_the_office_confirms_in_bulk_and_the_block_names_clause_12(town: Town) -> None:
    live = town.live
    gone = [town.moves_in(LONG_PAST) for _ in range(3)]
    stays = town.moves_in(None)
    browser = live.browser_of(live.clerk())
    assert "3 osoby nie mają otwartych rozliczeń" in text_of(browser.open("/biuro").text)
    page = browser.open(PAGE)
    assert "Osoba 01" in page.text
    assert "Osoba 04" not in page.text
    one_left = {f"p{gone[2].person}": ""}
    held = browser.submit(PAGE, **one_left)
    assert (held.status_code, "lista jest sprawdzona" in text_of(held.text)) == (422, True)
    assert live.rows("SELECT count(*) FROM block") == [(0,)]
    browser.submit(PAGE, **one_left, looked_at="1")
    assert "2 dostępy są zablokowane" in text_of(browser.follow().text)
    blocks = live.rows("SELECT person, clause FROM block ORDER BY person")
    assert blocks == [(gone[0].person, 12), (gone[1].person, 12)]
    refused = live.browser().sign_in(gone[0].identifier, gone[0].password)
    assert (refused.status_code, "punkt 12 regulaminu" in text_of(refused.text)) == (403, True)
    assert live.browser_of(stays).open("/").status_code == 200
    audited = live.rows("SELECT count(*) FROM audit WHERE action = 'access_block'")
    assert audited == [(2,)]
    nobody = browser.submit(PAGE, **one_left)
    assert nobody.status_code == 422


@on_sqlite
def test_k12_3_premises_that_vanish_by_mistake_block_nobody(town: Town) -> None:
    """Not even where blocking by itself is on."""
    for _ in range(4):
        town.moves_in(None)
    town.live.do(lambda _: execute("UPDATE title SET until_gen = 2"))
    town.live.do(lambda _: town.register.publish(2))
    found = town.proposes()
    assert (persons(found), len(found.vanished), found.held) == ([], 4, True)
    town.live.do(lambda p: close_by_itself(of(p, 100, ends_by_itself=True)))
    assert town.live.rows("SELECT count(*) FROM block") == [(0,)]


@on_sqlite
def test_k12_3_more_than_usual_at_once_is_held(town: Town) -> None:
    gone = [town.moves_in(LONG_PAST) for _ in range(2)]
    for _ in range(2):
        town.moves_in(None)
    ids = [one.person or 0 for one in gone]
    assert town.proposes(percent=50).held is False
    assert town.proposes(percent=49).held is True
    live = town.live
    live.do(lambda p: close_by_itself(of(p, 49, ends_by_itself=True)))
    with pytest.raises(HeldError):
        live.do(lambda p: close(of(p, 49), ids, looked_at=False, by=OPERATOR))
    assert live.rows("SELECT count(*) FROM block") == [(0,)]
    done = live.do(lambda p: close(of(p, 49), ids, looked_at=True, by=OPERATOR))
    assert done == Closed(blocked=2, left=0)


@on_sqlite
def test_k12_3_by_itself_only_where_it_is_switched_on(town: Town) -> None:
    town.moves_in(LONG_PAST)
    town.moves_in(None)
    live = town.live
    live.do(lambda p: close_by_itself(of(p)))
    assert live.rows("SELECT count(*) FROM block") == [(0,)]
    live.do(lambda p: close_by_itself(of(p, ends_by_itself=True)))
    live.do(lambda p: close_by_itself(of(p, ends_by_itself=True)))
    assert live.rows("SELECT clause, recorded_by, way FROM block") == [(12, None, "itself")]


@on_sqlite
def test_k12_3_whoever_came_back_meanwhile_is_not_blocked(town: Town) -> None:
    gone = town.moves_in(LONG_PAST).person or 0
    town.live.do(lambda _: execute("UPDATE title SET until = NULL"))
    done = town.live.do(lambda p: close(of(p), [gone], looked_at=True, by=OPERATOR))
    assert done == Closed(blocked=0, left=1)


@on_sqlite
def test_k12_3_the_command_line_lists_and_blocks(town: Town) -> None:
    gone, _ = town.moves_in(LONG_PAST), town.moves_in(None)

    def typed(*words: str) -> str:
        shell = ["--dir", str(town.live.folder), "resident", "ended", *words]
        return CliRunner().invoke(main, shell).output

    assert f"{gone.person:6}  2024-05-31  Osoba 01" in typed()
    assert "more than usual" in typed("--block")
    assert "blocked 1" in typed("--block", "--looked-at")


@on_sqlite
def test_k12_3_the_desk_alone_and_the_administrator_block_in_bulk(town: Town) -> None:
    town.moves_in(LONG_PAST)
    statuses = {
        role: town.live.browser_of(town.live.clerk(role)).open(PAGE).status_code for role in Role
    }
    assert {role for role, code in statuses.items() if code == 200} == {
        Role.DESK,
        Role.ADMINISTRATOR,
    }
    by = Origin.staff(town.live.clerk(Role.SETTLEMENTS).staff or 0)
    ids = [town.live.rows("SELECT min(person) FROM identity")[0][0]]
    refused = town.live.do(lambda p: close(of(p, 100), ids, looked_at=True, by=by))
    assert refused == "not_permitted"


@on_sqlite
def test_k11_3_a_block_under_clause_12_that_was_a_mistake_is_lifted(town: Town) -> None:
    gone = town.moves_in(LONG_PAST)
    lift(town.live, block(town.live, gone, reason=REASON))
    assert town.live.browser_of(gone).open("/").status_code == 200
