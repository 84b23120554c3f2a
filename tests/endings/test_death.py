"""Somebody has died: frozen at once, represents nobody, is written to no more."""

import pytest
from click.testing import CliRunner

from iok_core.cli import main
from iok_core.endings.death import Death, record_death
from iok_core.portal import Portal
from iok_core.premises.tables import Representation
from tests.blocking.acting import OPERATOR
from tests.databases import on_sqlite
from tests.offices import text_of
from tests.portal import Access, LivePortal
from tests.premises.registers import LONG_AGO, Register

REASON = "Pismo 77/2026"


class Family:
    """A couple and their attorney, who all act for one payer."""

    def __init__(self, live: LivePortal, *, couple: bool) -> None:
        self.live = live
        self.dead = live.resident("Jan Nowak")
        self.spouse = live.resident("Anna Nowak")
        self.attorney = live.resident("Ewa Pełnomocna")
        live.do(lambda portal: self._written(portal, couple=couple))

    async def _written(self, portal: Portal, *, couple: bool) -> None:
        register = await Register.open(portal)
        flat, party = await register.premises("7"), await register.party("K1")
        await register.title(flat, party)
        await register.account("204-1", [flat], party)
        bases = {self.dead: "self", self.attorney: "power_of_attorney"}
        for who, basis in (bases | ({self.spouse: "self"} if couple else {})).items():
            await Representation.insert(
                Representation(person=who.person, party=party, basis=basis, since=LONG_AGO)
            )

    def dies(self) -> None:
        death = Death(self.dead.person or 0, REASON)
        done = self.live.do(lambda p: record_death(p.endings, p.notices, death, by=OPERATOR))
        assert done is None

    def sees(self, who: Access) -> bool:
        return "Lipowa 1 m. 7" in text_of(self.live.browser_of(who).open("/").text)


@pytest.mark.parametrize("couple", [True, False])
def test_k12_4_a_joint_holder_keeps_the_access_and_an_attorney_only_with_one(
    live: LivePortal, couple: bool
) -> None:
    family = Family(live, couple=couple)
    signed_in = live.browser_of(family.dead)
    assert family.sees(family.attorney)
    family.dies()
    assert signed_in.open("/").status_code != 200
    assert live.browser().sign_in(family.dead.identifier, family.dead.password).status_code == 403
    assert family.sees(family.spouse) is couple
    assert family.sees(family.attorney) is couple
    assert live.rows("SELECT clause, reason FROM block") == [(12, REASON)]


@on_sqlite
def test_k12_4_the_desk_records_it_after_a_tick(live: LivePortal) -> None:
    family = Family(live, couple=True)
    browser, page = live.browser_of(live.clerk()), f"/biuro/osoby/{family.dead.person}/zgon"
    browser.open(page)
    assert browser.submit(page, reason=REASON).status_code == 422
    assert browser.submit(page, reason="", certain="1").status_code == 422
    pesel = browser.submit(page, reason="PESEL 44051401359", certain="1")
    assert pesel.status_code == 422
    assert live.rows("SELECT count(*) FROM block") == [(0,)]
    browser.submit(page, reason=REASON, certain="1")
    assert "wiadomości nie będą wysyłane" in text_of(browser.follow().text)
    assert live.rows("SELECT count(*) FROM audit WHERE action = 'death_record'") == [(1,)]
    assert live.browser_of(live.clerk()).open("/biuro/osoby/999/zgon").status_code == 404


@on_sqlite
def test_k12_4_the_command_line_records_it(live: LivePortal) -> None:
    family = Family(live, couple=True)

    def typed(person: str) -> tuple[int, str]:
        words = ["--dir", str(live.folder), "person", "died", person, "--reason", REASON]
        done = CliRunner().invoke(main, words)
        return done.exit_code, done.output.strip()

    number = str(family.dead.person)
    assert typed(number) == (0, f"person {number}: closed")
    assert typed("999")[0] == 1
