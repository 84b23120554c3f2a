"""A payer who keeps the key and gets another's name: whoever acted for the one must not go on."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from iok_core.db import execute
from iok_core.identity.permissions import Role
from iok_core.imports.generations import ImportState
from iok_core.imports.guard import Reason, ReasonCode
from iok_core.imports.renamed import Renamed
from iok_core.portal import Portal
from iok_core.premises.desk import party_by_key
from tests.databases import on_sqlite
from tests.imports.at_the_office import decide, office, page_of, payer, plain
from tests.imports.rewriting import Change, Row, brought, rewritten
from tests.offices import payer as acting_payer
from tests.portal import LivePortal, people

KEY, NAME = "K0008", "Probierz Jan i Ewa"
REPLACED = Reason(code=ReasonCode.PAYERS_REPLACED, found=1)


def called(name: str, key: str = KEY) -> Change:
    def call(rows: list[Row]) -> None:
        for row in rows:
            if row["Kod"] == key:
                row["Nazwa"] = name

    return call


@pytest.mark.parametrize(
    ("before", "after", "wholly"),
    [
        ("Kowalski Jan", "Nowak Ewa", True),
        ("Kowalski Jan", "Kowalska Maria", True),
        ("Kowalska Anna", "Nowak Anna", False),
        ("KOWALSKI JAN", "Jan Kowalski", False),
        ("Żółć Łucja", "Zolc Lucja", False),
        ("Kowalski Jan i Ewa", "Nowak Piotr i Iga", True),
        ("Alfa sp. z o.o.", "Beta sp. z o.o.", True),
        ("Li Ho", "Ho Li", False),
        ("Li Ho", "Wu Xi", True),
    ],
)
def test_k12_2_a_name_of_which_no_word_has_stayed_is_another(
    before: str, after: str, wholly: bool
) -> None:
    assert Renamed(1, before, after).wholly is wholly


async def acted_for(portal: Portal, until: date | None = None) -> None:
    access = await acting_payer(portal, KEY)
    if until is not None:
        await execute(
            "UPDATE representation SET until = {} WHERE person = {}", until, access.person
        )


@pytest.mark.parametrize(
    ("name", "days", "held"),
    [
        ("Zupełnie Kto Inny", None, True),
        ("Zupełnie Kto Inny", 0, True),
        ("Zupełnie Kto Inny", -1, False),
        (f"{NAME} Nowi", None, False),
    ],
    ids=["acts", "acts for the last day", "acted until yesterday", "a word has stayed"],
)
def test_p7_k12_2_a_payer_with_an_access_who_becomes_somebody_else_is_held(
    base_folder: Path, export: Path, name: str, days: int | None, held: bool
) -> None:
    rewritten(export, "kontrahenci.csv", called(NAME))
    later = Path(shutil.copytree(export, export.with_name("later")))
    rewritten(later, "kontrahenci.csv", called(name))

    async def check(portal: Portal) -> None:
        assert (await brought(portal, export)).state is ImportState.PUBLISHED
        today = portal.clock.today()
        await acted_for(portal, None if days is None else today + timedelta(days=days))
        line = await brought(portal, later)
        assert line.why == ([REPLACED] if held else [])

    people(base_folder, check)


@on_sqlite
def test_p7_a_payer_for_whom_nobody_acts_may_become_somebody_else(
    base_folder: Path, export: Path
) -> None:
    rewritten(export, "kontrahenci.csv", called("Zupełnie Kto Inny"))

    async def check(portal: Portal) -> None:
        assert (await brought(portal, export)).state is ImportState.PUBLISHED

    people(base_folder, check)


@on_sqlite
def test_p7_the_office_reads_who_is_called_otherwise_and_the_board_does_not(
    base: LivePortal, export: Path
) -> None:
    resident = payer(base, KEY)
    seen = plain(resident.open("/").text)
    rewritten(export, "kontrahenci.csv", called("Zupełnie Kto Inny"))
    held = base.do(lambda portal: brought(portal, export))
    staff, party = office(base), base.do(lambda _: party_by_key(1, KEY))
    page = staff.open(page_of(held)).text
    assert "1 płatnik, za którego ktoś się loguje, nazywa się zupełnie inaczej" in plain(page)
    assert "<strong>Zupełnie Kto Inny</strong>" in page
    assert f'<a href="/biuro/kontrahenci/{party}">' in page
    assert "Zupełnie Kto Inny" not in office(base, Role.BOARD).open(page_of(held)).text
    assert plain(resident.open("/").text) == seen
    decide(staff, f"{page_of(held)}/publikacja")
    assert base.rows("SELECT published FROM source") == [(2,)]
