"""The register: what comes in, and what is carried out with it. Whoever calls has looked at rights.

An act under clause 9 takes the demand that it carries out within its own transaction.
"""

from datetime import date
from typing import Any

import msgspec

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.canonical import MetaValue
from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.db import Clock, execute, fetch, hold
from iok_core.demands.kinds import JOURNAL_LENGTH, DemandForm, DemandKind
from iok_core.demands.tables import Demand
from iok_core.demands.term import Term


class NewDemand(msgspec.Struct, frozen=True, kw_only=True):
    person: int
    kind: DemandKind
    form: DemandForm
    received_on: date
    journal: str

    def in_order(self, today: date) -> bool:
        """It has a number, and came before tomorrow."""
        return 0 < len(self.journal.strip()) <= JOURNAL_LENGTH and self.received_on <= today


class Registrar(msgspec.Struct, frozen=True):
    """What the register works with."""

    log: AuditLog
    clock: Clock
    term: Term = Term()


async def register(tools: Registrar, new: NewDemand, *, by: Origin) -> int:
    """The demand's id. Raises ValueError if it is not in order."""
    if not new.in_order(tools.clock.today()):
        raise ValueError("a demand has a number in the journal, and was received by today")
    now: Any = tools.clock.now()
    row = Demand(
        person=new.person,
        kind=new.kind.value,
        form=new.form.value,
        received_on=new.received_on,
        journal=new.journal.strip(),
        due_on=tools.term.due(new.received_on),
        recorded_at=now,
        recorded_by=by.staff_id,
    )
    await row.save()
    meta: dict[str, MetaValue] = {"person": new.person, "kind": new.kind.value}
    await _record(tools, Action.DEMAND_REGISTER, by, row.id, meta)
    return int(row.id)


async def open_demand(person: int, kind: DemandKind) -> int | None:
    """The oldest that waits for being carried out."""
    rows = await fetch(
        "SELECT id FROM demand WHERE person = {} AND kind = {} AND executed_at IS NULL "
        "AND closed_at IS NULL ORDER BY received_on, id LIMIT 1",
        person,
        kind.value,
    )
    return int(rows[0][0]) if rows else None


async def carry_out(tools: Registrar, demand: int, *, by: Origin, block: int | None = None) -> None:
    """In the transaction of the act."""
    await execute(
        "UPDATE demand SET executed_at = {}, executed_by = {}, block = {} WHERE id = {}",
        tools.clock.now(),
        by.staff_id,
        block,
        demand,
    )
    await _record(tools, Action.DEMAND_EXECUTE, by, demand, {})


async def close(tools: Registrar, demand: int, reason: str, *, by: Origin) -> bool:
    """False: it was carried out or closed before, or does not exist."""
    rows = await fetch("SELECT person FROM demand WHERE id = {}", demand)
    if not rows:
        return False
    await hold("access of person", int(rows[0][0]))  # as whoever carries it out
    return await _mark(tools, Action.DEMAND_CLOSE, demand, "closed", by, reason)


async def confirm(tools: Registrar, demand: int, *, by: Origin) -> bool:
    """The letter that confirms it was posted. False: nothing was carried out, or it was before."""
    return await _mark(tools, Action.DEMAND_CONFIRM, demand, "confirmed", by)


_MAY_BE = {
    "closed": "executed_at IS NULL AND closed_at IS NULL",
    "confirmed": "executed_at IS NOT NULL AND confirmed_at IS NULL",
}


async def _mark(
    tools: Registrar, action: Action, demand: int, mark: str, by: Origin, reason: str = ""
) -> bool:
    rows = await fetch(
        f"UPDATE demand SET {mark}_at = {{}}, {mark}_by = {{}}, reason = {{}} "
        f"WHERE id = {{}} AND {_MAY_BE[mark]} RETURNING id",
        tools.clock.now(),
        by.staff_id,
        reason.strip(),
        demand,
    )
    if rows:
        await _record(tools, action, by, demand, {})
    return bool(rows)


async def _record(
    tools: Registrar, action: Action, by: Origin, demand: int, meta: dict[str, MetaValue]
) -> None:
    await tools.log.record(action, by=by, on=ObjectKind.DEMAND, object_id=demand, meta=meta)
