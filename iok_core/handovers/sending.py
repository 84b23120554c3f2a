"""A connector takes over what waits for it, one thing at a time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import msgspec

from iok_core.api import (
    AcceptedOccupants,
    AcceptedReading,
    ConnectorProblem,
    TakenOver,
    TakeOverResult,
)
from iok_core.child.frames import Start
from iok_core.db import execute, fetch, hold, transaction
from iok_core.handovers.context import HandOverContext
from iok_core.handovers.kinds import HandOverState, Why
from iok_core.handovers.takers import taken_by
from iok_core.modules.service import ModuleRow, by_id
from iok_core.runs.carrier import CarrierLostError, Patience
from iok_core.runs.errand import run_errand
from iok_core.runs.outbox import Fate, anything_moves
from iok_core.runs.rounds import Rounds
from iok_core.runs.wording import redacted

_log = logging.getLogger(__name__)

_COLUMNS = ("id", "submission", "content", "attempts", "uncertain", "why")
_content: msgspec.json.Decoder[AcceptedOccupants | AcceptedReading] = msgspec.json.Decoder(
    AcceptedOccupants | AcceptedReading
)

Told = Callable[[int, HandOverState], Awaitable[None]]
"""In the transaction in which something of a submission was taken, or given up."""


class Claim(msgspec.Struct, frozen=True):
    """A hand-over that is ours as long as its lease lasts."""

    id: int
    submission: int
    content: str
    attempts: int
    uncertain: int
    why: str
    """Of the attempt before."""
    owner: str

    def has_lost_the_last(self, attempts: int) -> bool:
        """With the worker of the last attempt of all: this one is one too many."""
        return self.why == Why.WORKER_LOST and self.attempts > attempts


class HandingOver(msgspec.Struct, frozen=True, kw_only=True):
    """What a worker does beside its runs. Several may at once: what each has is claimed."""

    ctx: HandOverContext
    told: Told
    patience: Patience = Patience()

    @property
    def rounds(self) -> Rounds[ModuleRow]:
        return Rounds(ready=self._ready, send=self.send)

    async def send(self, module: ModuleRow, stop: asyncio.Event) -> int:
        return await run_errand(_Errand(self, module), TakenOver, self.patience, stop)

    async def _ready(self) -> dict[int, ModuleRow]:
        """Modules that work and have something to take; what is paused keeps it waiting."""
        outbox = self.ctx.outbox
        if not await anything_moves(outbox.table):
            return {}
        await outbox.back(outbox.resting(1))
        rows = await fetch("SELECT DISTINCT module FROM hand_over WHERE state = 'waiting'")
        found = [await by_id(int(module)) for (module,) in rows]
        return {one.id: one for one in found if one is not None and one.takes_work}


class _Errand(msgspec.Struct, frozen=True):
    """What waits for one module."""

    handing: HandingOver
    module: ModuleRow

    @property
    def ctx(self) -> HandOverContext:
        return self.handing.ctx

    async def next(self) -> tuple[Claim, AcceptedOccupants | AcceptedReading] | None:
        """What was tried often enough, and has lost its last worker, is for people, too, as is
        all that waits where the module takes nothing over any more."""
        takes = taken_by(self.ctx.plugins, self.module)
        missing = self.module.extension not in self.ctx.plugins.connectors
        while (row := await self.ctx.outbox.claim(self.module.id, _COLUMNS)) is not None:
            claim = Claim(*row)
            if claim.has_lost_the_last(self.ctx.settings.attempts):
                lost = Fate(state=HandOverState.DEAD, why=Why.WORKER_LOST, counts=False)
                await self._settle(claim, lost)
            elif takes or missing:
                return claim, _content.decode(claim.content)
            else:
                await self._settle(claim, Fate(state=HandOverState.DEAD, why=Why.NOT_TAKEN))
        return None

    async def start(self) -> Start:
        return self.module.start("take_over", self.ctx.plugins)

    async def answered(
        self,
        claim: Claim,
        item: AcceptedOccupants | AcceptedReading,  # noqa: ARG002 - what is said of it is for staff
        answer: TakenOver,
    ) -> None:
        await self._settle(claim, self._fate(claim, answer))

    async def interrupted(self, claim: Claim) -> None:
        await self._settle(claim, self._again(claim, Why.WORKER_LOST, ambiguous=True))

    async def lost(
        self, claim: Claim, item: AcceptedOccupants | AcceptedReading, lost: CarrierLostError
    ) -> None:
        """A connector that says so itself has taken nothing; any other may have."""
        outcome = lost.outcome
        told = (item.premises, item.meter if isinstance(item, AcceptedReading) else "")
        log = redacted(outcome.log, told)
        _log.warning("module %s took nothing over: %s\n%s", self.module.id, outcome.problem, log)
        if lost.untouched and isinstance(outcome.problem, ConnectorProblem):
            detail = f"{outcome.problem}: {outcome.source} {outcome.detail}".strip()
            await self._all_rest(claim, self._again(claim, Why.UNREACHABLE, detail))
        else:
            detail = f"{outcome.problem} {outcome.detail}".strip()
            fate = self._again(claim, Why.FAILED, detail, ambiguous=not lost.untouched)
            await self._settle(claim, fate)

    async def unusable(self, claim: Claim, error: Exception) -> None:
        detail = f"{ConnectorProblem.WRONG_OPTIONS}: {error}"
        await self._all_rest(claim, self._again(claim, Why.UNREACHABLE, detail))

    def _fate(self, claim: Claim, answer: TakenOver) -> Fate:
        match answer.result:
            case TakeOverResult.TAKEN:
                return Fate(state=HandOverState.TAKEN, detail=answer.detail)
            case TakeOverResult.TAKEN_BEFORE:
                return Fate(state=HandOverState.TAKEN, why=Why.BEFORE, detail=answer.detail)
            case TakeOverResult.REFUSED:
                return Fate(state=HandOverState.DEAD, why=Why.REFUSED, detail=answer.detail)
        return self._again(claim, Why.LATER, answer.detail)

    def _again(self, claim: Claim, why: Why, detail: str = "", *, ambiguous: bool = False) -> Fate:
        outbox = self.ctx.outbox
        over = outbox.given_up(claim)
        return Fate(
            state=HandOverState.DEAD if over else HandOverState.WAITING,
            why=why,
            detail=detail,
            rest=outbox.resting(claim.attempts),
            ambiguous=ambiguous,
        )

    async def _all_rest(self, claim: Claim, fate: Fate) -> None:
        """Nothing else would fare better now: it is not even tried."""
        await self._settle(claim, fate)
        until = self.ctx.clock.now() + fate.rest
        await execute(
            "UPDATE hand_over SET next_at = {} "
            "WHERE module = {} AND state = 'waiting' AND next_at < {}",
            until,
            self.module.id,
            until,
        )

    async def _settle(self, claim: Claim, fate: Fate) -> None:
        async with transaction():
            await hold("submission", claim.submission)  # before its rows, as everybody does
            ours = await self.ctx.outbox.settle(claim, fate) or await _taken_late(claim, fate)
            if ours and fate.state is not HandOverState.WAITING:
                await self.handing.told(claim.submission, HandOverState(fate.state))
        if not ours:
            _log.warning("hand-over %s is not in this worker's hands any more", claim.id)


async def _taken_late(claim: Claim, fate: Fate) -> bool:
    """It was stopped while it was in a connector's hand, which took it all the same."""
    if fate.state is not HandOverState.TAKEN:
        return False
    changed = await execute(
        "UPDATE hand_over SET state = 'taken', uncertain = {} "
        "WHERE id = {} AND state = 'closed' AND lease_owner = {}",
        claim.uncertain,
        claim.id,
        claim.owner,
    )
    return changed == 1
