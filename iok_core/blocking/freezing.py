"""A block after a loss, at any hour: by the freeze code, by the resident, or by the office."""

from iok_core.audit.origin import Origin
from iok_core.blocking.acts import begin_block
from iok_core.blocking.checks import NewBlock
from iok_core.blocking.clauses import BlockWay, Clause
from iok_core.blocking.history import blocks_of
from iok_core.db import hold, transaction
from iok_core.identity.service import IdentityContext


async def freeze(ctx: IdentityContext, person: int, way: BlockWay, *, by: Origin) -> int:
    """The block's id. One for loss that holds already is taken: whoever lifts it lifts one."""
    today = ctx.clock.today()
    async with transaction():
        await hold("access of person", person)
        for line in await blocks_of(person):
            if line.clause is Clause.LOSS and line.holds(today):
                return line.id
        new = NewBlock(person=person, clause=Clause.LOSS, reason="", since=today, way=way)
        return await begin_block(ctx, new, by)
