"""Blocks from–to that overlap, some of them lifted, against what a calendar on paper would say."""

from datetime import UTC, date, datetime, time, timedelta

import msgspec
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from iok_core.admission import admit
from iok_core.blocking.clauses import Clause
from iok_core.blocking.in_force import blocked_among
from iok_core.blocking.tables import Block, Lifting
from iok_core.db import transaction
from iok_core.identity.context import IdentityContext
from iok_core.identity.kinds import IdentityKind
from iok_core.identity.session_rows import open_session
from iok_core.identity.settings import SessionSettings
from iok_core.portal import Portal
from iok_core.web.visitor import BlockNotice
from tests.portal import LivePortal, add_newcomer

FIRST = date(2026, 3, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(7)]


class Planned(msgspec.Struct, frozen=True):
    clause: Clause
    since: date
    until: date | None
    lifted: bool


PLANS = st.lists(
    st.builds(
        Planned,
        clause=st.sampled_from(Clause),
        since=st.sampled_from(DAYS),
        until=st.none() | st.sampled_from(DAYS),
        lifted=st.booleans(),
    ),
    max_size=4,
)


class DayClock:
    def __init__(self, day: date) -> None:
        self.day = day

    def now(self) -> datetime:
        return datetime.combine(self.day, time(12), UTC)

    def today(self) -> date:
        return self.day


def on_paper(plans: list[Planned], day: date) -> tuple[int, date, date | None] | None:
    """The block that is the last to end, of those that hold; the first of equals."""
    told = None
    for plan in plans:
        if plan.lifted or day < plan.since or (plan.until is not None and plan.until < day):
            continue
        if told is None or (plan.until or date.max) > (told[2] or date.max):
            told = (int(plan.clause), plan.since, plan.until)
    return told


def as_told(notice: BlockNotice | None) -> tuple[int, date, date | None] | None:
    return (notice.clause, notice.since, notice.until) if notice else None


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example(
    plans=[
        Planned(Clause.LOSS, DAYS[0], DAYS[2], lifted=False),
        Planned(Clause.OWN_DEMAND, DAYS[1], DAYS[4], lifted=False),
        Planned(Clause.MISUSE, DAYS[2], None, lifted=True),
        Planned(Clause.END_OF_SETTLEMENTS, DAYS[4], None, lifted=False),
    ]
)
@given(plans=PLANS)
def test_k09_4_s10_on_every_day_somebody_is_blocked_while_any_block_holds(
    live: LivePortal, plans: list[Planned]
) -> None:
    async def told(portal: Portal) -> list[tuple[object, object]]:
        person, token = await _somebody(portal)
        for plan in plans:
            await _write(person, plan)
        return [await _on(portal, person, token, day) for day in DAYS]

    paper = [on_paper(plans, day) for day in DAYS]
    assert live.do(told) == [(one, one) for one in paper]


async def _on(portal: Portal, person: int, token: str, day: date) -> tuple[object, object]:
    """What a sign-in would be told on that day, and what the admission tells a session."""
    asked = (await blocked_among([person], day)).get(person)
    visitor = await admit(_on_day(portal, day), token)
    assert visitor.kind == "resident"
    return as_told(asked), as_told(visitor.blocked)


async def _somebody(portal: Portal) -> tuple[int, str]:
    """A new person, and the token of their session."""
    access = await add_newcomer(portal)
    async with transaction():
        token = await open_session(
            _on_day(portal, FIRST), access.identity, IdentityKind.RESIDENT, ""
        )
    return access.person or 0, token


def _on_day(portal: Portal, day: date) -> IdentityContext:
    """Where sessions outlive all of the days."""
    long = timedelta(days=30)
    kept = SessionSettings(resident_idle=long, absolute=long)
    kept_long = msgspec.structs.replace(portal.identity.settings, session=kept)
    return msgspec.structs.replace(portal.identity, clock=DayClock(day), settings=kept_long)


async def _write(person: int, plan: Planned) -> None:
    inserted = await Block.insert(
        Block(
            person=person,
            clause=int(plan.clause),
            reason="Pismo",
            facts="",
            since=plan.since,
            until=plan.until,
        )
    )
    if plan.lifted:
        await Lifting.insert(Lifting(block=inserted[0]["id"], reason="Pomyłka"))
