"""What was accepted is put into the outbox by whoever accepts it, and taken out of it again."""

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from iok_core.api import Accepted, AcceptedOccupants, AcceptedReading, Capability, Medium
from iok_core.db import execute, fetch, transaction
from iok_core.handovers.context import HandOverContext
from iok_core.handovers.kinds import HandOverState, Why
from iok_core.handovers.tables import HandOver
from iok_core.handovers.takers import taker
from iok_core.meters.service import meter_key
from iok_core.premises.service import premises_key

NUMBER = 0
"""The reading of what is none."""


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A submission that the office has accepted."""

    submission: int
    number: str
    premises: int
    accepted_on: date


class Number(msgspec.Struct, frozen=True):
    occupants: int
    counts_from: date | None


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """By a meter."""

    reading: int
    meter: int
    number: str
    medium: Medium
    unit: str
    day: date
    thousandths: int


async def hand_over(ctx: HandOverContext, case: Case, facts: Sequence[Number | Shown]) -> None:
    """In the transaction that accepts it. Where no connector can, nothing is done."""
    known = await premises_key(case.premises)
    if known is None:
        return
    source, premises = known
    for fact in facts:
        number = isinstance(fact, Number)
        wanted = Capability.TAKES_OCCUPANTS if number else Capability.TAKES_READINGS
        module = await taker(ctx.plugins, source, wanted)
        if module is not None:
            await _put(ctx, module.id, case, await _content(case, premises, fact))
            if number:
                await _outdate(ctx, case)


async def stop(ctx: HandOverContext, submission: int, why: Why) -> None:
    """Nothing of it goes out any more; what is in a connector's hand may be taken all the same."""
    await _close(ctx, why, "submission = {}", submission)


async def stop_one(ctx: HandOverContext, submission: int, reading: int, why: Why) -> None:
    """The same of one of its readings, or of its number."""
    await _close(ctx, why, "submission = {} AND reading = {}", submission, reading)


async def entered(ctx: HandOverContext, submission: int) -> bool:
    """By hand: what was given up or, where nothing was, all of it. False: the rest goes on."""
    of_it = "submission = {}"
    given_up = await _close(ctx, Why.BY_HAND, f"{of_it} AND state = 'dead'", submission)
    if given_up and await _moves(submission):
        return False
    await _close(ctx, Why.BY_HAND, of_it, submission)
    return True


async def send_again(ctx: HandOverContext, submission: int) -> int:
    """How many get all their attempts anew: what was given up, and what a later number outdated."""
    return await execute(
        "UPDATE hand_over SET state = 'waiting', why = '', detail = '', attempts = 0, "
        "next_at = {}, settled_at = NULL WHERE submission = {} "
        "AND (state = 'dead' OR (state = 'closed' AND why = {}))",
        ctx.clock.now(),
        submission,
        Why.NEWER.value,
    )


async def forget(submission: int) -> None:
    await execute("DELETE FROM hand_over WHERE submission = {}", submission)


async def _put(ctx: HandOverContext, module: int, case: Case, thing: tuple[int, Accepted]) -> None:
    """What was accepted once before goes on under the name that it had."""
    reading, content = thing
    now: Any = ctx.clock.now()
    rows = await fetch(
        "SELECT id FROM hand_over WHERE submission = {} AND reading = {}", case.submission, reading
    )
    if rows:
        await execute(
            "UPDATE hand_over SET state = 'waiting', why = '', attempts = 0, next_at = {}, "
            "settled_at = NULL WHERE id = {} AND state = 'closed' AND why = {}",
            now,
            rows[0][0],
            Why.NOT_ACCEPTED.value,
        )
        return
    row = HandOver(
        module=module,
        token=content.id,
        submission=case.submission,
        reading=reading,
        premises=case.premises,
        content=msgspec.json.encode(content).decode(),
        state=HandOverState.WAITING.value,
        made_at=now,
        next_at=now,
    )
    await row.save()


async def _content(case: Case, premises: str, fact: Number | Shown) -> tuple[int, Accepted]:
    """Which of the submission's things it is, and what the connector gets."""
    head: dict[str, Any] = {
        "id": secrets.token_hex(16),
        "submission": case.number,
        "accepted_on": case.accepted_on,
        "premises": premises,
    }
    if isinstance(fact, Number):
        said = msgspec.structs.asdict(fact)
        return NUMBER, AcceptedOccupants(**head, **said)
    said = msgspec.structs.asdict(fact)
    reading, meter = said.pop("reading"), await meter_key(said.pop("meter"))
    return reading, AcceptedReading(**head, **said, meter=meter)


async def _outdate(ctx: HandOverContext, case: Case) -> None:
    """Of several numbers for the same premises the newest counts."""
    which = "premises = {} AND reading = {} AND submission < {}"
    await _close(ctx, Why.NEWER, which, case.premises, NUMBER, case.submission)


async def _moves(submission: int) -> bool:
    sql = "SELECT 1 FROM hand_over WHERE submission = {} AND state IN ('waiting', 'sending')"
    return bool(await fetch(sql, submission))


async def _close(ctx: HandOverContext, why: Why, which: str, *values: object) -> int:
    """The lease's owner stays: what they have in hand may have been taken, and they may say so."""
    async with transaction():
        return await execute(
            "UPDATE hand_over SET uncertain = uncertain + CASE WHEN state = 'sending' THEN 1 "
            "ELSE 0 END, state = 'closed', why = {}, settled_at = {} "
            f"WHERE state IN ('waiting', 'sending', 'dead') AND {which}",
            why.value,
            ctx.clock.now(),
            *values,
        )
