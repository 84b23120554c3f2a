"""Who is blocked for misuse objects, and another person than the one who blocked decides."""

from datetime import timedelta

import pytest
from click.testing import CliRunner

from iok_core.approvals import service as approvals
from iok_core.audit.origin import Origin
from iok_core.blocking import service
from iok_core.blocking.block_approvals import BLOCK
from iok_core.blocking.passes import Passes
from iok_core.blocking.service import (
    Clause,
    Decided,
    NewBlock,
    ObjectionLine,
    ObjectionRefusal,
    block_access,
)
from iok_core.cli import main
from iok_core.identity.service import Role
from iok_core.portal import Portal
from tests.blocking.acting import FACTS, OPERATOR, REASON, block, today
from tests.browsing import Browser
from tests.databases import on_sqlite
from tests.identity.office import SetClock
from tests.offices import text_of
from tests.portal import Access, LivePortal

TEXT = "W tym czasie byłem w szpitalu"


def blocked_by(live: LivePortal, staff: Access, who: Access) -> int:
    async def made(portal: Portal) -> int:
        since = portal.clock.today()
        new = NewBlock(
            person=who.person or 0, clause=Clause.MISUSE, reason=REASON, facts=FACTS, since=since
        )
        done = await block_access(portal.identity, new, by=Origin.staff(staff.staff or 0))
        assert isinstance(done, int)
        return done

    return live.do(made)


def at_the_form(live: LivePortal, who: Access) -> Browser:
    browser = live.browser()
    browser.sign_in(who.identifier, who.password)
    assert browser.submit("/sprzeciw").status_code == 200
    return browser


def test_k11_2_the_blocked_resident_objects_and_reads_the_answer(live: LivePortal) -> None:
    who, first, second = live.resident(), *(live.clerk(Role.ADMINISTRATOR) for _ in range(2))
    held = blocked_by(live, first, who)
    browser = at_the_form(live, who)
    assert FACTS in text_of(browser.answer.text)
    empty = browser.submit("/sprzeciw", text=" ")
    assert (empty.status_code, "Napisz, z czym się nie zgadzasz" in text_of(empty.text)) == (
        422,
        True,
    )
    pesel = browser.submit("/sprzeciw", text="PESEL 44051401359")
    assert (pesel.status_code, "44051401359" in pesel.text) == (422, True)
    browser.submit("/sprzeciw", text=TEXT)
    year = today(live).year
    assert f"Numer sprawy: S/{year}/1" in text_of(browser.follow().text)
    waits = text_of(at_the_form(live, who).answer.text)
    assert f"S/{year}/1" in waits
    assert "Sprzeciw czeka na rozpatrzenie" in waits
    page = f"/biuro/blokady/{held}/sprzeciw"
    own = live.browser_of(first)
    assert "S/" not in text_of(own.open("/biuro").text)
    assert "więc rozstrzyga ktoś inny" in text_of(own.open(page).text)
    other = live.browser_of(second)
    assert f"Rozpatrz sprzeciw S/{year}/1" in text_of(other.open("/biuro").text)
    assert TEXT in text_of(other.open(page).text)
    assert other.submit(f"{page}/decyzja", answer="").status_code == 422
    other.submit(f"{page}/decyzja", outcome="dismiss", answer="Logowania trwają nadal")
    answer = text_of(at_the_form(live, who).answer.text)
    assert "Oddalony: blokada zostaje." in answer
    assert "Logowania trwają nadal" in answer
    assert live.rows("SELECT kind FROM event WHERE kind = 'objection_decided'")


@pytest.mark.parametrize("upheld", [True, False])
def test_k11_2_another_person_than_who_blocked_decides(live: LivePortal, upheld: bool) -> None:
    who, first, second = live.resident(), *(live.clerk(Role.ADMINISTRATOR) for _ in range(2))
    held = blocked_by(live, first, who)

    async def decided(portal: Portal, staff: int) -> object:
        filed = await service.file_objection(portal.identity, held, TEXT, by=OPERATOR)
        assert not isinstance(filed, ObjectionRefusal)
        what = Decided(objection=filed.id, upheld=upheld, answer="Wyjaśnione")
        return await service.decide(portal.identity, what, by=Origin.staff(staff))

    def by(staff: Access) -> object:
        return live.do(lambda portal: decided(portal, staff.staff or 0))

    assert by(first) is ObjectionRefusal.OWN
    assert by(live.clerk()) is ObjectionRefusal.NOT_PERMITTED
    assert by(second) is None
    assert by(second) is ObjectionRefusal.DECIDED
    assert live.rows("SELECT count(*) FROM lifting") == [(int(upheld),)]
    entered = live.browser().sign_in(who.identifier, who.password)
    assert (entered.status_code == 303) is upheld
    audited = live.rows("SELECT result FROM audit WHERE action = 'objection_decide' ORDER BY seq")
    assert audited == [("refused",), ("refused",), ("done",), ("refused",)]


