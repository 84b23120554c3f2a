"""Tables whose rows are sent on one by one: claimed with a lease, and settled by their owner alone.

Such a table has the columns of `Outgoing`. What is claimed again after a lost answer goes out
under the name that it had before.
"""

import os
import secrets
import socket
from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Any, Protocol

import msgspec

from iok_core.db import Clock, execute, fetch, transaction
from iok_core.db.dialect import skipping_locked
from iok_core.db.text import storable
from iok_core.runs.tables import DETAIL_LENGTH

LEASE = timedelta(minutes=4)
"""Longer than anything is waited for: it is never extended."""
_DAY = timedelta(days=1)
_JITTER = 0.2
_WAITING = "waiting"

_LAPSED = "state = 'sending' AND (lease_until < {} OR lease_until > {})"


class Pace(Protocol):
    """How often something is tried, and how long it rests in between."""

    @property
    def attempts(self) -> int: ...
    @property
    def first_rest(self) -> timedelta: ...
    @property
    def longest_rest(self) -> timedelta: ...


class Claimed(Protocol):
    """A row that is ours as long as its lease lasts."""

    @property
    def id(self) -> int: ...
    @property
    def attempts(self) -> int: ...
    @property
    def uncertain(self) -> int: ...
    @property
    def owner(self) -> str: ...


class Fate(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of a row after an attempt."""

    state: StrEnum
    """Its own table's; one of them is called waiting."""
    why: StrEnum | None = None
    detail: str = ""
    rest: timedelta = timedelta()
    counts: bool = True
    """The attempt is one of those after which it is given up."""
    ambiguous: bool = False


class Outbox(msgspec.Struct, frozen=True):
    table: str
    pace: Pace
    clock: Clock

    async def claim(
        self, module: int, columns: Sequence[str], which: str = "", *values: object
    ) -> Any:
        """The oldest that may go out through a module now, its lease's owner last; or None.

        `which` narrows the choice further, by the alias `w`.
        """
        now = self.clock.now()
        # `id = (…)`, not IN: PostgreSQL may run the SELECT of an IN once for each row.
        rows = await fetch(
            f"UPDATE {self.table} SET state = 'sending', lease_owner = {{}}, lease_until = {{}}, "
            f"attempts = attempts + 1 WHERE state = 'waiting' AND id = (SELECT w.id "
            f"FROM {self.table} AS w WHERE w.module = {{}} AND w.state = 'waiting' "
            f"AND (w.next_at <= {{}} OR w.next_at > {{}}) {which} ORDER BY w.id LIMIT 1"
            f"{skipping_locked()}) RETURNING {', '.join(columns)}, lease_owner",
            f"{socket.gethostname()[:60]}/{os.getpid()}/{secrets.token_hex(8)}",
            now + LEASE,
            module,
            now,
            now + 2 * self.pace.longest_rest,  # written before the clock went back
            *values,
        )
        return rows[0] if rows else None

    async def settle(self, claim: Claimed, fate: Fate) -> bool:
        """False: the row is no longer ours, and nothing was written."""
        now = self.clock.now()
        changed = await execute(
            f"UPDATE {self.table} SET state = {{}}, why = {{}}, detail = {{}}, next_at = {{}}, "
            "settled_at = {}, attempts = {}, uncertain = {}, lease_owner = '', lease_until = NULL "
            "WHERE id = {} AND state = 'sending' AND lease_owner = {}",
            fate.state.value,
            fate.why.value if fate.why is not None else "",
            storable(fate.detail, DETAIL_LENGTH),
            now + fate.rest,
            None if fate.state.value == _WAITING else now,
            claim.attempts - (not fate.counts),
            claim.uncertain + fate.ambiguous,
            claim.id,
            claim.owner,
        )
        return changed == 1

    async def sweep(self, rest: timedelta, again: str, limit: int, otherwise: StrEnum) -> int:
        """Those whose worker is gone may have been sent: once more while `again` says so.

        `again` compares a column with `limit`; the others wait for a person as `otherwise`.
        """
        async with transaction():
            more = await self.back(rest, f"AND {again} < {{}}", limit)
            ended = "state = {}, settled_at = {}"
            return more + await self._lost(ended, (otherwise.value, self.clock.now()))

    async def back(self, rest: timedelta, which: str = "", *values: object) -> int:
        """Those whose worker is gone wait once more, however often they were tried."""
        waiting = "state = 'waiting', next_at = {}"
        return await self._lost(waiting, (self.clock.now() + rest,), which, *values)

    async def _lost(
        self, change: str, changed: Sequence[object], which: str = "", *values: object
    ) -> int:
        now = self.clock.now()
        return await execute(
            f"UPDATE {self.table} SET uncertain = uncertain + 1, why = 'worker_lost', "
            f"lease_owner = '', lease_until = NULL, {change} WHERE {_LAPSED} {which}",
            *changed,
            now,
            now + _DAY,
            *values,
        )

    def resting(self, failures: int) -> timedelta:
        """Four times as long after each failure, give or take a fifth: not all come at once."""
        times: int = 4 ** min(failures - 1, 8)
        whole = min(self.pace.first_rest * times, self.pace.longest_rest)
        return whole * (1 + _JITTER * (secrets.randbelow(2001) - 1000) / 1000)

    def given_up(self, claim: Claimed) -> bool:
        return claim.attempts >= self.pace.attempts


async def anything_moves(table: str) -> bool:
    sql = f"SELECT 1 FROM {table} WHERE state IN ('waiting', 'sending') LIMIT 1"
    return bool(await fetch(sql))
