"""Writing anchors: when somebody asks, and once a day by a worker."""

import asyncio
import logging
from pathlib import Path

from iok_core.audit.actions import Action, Result
from iok_core.audit.anchors import Anchor, AnchorError, append_anchor, last_anchor, line_of
from iok_core.audit.anchors import read_anchors as read
from iok_core.audit.chain import Verdict, checkpoint
from iok_core.audit.origin import Origin
from iok_core.audit.rows import newest
from iok_core.audit.service import AuditLog
from iok_core.db import Clock, transaction
from iok_core.web.filters import WARSAW

_log = logging.getLogger(__name__)


class BrokenChainError(Exception):
    """A head that nobody should trust is not anchored."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(f"row {verdict.bad_seq} of the audit is {verdict.flaw}")
        self.verdict = verdict


class Anchoring:
    """`path`: where the daily ones go; None where nobody has chosen a place."""

    def __init__(self, key: bytes, log: AuditLog, clock: Clock, path: Path | None) -> None:
        self._key = key
        self._log = log
        self._clock = clock
        self.path = path

    async def read(self, path: Path) -> list[Anchor]:
        """Raises AnchorError, OSError."""
        return await asyncio.to_thread(read, path, self._key)

    async def write(self, path: Path | None, by: Origin) -> str:
        """Anchors the head, and gives the line: added to the file, if there is one.

        What was added since the last anchor in that file is walked before.
        Raises BrokenChainError, AnchorError, OSError.
        """
        before = await asyncio.to_thread(last_anchor, path, self._key) if path else None
        verdict = await self._log.verify(before.seq if before else 1, [before] if before else [])
        if verdict.bad_seq is not None:
            await self._record(by, {"bad": verdict.bad_seq}, Result.FAILED)
            raise BrokenChainError(verdict)
        anchor = Anchor(
            seq=verdict.last_seq,
            mac=verdict.last_mac,
            count=verdict.last_seq - (await checkpoint()).last,
            at=self._clock.now(),
        )
        if path is not None:
            await asyncio.to_thread(append_anchor, path, anchor, self._key)
        await self._record(by, {"head": anchor.seq}, Result.DONE)
        return line_of(anchor, self._key)

    async def daily(self) -> None:
        """Unless it was done today, or tried on a chain that does not hold. Raises OSError."""
        if self.path is None or await self._tried_today():
            return
        try:
            await self.write(self.path, Origin.system())
        except (AnchorError, BrokenChainError):
            _log.exception("the head of the audit was not anchored")

    async def _tried_today(self) -> bool:
        rows = [
            await newest(Action.AUDIT_ANCHOR, result) for result in (Result.DONE, Result.FAILED)
        ]
        days = {row.at.astimezone(WARSAW).date() for row in rows if row is not None}
        return self._clock.today() in days

    async def _record(self, by: Origin, meta: dict[str, int | str], result: Result) -> None:
        async with transaction():
            await self._log.record(Action.AUDIT_ANCHOR, by=by, result=result, meta=meta)
