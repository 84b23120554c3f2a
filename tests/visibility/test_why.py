"""Why somebody sees premises or not: one sentence, from what the portal itself decides by."""

from datetime import date, timedelta

import pytest
from click.testing import CliRunner

from iok_core.blocking.service import Clause, blocked_among
from iok_core.cli import main
from iok_core.db import execute, fetch
from iok_core.identity.service import Role, set_demo_password
from iok_core.portal import Portal
from iok_core.premises.service import Decision, Ground, Stage
from iok_core.visibility.asking import Looking, why
from iok_core.visibility.judging import Answer, Facts, Part, Question, answer
from iok_core.visibility.words import sentence
from iok_core.web.visitor import Visitor
from tests.blocking.acting import block, lift, today
from tests.databases import on_sqlite
from tests.offices import text_of
from tests.portal import OWN_PASSWORD, Access, LivePortal
from tests.premises.registers import Register

DAY = date(2026, 11, 23)
WELCOME = Visitor(kind="resident")


def asked(visitor: Visitor = WELCOME, ground: Ground = Ground.HOLDS) -> Answer:
    return answer(
        Facts(person="Anna", premises="Lipowa 1 m. 7", day=DAY, visitor=visitor,
              decision=Decision(ground), payer="Nowak", sessions=None)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("visitor", "ground", "stopped", "stage"),
    [
        (WELCOME, Ground.HOLDS, None, Stage.FULL),
        (WELCOME, Ground.SETTLES, None, Stage.FULL),
        (WELCOME, Ground.ENDED_LATELY, None, Stage.CLOSING),
        (WELCOME, Ground.NO_TITLE, Part.PREMISES, Stage.NONE),
        (Visitor(kind="stranger", must_accept=True), Ground.HOLDS, Part.ACCESS, Stage.NONE),
        (Visitor(kind="resident", must_set_password=True, must_accept=True),
         Ground.HOLDS, Part.PASSWORD, Stage.NONE),
        (Visitor(kind="resident", must_accept=True), Ground.TITLE_ENDED, Part.REGULATIONS,
         Stage.NONE),
    ],
)  # fmt: skip
def test_x_8_the_first_thing_in_the_order_of_the_gates_is_told(
    visitor: Visitor, ground: Ground, stopped: Part | None, stage: Stage
) -> None:
    told = asked(visitor, ground)
    assert (told.stopped, told.stage) == (stopped, stage)


async def set_password(portal: Portal, who: Access) -> None:
    await set_demo_password(portal.identity, who.identity, OWN_PASSWORD, is_demonstration=True)


class House:
    def __init__(self, live: LivePortal) -> None:
        self.live = live
        self.who = live.resident("Anna Nowak")
        self.flat = live.do(self._written)

    async def _written(self, portal: Portal) -> int:
        register = await Register.open(portal)
        flat, party = await register.premises("7"), await register.party("K1")
        await register.title(flat, party)
        await register.acts(self.who.person or 0, party)
        return flat

    def says(self, day: date | None = None, who: Access | None = None) -> str:
        person = (who or self.who).person or 0

        async def asked(portal: Portal) -> str:
            on = day or portal.clock.today()
            looking = Looking(portal.identity, portal.settings.premises)
            return sentence(await why(looking, Question(person, self.flat, on)))

        return self.live.do(asked).replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def house(live: LivePortal) -> House:
    return House(live)


def test_x_8_each_cause_is_told_in_one_sentence(house: House) -> None:
    live = house.live
    assert "widzi Lipowa 1 m. 7 w całości: tytuł prawny od 1 stycznia 2001" in house.says()
    assert "nikt, za kogo ta osoba działa" in house.says(who=live.resident("Jan Obcy"))
    newcomer = live.newcomer("Ewa Nowa")
    assert "dostęp nie został aktywowany" in house.says(who=newcomer)
    held = block(live, house.who, Clause.MISUSE)
    assert "nie widzi" in house.says()
    assert "dostęp jest zablokowany od" in house.says()
    assert "punktu 11 regulaminu" in house.says()
    lift(live, held)
    assert "w całości" in house.says()
    live.do(lambda portal: set_password(portal, newcomer))
    assert "brak akceptacji regulaminu" in house.says(who=newcomer)


