"""A resident reads who looked at their data, and of nobody else's."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.blocking.service import Clause, NewBlock, block_access, lift_block
from iok_core.db import SystemClock, transaction
from iok_core.identity.permissions import Role
from iok_core.portal import Portal
from iok_core.premises.tables import Representation
from iok_core.privacy import looking
from tests.audit.tampering import tamper
from tests.browsing import Browser
from tests.databases import on_sqlite
from tests.offices import text_of
from tests.portal import Access, LivePortal
from tests.portals import Portals
from tests.premises.payers import add_payers
from tests.regulations.publishing import next_version, published

PAGE = "/dostep/historia"
OWN = f"{PAGE}?co=moje"
NEW = "granatowa czapka na haku"


def shown(browser: Browser, address: str = PAGE) -> list[str]:
    """What stands in the list, line by line."""
    page = browser.open(address).text
    (listed,) = re.findall(r'<ul class="list" role="list">(.*?)</ul>', page, re.DOTALL) or [""]
    return [text_of(line) for line in re.findall(r"<li>(.*?)</li>", listed, re.DOTALL)]


def record(live: LivePortal, action: Action, by: Origin, on: ObjectKind, object_id: int) -> None:
    async def recorded(portal: Portal) -> None:
        async with transaction():
            await portal.audit.record(action, by=by, on=on, object_id=object_id)

    live.do(recorded)


def act_for(live: LivePortal, access: Access, party: int, until: int | None = None) -> None:
    """For ten days, or until so many days from today."""

    async def acts(portal: Portal) -> None:
        today = portal.clock.today()
        end = None if until is None else today + timedelta(days=until)
        row = Representation(person=access.person, party=party, basis="self")
        row.since, row.until = today - timedelta(days=10), end
        await Representation.insert(row)

    live.do(acts)


def opened(lines: list[str], what: str) -> list[str]:
    return [line for line in lines if what in line]


def test_k15_3_a_resident_reads_which_function_of_the_office_looked_and_nobody_else_does(
    live: LivePortal,
) -> None:
    anna, other = live.resident(), live.resident("Piotr Inny")
    by = Origin.staff(live.clerk(Role.SETTLEMENTS).staff or 0)
    record(live, Action.PERSON_VIEW, by, ObjectKind.PERSON, anna.person or 0)
    (line,) = opened(shown(live.browser_of(anna)), "Otwarcie strony osoby")
    assert "Biuro, rozliczenia" in line
    assert "Ewa" not in line
    assert not opened(shown(live.browser_of(other)), "Otwarcie strony osoby")


@on_sqlite
def test_aud7_a_setting_shows_the_name_of_who_looked(portal_folder: Path, portals: Portals) -> None:
    with (portal_folder / "iok.toml").open("a") as settings:
        settings.write("\n[audit]\nname_staff = true\n")
    with portals.serve(portal_folder) as live:
        (line,) = opened(shown(live.browser_of(live.resident())), "Wydanie dostępu")
    assert "(Ewa Biurowa)" in line


def test_k15_3_who_acts_for_a_payer_reads_that_its_page_was_opened_while_they_act(
    live: LivePortal,
) -> None:
    parties = live.do(add_payers)
    now, spouse, before, other = (live.resident(name) for name in ("A A", "B B", "C C", "D D"))
    act_for(live, now, parties["K-1"])
    act_for(live, spouse, parties["K-1"])
    act_for(live, before, parties["K-1"], until=-1)
    act_for(live, other, parties["K-2"])
    office = live.browser_of(live.clerk())
    assert office.open(f"/biuro/kontrahenci/{parties['K-1']}").status_code == 200
    assert office.open(f"/biuro/osoby/{spouse.person}/dostep").status_code == 200
    told = {who.person: shown(live.browser_of(who)) for who in (now, spouse, before, other)}
    count = {
        person: (len(opened(lines, "strony kontrahenta")), len(opened(lines, "strony osoby")))
        for person, lines in told.items()
    }
    assert count == {
        now.person: (1, 0), spouse.person: (1, 1), before.person: (0, 0), other.person: (0, 0)
    }  # fmt: skip
    assert "w celu wydania dostępu" in told[spouse.person][0]


def test_k15_3_a_list_that_showed_one_alone_was_a_look_at_them(live: LivePortal) -> None:
    anna, other = live.resident(), live.resident("Piotr Inny")
    office = live.browser_of(live.clerk())
    office.open("/biuro/osoby")
    assert not opened(shown(live.browser_of(anna)), "Otwarcie listy osób")
    office.open(f"/biuro/osoby?q={anna.identifier}")
    assert len(opened(shown(live.browser_of(anna)), "Otwarcie listy osób")) == 1
    assert not opened(shown(live.browser_of(other)), "Otwarcie listy osób")


@on_sqlite
def test_k15_3_whose_signature_on_paper_the_office_recorded_reads_it(live: LivePortal) -> None:
    anna, other = live.resident(), live.resident("Piotr Inny")
    later = SystemClock().today() + timedelta(days=20)
    assert live.do(published(next_version(), later)) == 2
    office, path = live.browser_of(live.clerk()), f"/biuro/osoby/{anna.person}/regulamin"
    office.open(path)
    office.submit(path, number="2", signed_on="2026-05-05", in_hand="1")
    told = [shown(live.browser_of(who)) for who in (anna, other)]
    assert [len(opened(lines, "Akceptacja regulaminu")) for lines in told] == [1, 0]
    [(meta,)] = live.rows(
        "SELECT meta FROM audit WHERE action = 'regulations_accept' AND object_kind = 'person'"
    )
    assert json.loads(meta) == {"version": 2, "way": "paper"}


@on_sqlite
def test_k15_3_the_own_log_has_sign_ins_failures_sessions_passwords_and_blocks(
    live: LivePortal,
) -> None:
    anna, other = live.resident(), live.resident("Piotr Inny")
    live.browser().sign_in(anna.identifier, "nie to hasło")
    browser = live.browser_of(anna)
    live.browser_of(anna)
    browser.open("/dostep")
    browser.submit("/dostep/sesje/zakoncz-inne")
    browser.open("/haslo")
    browser.submit("/haslo", old=anna.password, new=NEW, repeat=NEW)
    live.do(lambda portal: blocked_for_a_moment(portal, anna))
    theirs = live.rows("SELECT min(id) FROM session WHERE identity = {}", anna.identity)[0][0]
    record(live, Action.SESSION_END, Origin.resident(other.identity), ObjectKind.SESSION, theirs)
    again = live.browser()
    again.sign_in(anna.identifier, NEW)
    lines = shown(again, OWN)
    assert [re.split(r" \d", line)[0] for line in lines] == [
        "Logowanie", "Zdjęcie blokady punkt", "Zablokowanie dostępu punkt", "Zmiana hasła",
        "Wylogowanie urządzeń", "Logowanie", "Logowanie", "Logowanie nie udało się",
        "Ustawienie hasła pokazowego",
    ]  # fmt: skip
    assert lines[0].endswith("Ty")
    assert lines[7].endswith("Ktoś przed zalogowaniem")


@on_sqlite
def test_k15_3_a_row_that_somebody_wrote_into_leaves_the_pages_that_show_it(
    live: LivePortal,
) -> None:
    anna = live.resident()
    live.do(lambda _: tamper("UPDATE audit SET meta = 'no json'"))
    assert opened(shown(live.browser_of(anna)), "Wydanie dostępu")
    board = live.browser_of(live.clerk(Role.BOARD))
    assert "meta: no json" in board.open("/biuro/dziennik").text


async def blocked_for_a_moment(portal: Portal, access: Access) -> None:
    by, day = Origin.operator("tester"), portal.clock.today()
    new = NewBlock(
        person=access.person or 0, clause=Clause.END_OF_SETTLEMENTS, reason="x", since=day
    )
    block = await block_access(portal.identity, new, by=by)
    assert isinstance(block, int)
    assert await lift_block(portal.identity, block, "y", by=by) is None


@on_sqlite
def test_k15_3_the_history_is_read_page_by_page(
    live: LivePortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "LINES", 2)
    anna = live.resident()
    browser = live.browser_of(anna)
    for _ in range(4):
        live.browser_of(anna)
    seen = shown(browser, OWN)
    while (found := re.search(r'href="([^"]+)" rel="next"', browser.answer.text)) is not None:
        seen += shown(browser, found[1].replace("&amp;", "&"))
    assert len(seen) == 6
    assert len(opened(seen, "Logowanie")) == 5