@on_sqlite
def test_k11_2_s46_whoever_approved_the_block_does_not_decide_either(live: LivePortal) -> None:
    who = live.resident()
    asks, agrees, third = (live.clerk(Role.ADMINISTRATOR) for _ in range(3))

    async def approved(portal: Portal) -> ObjectionLine:
        since = portal.clock.today()
        new = NewBlock(
            person=who.person or 0, clause=Clause.MISUSE, reason=REASON, facts=FACTS, since=since
        )
        by = Origin.staff(asks.staff or 0)
        wanted = await approvals.act(portal.approvals, BLOCK, new, REASON, by=by)
        assert isinstance(wanted, approvals.Asked)
        seen = (await approvals.one_approval(wanted.approval)).payload_sha256
        second = Origin.staff(agrees.staff or 0)
        await approvals.approve(portal.approvals, wanted.approval, seen, by=second)
        filed = await service.file_objection(portal.identity, 1, TEXT, by=OPERATOR)
        assert isinstance(filed, ObjectionLine)
        return filed

    filed = live.do(approved)
    own = live.browser_of(agrees)
    assert filed.case not in text_of(own.open("/biuro").text)
    assert "więc rozstrzyga ktoś inny" in text_of(own.open("/biuro/blokady/1/sprzeciw").text)

    def decided_by(staff: Access) -> object:
        what = Decided(objection=filed.id, upheld=False, answer="Wyjaśnione")
        by = Origin.staff(staff.staff or 0)
        return live.do(lambda portal: service.decide(portal.identity, what, by=by))

    assert decided_by(asks) is ObjectionRefusal.OWN
    assert decided_by(agrees) is ObjectionRefusal.OWN
    assert decided_by(third) is None


@on_sqlite
def test_k11_2_only_the_pass_of_the_page_opens_the_form(live: LivePortal) -> None:
    who = live.resident()
    block(live, who, Clause.MISUSE)
    browser = live.browser()
    browser.sign_in(who.identifier, who.password)
    given = browser.form("/sprzeciw")["przepustka"]
    for forged in ("", "1", "1.9", given[:-1], f"2{given[1:]}", "x.y.z"):
        sent = {"przepustka": forged, "step": "send", "text": TEXT}
        answer = browser.http.post("/sprzeciw", data=sent)
        assert answer.headers.get("location") == "/logowanie", forged
    assert live.rows("SELECT count(*) FROM objection") == [(0,)]


def test_k11_2_a_pass_is_good_for_an_hour_and_for_its_own_block() -> None:
    clock = SetClock()
    passes = Passes(b"key", clock)
    given = passes.issue(7)
    clock.go_on(timedelta(seconds=3599))
    assert passes.block_of(given) == 7
    assert Passes(b"another key", clock).block_of(given) is None
    assert passes.block_of(f"8{given[1:]}") is None
    clock.go_on(timedelta(seconds=1))
    assert passes.block_of(given) is None


@on_sqlite
def test_k11_2_to_a_block_that_one_asked_for_there_is_nothing_to_object(live: LivePortal) -> None:
    who = live.resident()
    held = block(live, who, Clause.OWN_DEMAND)
    browser = live.browser()
    browser.sign_in(who.identifier, who.password)
    assert not browser.has_form("/sprzeciw")
    filed = live.do(lambda p: service.file_objection(p.identity, held, TEXT, by=OPERATOR))
    assert filed is ObjectionRefusal.OVER


@on_sqlite
def test_k11_2_the_desk_writes_an_objection_down_and_the_command_line_decides(
    live: LivePortal,
) -> None:
    who, administrator = live.resident(), live.clerk(Role.ADMINISTRATOR)
    held = blocked_by(live, administrator, who)
    browser, page = live.browser_of(administrator), f"/biuro/blokady/{held}/sprzeciw"
    browser.open(page)
    assert browser.submit(page, text="").status_code == 422
    browser.submit(page, text=TEXT)
    assert live.rows("SELECT text, by_resident FROM objection") == [(TEXT, False)]

    def typed(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(main, ["--dir", str(live.folder), "resident", *words])
        return done.exit_code, done.output.strip()

    said = typed("object", who.identifier, "--text", TEXT)
    assert said == (0, f"objection S/{today(live).year}/1")
    assert typed("decide", "1", "--uphold", "--answer", "Pomyłka") == (0, "the block is lifted")
    assert typed("decide", "1", "--dismiss", "--answer", "Nie")[0] == 1
    assert typed("decide", "9", "--dismiss", "--answer", "Nie")[0] == 1
