"""Whoever holds something sees it, by whatever title, alone or with others, and nothing else."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from iok_core.api import PremisesKind, TitleKind
from iok_core.portal import Portal
from tests.databases import on_sqlite
from tests.portal import LivePortal
from tests.premises.registers import LONG_AGO, Register

pytestmark = on_sqlite

Town = Callable[[Register, dict[str, int]], Awaitable[None]]
NEIGHBOUR = "9"
"""The flat of somebody else, on every page of everybody."""


def settle(live: LivePortal, names: list[str], town: Town) -> dict[str, str]:
    """What each of these residents reads of all their settlements."""
    who = {name: live.resident(name) for name in names}

    async def written(portal: Portal) -> None:
        register = await Register.open(portal)
        await town(register, {name: one.person or 0 for name, one in who.items()})
        other = await register.premises(NEIGHBOUR, building="DOM-OBCY")
        await register.title(other, await register.party("OBCY"))
        await register.account("OBCE", [other], balance=(0, 99))

    live.do(written)
    told = {}
    for name, one in who.items():
        browser = live.browser_of(one)
        told[name] = browser.open("/rozliczenia").text + browser.open("/").text
        assert "DOM-OBCY" not in told[name]
    return told


@pytest.mark.parametrize("title", TitleKind)
def test_x_1_each_kind_of_title_shows_what_is_held_whatever_the_share(
    live: LivePortal, title: TitleKind
) -> None:
    async def town(register: Register, persons: dict[str, int]) -> None:
        flat, party = await register.premises("7", building="DOM-WŁASNY"), await register.party("A")
        await register.title(flat, party, kind=title.value, share=(1, 3))
        await register.account("204-1", [flat], balance=(0, 12345))
        await register.acts(persons["Anna"], party)

    told = settle(live, ["Anna"], town)["Anna"]
    assert "DOM-WŁASNY" in told
    assert "123,45" in told


def test_x_3_x_4_each_kind_of_premises_and_account_is_shown_and_a_shared_one_once(
    live: LivePortal,
) -> None:
    kinds = list(PremisesKind)

    async def town(register: Register, persons: dict[str, int]) -> None:
        party, ids = await register.party("A"), []
        for kind in kinds:
            id_ = await register.premises(kind.value, kind.value, building=f"DOM-{kind.value}")
            await register.title(id_, party)
            ids.append(id_)
        for number, one in enumerate(ids):
            await register.account(f"204-{number}", [one], balance=(0, 10000 + number))
        await register.account("WODA", ids[:1], kind="water", balance=(0, 20001))
        await register.account("RAZEM", ids, kind="renovation", balance=(0, 30001))
        await register.acts(persons["Anna"], party)

    told = settle(live, ["Anna"], town)["Anna"]
    for number, kind in enumerate(kinds):
        assert f"DOM-{kind.value}" in told
        assert f"100,0{number}" in told
    assert "200,01" in told
    listed = told.partition("<main")[2].partition("</main>")[0]
    assert listed.count("300,01") == 1


def test_x_2_spouses_and_whoever_acts_for_them_see_the_same_until_the_power_ends(
    live: LivePortal,
) -> None:
    async def town(register: Register, persons: dict[str, int]) -> None:
        today = register.portal.clock.today()
        flat = await register.premises("7", building="DOM-WŁASNY")
        await register.account("204-1", [flat], balance=(0, 12345))
        for key, name in (("A", "Anna"), ("B", "Jan")):
            party = await register.party(key)
            await register.title(flat, party, since=LONG_AGO, share=(1, 2))
            await register.acts(persons[name], party)
            if key == "A":
                await register.acts(persons["Adwokat"], party, until=today)
                await register.acts(persons["Dawny"], party, until=today - timedelta(days=1))

    told = settle(live, ["Anna", "Jan", "Adwokat", "Dawny"], town)
    assert [name for name, text in told.items() if "123,45" in text] == ["Anna", "Jan", "Adwokat"]
    assert "DOM-WŁASNY" not in told["Dawny"]
