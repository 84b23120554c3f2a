"""An office of one person has no second one: then, and only from the command line, it is off."""

from iok_core.approvals.context import Approvals
from iok_core.approvals.tables import ApprovalSwitch
from iok_core.audit.actions import Action
from iok_core.audit.origin import Origin
from iok_core.db import transaction


async def switch(tools: Approvals, kind: str, reason: str, *, off: bool, by: Origin) -> None:
    """Raises KeyError: there is no such kind."""
    async with transaction():
        await ApprovalSwitch.insert(
            ApprovalSwitch(
                kind=tools.kinds[kind].code,
                off=off,
                reason=reason,
                at=tools.clock.now(),
                operator=by.actor,
            )
        )
        await tools.audit.record(
            Action.APPROVAL_SWITCH, by=by, meta={"kind": kind, "on": int(not off)}
        )
