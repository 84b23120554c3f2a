"""A demand that is withdrawn while it is carried out is one or the other, never both."""

import asyncio

from iok_core.audit.origin import Origin
from iok_core.db import hold, transaction
from iok_core.demands.service import DemandKind, carry_out, close, one_demand, open_demand
from tests.demanded import demanded
from tests.identity.office import Office

BY = Origin.operator("tester")


async def test_s08_k09_1_what_is_being_carried_out_is_not_closed_meanwhile(office: Office) -> None:
    person, found = await office.add_person(), asyncio.Event()
    demand = await demanded(office.ctx, person, DemandKind.BLOCK)

    async def acts() -> None:
        async with transaction():
            await hold("access of person", person)
            assert await open_demand(person, DemandKind.BLOCK) == demand
            found.set()
            await asyncio.sleep(0.2)  # long enough to be closed, if nothing keeps it
            await carry_out(office.ctx.registrar, demand, by=BY)

    async def closes() -> bool:
        await found.wait()
        async with transaction():
            return await close(office.ctx.registrar, demand, "Wycofane", by=BY)

    _, closed = await asyncio.gather(acts(), closes())
    assert closed is False
    line = await one_demand(demand)
    assert (line.closed_at, line.reason, line.executed_at) == (None, "", office.clock.now())


async def test_k09_1_a_demand_that_does_not_exist_is_not_closed(office: Office) -> None:
    async with transaction():
        assert not await close(office.ctx.registrar, 999, "Wycofane", by=BY)
