"""Random worlds of titles against an oracle: every page of everybody shows what is theirs alone.

Each entry has a word that stands nowhere else. The pages are asked over HTTP, as residents do.
"""

import os
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import count
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iok_core.db import execute, transaction
from iok_core.portal import Portal
from tests.browsing import Browser
from tests.databases import ENGINES
from tests.portal import Access, LivePortal
from tests.portals import Portals
from tests.premises.registers import Register

EXAMPLES = 2000 if os.environ.get("IOK_THOROUGH") else 60
PEOPLE, PLACES = range(3), range(2)
BACK = [-400, -300, -190, -170, -60, -31, -1, 0, 1, 20]
"""Days from today on which something happens: about the end of a closing view, and of a month."""
CANARY = re.compile(r"KANAREK\d+")
_numbers = count(1)


class TitleOf(msgspec.Struct, frozen=True):
    place: int
    who: int
    since: int
    until: int | None


class AccountOf(msgspec.Struct, frozen=True):
    places: tuple[int, ...]
    owner: int | None
    days: tuple[int, ...]
    """Of its entries."""


class World(msgspec.Struct, frozen=True):
    titles: list[TitleOf]
    accounts: list[AccountOf]


days = st.sampled_from(BACK)
titles = st.builds(
    lambda place, who, since, length: TitleOf(
        place, who, since, None if length is None else since + length
    ),
    st.sampled_from(PLACES),
    st.sampled_from(PEOPLE),
    days,
    st.none() | st.sampled_from([0, 30, 110, 230]),
)
accounts = st.builds(
    AccountOf,
    places=st.sampled_from([(0,), (1,), (0, 1)]),
    owner=st.none() | st.sampled_from(PEOPLE),
    days=st.lists(days.filter(lambda day: day <= 0), min_size=1, max_size=4).map(tuple),
)
worlds = st.builds(
    World,
    titles=st.lists(titles, min_size=1, max_size=5),
    accounts=st.lists(accounts, min_size=1, max_size=3),
)


# The oracle


def reads(world: World, who: int, account: AccountOf, day: int, today: date) -> bool:
    def holds(person: int, place: int, on: int) -> bool:
        return any(
            t.who == person
            and t.place == place
            and t.since <= on
            and (t.until is None or on <= t.until)
            for t in world.titles
        )

    def opens(place: int) -> bool:
        ends = [t for t in world.titles if (t.who, t.place) == (who, place) and t.since <= 0]
        return any(t.until is None or today <= half_a_year_after(today, t.until) for t in ends)

    if not any(opens(place) for place in account.places):
        return False
    if account.owner is not None:
        return account.owner == who and any(t.who == who for t in world.titles)
    own = any(opens(place) and holds(who, place, day) for place in account.places)
    foreign = any(
        holds(other, place, day) and not holds(who, place, day)
        for place in account.places
        for other in PEOPLE
        if other != who
    )
    return own and not (foreign and len(account.places) > 1)


def half_a_year_after(today: date, until: int) -> date:
    last = today + timedelta(days=until)
    month = last.replace(day=1) + timedelta(days=31 * 6)
    first = month.replace(day=1)
    return min(first + timedelta(days=last.day - 1), _last_of(first))


def _last_of(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


# The portal


class Town:
    def __init__(self, live: LivePortal) -> None:
        self.live = live
        self.people: list[Access] = [live.resident(f"Osoba {number}") for number in PEOPLE]
        self.browsers: list[Browser] = [live.browser_of(who) for who in self.people]

    def check(self, world: World) -> None:
        today, accounts, words = self.live.do(lambda portal: self._written(portal, world))
        for who in PEOPLE:
            expected = {
                word
                for word, (account, day) in words.items()
                if reads(world, who, world.accounts[account], day, today)
            }
            assert self._read(who, accounts) == expected, (who, world)

    def _read(self, who: int, accounts: list[int]) -> set[str]:
        """By every address that there is."""
        browser = self.browsers[who]
        paths = ["/", "/rozliczenia", *(f"/rozliczenia/{one}" for one in accounts)]
        return {word for path in paths for word in CANARY.findall(browser.http.get(path).text)}

    async def _written(
        self, portal: Portal, world: World
    ) -> tuple[date, list[int], dict[str, tuple[int, int]]]:
        today, words = portal.clock.today(), dict[str, tuple[int, int]]()
        async with transaction():
            await execute("UPDATE source SET published = 0")
            await execute("DELETE FROM representation")
            register = await Register.open(portal)
            places = [await register.premises(f"L{one}") for one in PLACES]
            parties = [await register.party(f"K{one}") for one in PEOPLE]
            for person, party in zip(self.people, parties, strict=True):
                await register.acts(person.person or 0, party)
            for title in dict.fromkeys(world.titles):
                until = None if title.until is None else today + timedelta(days=title.until)
                since = today + timedelta(days=title.since)
                kind = f"kind{next(_numbers)}"
                await register.title(places[title.place], parties[title.who], since, until, kind)
            ids = []
            for number, account in enumerate(world.accounts):
                owner = None if account.owner is None else parties[account.owner]
                linked = [places[one] for one in account.places]
                ids.append(await register.account(f"204-{number}", linked, owner))
                for day in account.days:
                    word = f"KANAREK{next(_numbers)}"
                    words[word] = number, day
                    await register.entry(ids[-1], today + timedelta(days=day), word)
        return today, ids, words


@pytest.fixture(scope="module", params=ENGINES)
def town(request: pytest.FixtureRequest, portals: Portals) -> Iterator[Town]:
    """One portal for all worlds: each has a source of its own, the one before is shown no more."""
    folder = portals.copy(request.param, portals.place("titles"))
    with portals.serve(folder) as live:
        yield Town(live)


def of_random_worlds(examples: int) -> Callable[[Any], Any]:
    some = settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    return lambda test: some(given(world=worlds)(test))


@pytest.mark.parametrize("town", ["sqlite"], indirect=True)
@of_random_worlds(EXAMPLES)
def test_k12_2_x_8_nobody_reads_anothers_days_in_any_random_world(town: Town, world: World) -> None:
    town.check(world)


@pytest.mark.parametrize("town", ["postgres"], indirect=True)
@of_random_worlds(EXAMPLES // 4)
def test_k12_2_x_8_nobody_reads_anothers_days_in_random_worlds_on_postgres(
    town: Town, world: World
) -> None:
    """Fewer: the same decisions on the same rows."""
    town.check(world)
