"""What somebody decided about a source's data: who, when, what and why."""

from datetime import datetime
from enum import StrEnum

import msgspec

from iok_core.audit.actions import Action, ActorKind, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.db import Arg, Clock, Prepared
from iok_core.events.kinds import EventKind
from iok_core.events.service import emit
from iok_core.imports import guard
from iok_core.imports.tables import ImportDecision


class DecisionKind(StrEnum):
    RELEASE = "release"
    REJECT = "reject"
    UNDO = "undo"
    REDO = "redo"


_TOLD = {
    DecisionKind.RELEASE: (Action.GENERATION_RELEASE, EventKind.IMPORT_RELEASED),
    DecisionKind.REJECT: (Action.GENERATION_REJECT, EventKind.IMPORT_REJECTED),
    DecisionKind.UNDO: (Action.GENERATION_UNDO, EventKind.DATA_UNDONE),
    DecisionKind.REDO: (Action.GENERATION_REDO, EventKind.DATA_REDONE),
}


class Decided(msgspec.Struct, frozen=True):
    gen: int
    what: DecisionKind
    reason: str
    at: datetime
    actor_kind: ActorKind
    actor: str


class Wish(msgspec.Struct, frozen=True):
    """Whose decision, why, and what they had before them when they took it."""

    by: Origin
    reason: str
    seen: int | None = None
    """The generation that people saw then; None: whichever they see now."""


class Deciding(msgspec.Struct, frozen=True):
    """What every decision of this process works with."""

    audit: AuditLog
    clock: Clock
    limits: guard.Limits


class DecidedError(Exception):
    """Somebody, or a newer import, was quicker; `by` is their decision, where it was one."""

    def __init__(self, by: Decided | None) -> None:
        super().__init__(by)
        self.by = by


_COLUMNS = (
    ImportDecision.gen,
    ImportDecision.what,
    ImportDecision.reason,
    ImportDecision.at,
    ImportDecision.actor_kind,
    ImportDecision.actor,
)
_of_source = Prepared(
    lambda: (
        ImportDecision.select(*_COLUMNS)
        .where(ImportDecision.source == Arg("source"))
        .order_by(ImportDecision.id)
    ),
    Decided,
)


async def keep(tools: Deciding, what: DecisionKind, source: int, gen: int, wish: Wish) -> int:
    """Writes a decision down in the transaction of its deed; gives its id."""
    row = ImportDecision(
        source=source,
        gen=gen,
        what=what.value,
        reason=wish.reason,
        at=tools.clock.now(),
        actor_kind=wish.by.kind.value,
        actor=wish.by.actor,
    )
    await row.save()
    action, event = _TOLD[what]
    await tools.audit.record(
        action,
        by=wish.by,
        on=ObjectKind.SOURCE,
        object_id=source,
        meta={"gen": gen, "decision": int(row.id)},
    )
    await emit(event, at=tools.clock.now(), source=source, gen=gen, decision=int(row.id))
    return int(row.id)


async def latest(source: int) -> Decided | None:
    return next(reversed(await _of_source(source=source)), None)


async def about(source: int, gen: int) -> list[Decided]:
    """Every decision on a generation, the oldest first."""
    return [one for one in await _of_source(source=source) if one.gen == gen]
