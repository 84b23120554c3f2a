"""How hand-overs stand."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import msgspec

from iok_core.db import fetch
from iok_core.db.portions import portions
from iok_core.handovers.kinds import HandOverState, Why
from iok_core.modules.service import FAILURES_BEFORE_PAUSE


class HandOverView(msgspec.Struct, frozen=True):
    submission: int
    reading: int
    """0: its number of occupants."""
    module: str
    """The title of the module that takes it over."""
    active: bool
    failures: int
    """Of the module: whether staff let it work, and how often it has failed in a row."""
    state: HandOverState
    attempts: int
    uncertain: int
    why: Why
    detail: str
    """In the connector's words."""
    next_at: datetime
    settled_at: datetime | None

    @property
    def paused(self) -> bool:
        """It waits for somebody to let the module work again."""
        works = self.active and self.failures < FAILURES_BEFORE_PAUSE
        return self.state is HandOverState.WAITING and not works

    @property
    def doubtful(self) -> bool:
        """It may have been taken, and nobody knows."""
        return self.uncertain > 0 and self.state in (HandOverState.DEAD, HandOverState.CLOSED)


_ROWS = (
    "SELECT h.submission, h.reading, m.title, m.active, m.failures, h.state, h.attempts, "
    "h.uncertain, h.why, h.detail, h.next_at, h.settled_at FROM hand_over h "
    "JOIN module m ON m.id = h.module"
)

Standing = dict[tuple[int, int], HandOverView]
"""By submission and reading."""


async def hand_overs(submissions: Collection[int]) -> Standing:
    found = Standing()
    for some in portions(submissions):
        marks = ", ".join("{}" for _ in some)
        rows = await fetch(f"{_ROWS} WHERE h.submission IN ({marks})", *some)
        found |= {(one.submission, one.reading): one for one in map(_read, rows)}
    return found


async def counts() -> dict[HandOverState, int]:
    rows = await fetch("SELECT state, count(*) FROM hand_over GROUP BY state")
    found = {HandOverState(state): int(count) for state, count in rows}
    return {state: found.get(state, 0) for state in HandOverState}


async def all_taken(submission: int) -> bool:
    """Whether nothing of it is on its way, or waits for a person."""
    sql = "SELECT 1 FROM hand_over WHERE submission = {} AND state <> 'taken' LIMIT 1"
    return not await fetch(sql, submission)


def _read(row: Any) -> HandOverView:
    named = dict(zip(HandOverView.__struct_fields__, row, strict=True))
    known = {"state": HandOverState(named["state"]), "why": Why(named["why"])}
    return HandOverView(**{**named, **known})