@on_sqlite
def test_x_8_of_a_day_that_has_passed_what_held_then_is_told(house: House) -> None:
    """A block that was lifted meanwhile, and data that came later."""
    live, now = house.live, today(house.live)
    lift(live, block(live, house.who))
    before, lifted = now - timedelta(days=5), now - timedelta(days=3)

    async def pushed_back(_: Portal) -> None:
        rows = await fetch("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        for (name,) in rows:
            await execute(f"DROP TRIGGER {name}")
        await execute("UPDATE publication SET at = {}", f"{before} 08:00:00+00:00")
        await execute("UPDATE acceptance SET at = {}", "2026-01-01 08:00:00+00:00")
        await execute("UPDATE block SET since = {}", before)
        await execute("UPDATE lifting SET lifted_at = {}", f"{lifted} 08:00:00+00:00")

    live.do(pushed_back)
    assert "dostęp jest zablokowany" in house.says(lifted - timedelta(days=1))
    assert "w całości" in house.says(lifted)
    assert "w całości" in house.says(now)
    assert "nikt, za kogo" in house.says(before - timedelta(days=1))


def test_x_8_today_it_agrees_with_the_gates(house: House) -> None:
    held = block(house.live, house.who)
    browser = house.live.browser()
    answer = browser.sign_in(house.who.identifier, house.who.password)
    assert (answer.status_code, "nie widzi" in house.says()) == (403, True)
    lift(house.live, held)
    day = today(house.live)
    assert house.live.do(lambda _: blocked_among([house.who.person or 0], day)) == {}


@on_sqlite
def test_x_8_staff_ask_at_the_person_and_at_the_premises_and_it_is_audited(house: House) -> None:
    browser = house.live.browser_of(house.live.clerk(Role.SETTLEMENTS))
    person = house.who.person
    page = browser.open(f"/biuro/osoby/{person}/dlaczego")
    assert "Lipowa 1 m. 7 (7)" in text_of(page.text)
    words = text_of(
        browser.open(f"/biuro/osoby/{person}/dlaczego?lokal=7&dzien={today(house.live)}").text
    )
    assert "Anna Nowak widzi Lipowa 1 m. 7 w całości" in words
    wrong = browser.open(f"/biuro/osoby/{person}/dlaczego?lokal=nie-ma&dzien={DAY}")
    assert wrong.status_code == 422
    assert "Żaden lokal nie ma tego symbolu" in wrong.text
    bad = browser.open(f"/biuro/osoby/{person}/dlaczego?lokal=7&dzien=wczoraj")
    assert bad.status_code == 422
    of_flat = text_of(browser.open(f"/biuro/lokale/{house.flat}/dlaczego").text)
    assert "Anna Nowak widzi Lipowa 1 m. 7 w całości" in of_flat
    assert browser.open("/biuro/lokale/999/dlaczego").status_code == 404
    seen = house.live.do(
        lambda _: fetch("SELECT count(*) FROM audit WHERE meta = {}", '{"purpose":"visibility"}')
    )
    assert seen == [(4,)]
    listed = house.live.rows("SELECT object_id FROM audit WHERE action = 'persons_view'")
    assert listed == [(person,)]


@on_sqlite
def test_x_8_the_same_sentence_stands_on_the_command_line(house: House) -> None:
    def typed(*words: str) -> str:
        shell = ["--dir", str(house.live.folder), "access", "why", *words]
        return CliRunner().invoke(main, shell).output

    assert "Anna Nowak widzi Lipowa 1 m. 7 w całości" in typed("7")
    assert "Anna Nowak widzi" in typed("7", house.who.identifier, "--on", str(today(house.live)))
    assert "no premises have the symbol L-99" in typed("L-99")


def test_x_6_to_live_in_a_flat_gives_no_access_to_it(live: LivePortal) -> None:
    """Sources tell how many live there, never who; only a title through a representation opens."""
    lives_there = live.resident("Zofia Nowak")
    house = House(live)
    assert live.rows("SELECT occupants FROM premises_version") == [(3,)]
    assert "nie widzi" in house.says(who=lives_there)
    browser = live.browser_of(lives_there)
    assert browser.open(f"/?lokal={house.flat}").status_code == 404
