"""What the office sees of deliveries, and what it may do about those that did not arrive."""

from datetime import datetime, timedelta

import msgspec

from iok_core.audit.actions import Action, ObjectKind, Result
from iok_core.audit.origin import Origin
from iok_core.db import Arg, Prepared, execute, fetch, transaction
from iok_core.events.kinds import EventKind
from iok_core.events.service import count_untold
from iok_core.notices.channels import end_rests
from iok_core.notices.context import NoticeContext
from iok_core.notices.kinds import ABOUT_ONE_PERSON, DeliveryState, NoticeKind, Why
from iok_core.notices.tables import Delivery

PAGE = 50
DECIDED_BY_PEOPLE = (DeliveryState.DEAD, DeliveryState.UNCERTAIN)


class DeliveryRow(msgspec.Struct, frozen=True):
    id: int
    kind: NoticeKind
    person: int
    name: str
    title: str
    """Of the channel's module."""
    state: DeliveryState
    attempts: int
    uncertain: int
    why: Why
    detail: str
    mandatory: bool
    made_at: datetime
    next_at: datetime
    settled_at: datetime | None


_ROWS = (
    "SELECT d.id, n.kind, d.person, p.name, m.title, d.state, d.attempts, d.uncertain, d.why, "
    "d.detail, d.mandatory, d.made_at, d.next_at, d.settled_at FROM delivery d "
    "JOIN notice n ON n.id = d.notice JOIN person p ON p.id = d.person "
    "JOIN module m ON m.id = d.module "
)
_all = Prepared(
    lambda: Delivery.raw(
        _ROWS + "ORDER BY d.id DESC LIMIT {} OFFSET {}", Arg("limit"), Arg("offset")
    ),
    DeliveryRow,
)
_in_state = Prepared(
    lambda: Delivery.raw(
        _ROWS + "WHERE d.state = {} ORDER BY d.id DESC LIMIT {} OFFSET {}",
        Arg("state"),
        Arg("limit"),
        Arg("offset"),
    ),
    DeliveryRow,
)


async def deliveries(state: DeliveryState | None = None, page: int = 1) -> list[DeliveryRow]:
    """The newest first; pages count from 1."""
    place = {"limit": PAGE, "offset": (page - 1) * PAGE}
    return await (_all(**place) if state is None else _in_state(state=state.value, **place))


async def counts() -> dict[DeliveryState, int]:
    rows = await fetch("SELECT state, count(*) FROM delivery GROUP BY state")
    found = {DeliveryState(state): int(count) for state, count in rows}
    return {state: found.get(state, 0) for state in DeliveryState}


async def untold_events() -> int:
    """Those whose notices are still being made."""
    return await count_untold([*ABOUT_ONE_PERSON, EventKind.NEW_BALANCE])


async def send_again(ctx: NoticeContext, delivery: int, *, by: Origin) -> bool:
    """False: there is none that waits for a decision. It gets all its attempts anew."""
    async with transaction():
        action, waiting = Action.DELIVERY_RETRY, DeliveryState.WAITING
        done = await _decide(ctx, delivery, action, waiting, Why.NONE, by)
        if done:
            await end_rests()
    return done


async def close(ctx: NoticeContext, delivery: int, *, by: Origin) -> bool:
    """False: there is none that waits for a decision."""
    state, why = DeliveryState.CLOSED, Why.CLOSED_BY_STAFF
    return await _decide(ctx, delivery, Action.DELIVERY_CLOSE, state, why, by)


async def oldest_waiting(ctx: NoticeContext) -> timedelta | None:
    """How long the oldest delivery that is on its way has been so; None: nothing waits."""
    rows = await fetch(
        "SELECT made_at FROM delivery WHERE state IN ('waiting', 'sending') "
        "ORDER BY made_at LIMIT 1"
    )
    return ctx.clock.now() - rows[0][0] if rows else None


async def exists(delivery: int) -> bool:
    return bool(await fetch("SELECT 1 FROM delivery WHERE id = {}", delivery))


async def _decide(
    ctx: NoticeContext,
    delivery: int,
    action: Action,
    state: DeliveryState,
    why: Why,
    by: Origin,
) -> bool:
    now = ctx.clock.now()
    marks = ", ".join("{}" for _ in DECIDED_BY_PEOPLE)
    async with transaction():
        changed = await execute(
            "UPDATE delivery SET state = {}, why = {}, next_at = {}, settled_at = {}, "
            f"attempts = 0 WHERE id = {{}} AND state IN ({marks})",
            state.value,
            why.value,
            now,
            None if state is DeliveryState.WAITING else now,
            delivery,
            *(one.value for one in DECIDED_BY_PEOPLE),
        )
        await ctx.log.record(
            action,
            by=by,
            on=ObjectKind.DELIVERY,
            object_id=delivery,
            result=Result.DONE if changed else Result.REFUSED,
        )
    return bool(changed)
