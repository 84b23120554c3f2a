"""From which moment until which a break lasts, what it may touch, and who may plan and end it."""

import asyncio
from datetime import timedelta

import pytest

from iok_core.audit.origin import Origin
from iok_core.db import fetch
from iok_core.identity.service import Role
from iok_core.maintenance.windows import (
    Plans,
    Refusal,
    Window,
    end,
    next_window,
    pause_of,
    plan,
    read_only_now,
    window,
    windows,
)
from tests.identity.office import Office

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
BY = Origin.operator("tester")


class Breaks:
    """Planned and ended by hours from the moment in which the test begins."""

    def __init__(self, office: Office) -> None:
        self.clock = office.clock
        self.plans = Plans(office.ctx.log, office.clock)
        self.start = office.clock.moment

    async def try_to_plan(
        self, begins: timedelta, ends: timedelta, by: Origin = BY
    ) -> int | Refusal:
        return await plan(self.plans, self.start + begins, self.start + ends, "Dysk", by=by)

    async def plan(self, begins: timedelta, ends: timedelta) -> int:
        made = await self.try_to_plan(begins, ends)
        assert type(made) is int, made
        return made

    async def end(self, number: int, by: Origin = BY) -> Refusal | None:
        return await end(self.plans, number, by=by)

    async def at(self, moment: timedelta, number: int) -> tuple[bool, bool, bool]:
        """Whether the portal is read only then, and whether that break lasts and is over."""
        self.clock.moment = self.start + moment
        found: Window | None = await window(number)
        assert found is not None
        read_only = await read_only_now(self.clock) is not None
        return read_only, found.lasts(self.clock.moment), found.over(self.clock.moment)


@pytest.fixture
def breaks(office: Office) -> Breaks:
    return Breaks(office)


async def test_k14_2_a_break_lasts_from_its_first_moment_until_before_its_last(
    breaks: Breaks,
) -> None:
    number = await breaks.plan(HOUR, 2 * HOUR)
    assert await breaks.at(HOUR - SECOND, number) == (False, False, False)
    assert await breaks.at(HOUR, number) == (True, True, False)
    assert await breaks.at(2 * HOUR - SECOND, number) == (True, True, False)
    assert await breaks.at(2 * HOUR, number) == (False, False, True)


async def test_k14_1_a_break_that_comes_is_not_told_of_as_begun(breaks: Breaks) -> None:
    found = await window(await breaks.plan(HOUR, 2 * HOUR))
    assert found is not None
    moments = [(HOUR - SECOND, False, 3601), (HOUR, True, 3600)]
    for moment, begun, left in moments:
        pause = pause_of(found, breaks.start + moment)
        assert (pause.begun, pause.seconds_left) == (begun, left)


async def test_k14_2_a_cancelled_break_is_told_of_no_more_and_never_begins(breaks: Breaks) -> None:
    number = await breaks.plan(HOUR, 3 * HOUR)
    assert await breaks.end(number) is None
    assert await next_window(breaks.start) is None
    assert await breaks.at(timedelta(0), number) == (False, False, True)
    assert await breaks.at(2 * HOUR, number) == (False, False, True)
    assert await breaks.end(number) is Refusal.OVER
    assert await fetch("SELECT count(*) FROM audit WHERE action = 'maintenance_end'") == [(1,)]


async def test_k14_2_what_has_ended_is_not_ended_once_more(breaks: Breaks) -> None:
    number = await breaks.plan(HOUR, 3 * HOUR)
    assert await breaks.at(2 * HOUR, number) == (True, True, False)
    assert await breaks.end(number) is None
    assert await breaks.at(2 * HOUR, number) == (False, False, True)
    breaks.clock.go_on(HOUR)
    assert await breaks.end(number) is Refusal.OVER
    found = await window(number)
    assert found is not None
    assert found.ends_at == breaks.start + 2 * HOUR


async def test_k14_1_the_first_of_several_is_told_of_and_72_hours_before(breaks: Breaks) -> None:
    later = await breaks.plan(73 * HOUR, 74 * HOUR)
    first = await breaks.plan(72 * HOUR, 73 * HOUR)
    assert await next_window(breaks.start - SECOND) is None
    for moment, told in ((0, first), (72, first), (73, later)):
        found = await next_window(breaks.start + moment * HOUR)
        assert found is not None
        assert found.id == told
    assert await next_window(breaks.start + 74 * HOUR) is None
    assert [one.id for one in await windows(breaks.start)] == [later, first]


async def test_k14_1_all_that_are_to_come_are_listed_and_those_of_the_last_year(
    breaks: Breaks,
) -> None:
    week, year = timedelta(days=7), timedelta(days=365)
    weekly = [await breaks.plan(n * week + HOUR, n * week + 2 * HOUR) for n in range(60)]
    assert await breaks.at(HOUR, weekly[0]) == (True, True, False)
    for moment, listed in ((HOUR, weekly), (2 * HOUR + year, weekly[1:])):
        found = await windows(breaks.start + moment)
        assert [one.id for one in found] == listed[::-1]
    assert await breaks.at(2 * HOUR + year, weekly[0]) == (False, False, True)
    assert await window(weekly[-1] + 1) is None


async def test_k14_1_breaks_follow_each_other_and_use_what_a_cancelled_one_leaves(
    breaks: Breaks,
) -> None:
    middle = await breaks.plan(2 * HOUR, 3 * HOUR)
    await breaks.plan(HOUR, 2 * HOUR)
    await breaks.plan(3 * HOUR, 4 * HOUR)
    assert await breaks.try_to_plan(2 * HOUR, 3 * HOUR) is Refusal.OVERLAPS
    assert await breaks.end(middle) is None
    await breaks.plan(2 * HOUR, 3 * HOUR)


async def test_k14_1_a_break_may_have_begun_and_has_two_days_at_most(breaks: Breaks) -> None:
    nothing, longest = timedelta(0), timedelta(days=2)
    assert await breaks.try_to_plan(HOUR, HOUR) is Refusal.ENDS_BEFORE
    assert await breaks.try_to_plan(-HOUR, nothing) is Refusal.PAST
    await breaks.plan(-HOUR, HOUR)
    assert await breaks.try_to_plan(HOUR, HOUR + longest + SECOND) is Refusal.TOO_LONG
    await breaks.plan(HOUR, HOUR + longest)


async def test_k14_1_only_whoever_may_plan_breaks_plans_and_ends_them(
    office: Office, breaks: Breaks
) -> None:
    clerk = Origin.staff(office.clerk)
    admin = Origin.staff(await office.add_clerk(Role.ADMINISTRATOR))
    assert await breaks.try_to_plan(HOUR, 2 * HOUR, by=clerk) is Refusal.NOT_PERMITTED
    number = await breaks.try_to_plan(HOUR, 2 * HOUR, by=admin)
    assert type(number) is int
    assert await breaks.end(number, by=clerk) is Refusal.NOT_PERMITTED
    assert await breaks.end(number, by=admin) is None
    audited = "SELECT action, object_id, actor FROM audit WHERE object_kind = 'maintenance'"
    assert await fetch(f"{audited} ORDER BY seq") == [
        ("maintenance_plan", number, admin.actor),
        ("maintenance_end", number, admin.actor),
    ]


async def test_k14_1_of_those_who_plan_the_same_time_at_once_one_does(breaks: Breaks) -> None:
    tries = (breaks.try_to_plan(HOUR, 2 * HOUR) for _ in range(8))
    done = await asyncio.gather(*tries)
    assert done.count(Refusal.OVERLAPS) == 7
    assert len(await windows(breaks.start)) == 1
