"""A written demand, for whoever wants to act under clause 9."""

from iok_core.audit.origin import Origin
from iok_core.blocking.service import Clause, one_block
from iok_core.db import transaction
from iok_core.demands.service import DemandForm, DemandKind, NewDemand, register
from iok_core.identity.context import IdentityContext


async def demanded(ctx: IdentityContext, person: int, kind: DemandKind) -> int:
    """Registered today."""
    new = NewDemand(
        person=person,
        kind=kind,
        form=DemandForm.PAPER,
        received_on=ctx.clock.today(),
        journal="412/2026",
    )
    async with transaction():
        return await register(ctx.registrar, new, by=Origin.operator("tester"))


async def demanded_lifting(ctx: IdentityContext, block: int) -> None:
    """Of a block under clause 9; others need no demand."""
    line = await one_block(block)
    if line.clause is Clause.OWN_DEMAND:
        await demanded(ctx, line.person, DemandKind.UNBLOCK)
