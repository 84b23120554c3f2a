"""Under clause 9 nothing is done that nobody has demanded in writing (K09-1)."""

from typing import Self

import msgspec

from iok_core.audit.origin import Origin
from iok_core.blocking.clauses import Clause
from iok_core.demands.service import DemandKind, carry_out, open_demand
from iok_core.identity.service import IdentityContext


class Demanded(msgspec.Struct, frozen=True):
    """What an act rests on. Read it while the access is held."""

    needed: bool
    demand: int | None

    @classmethod
    async def find(cls, clause: Clause, person: int, kind: DemandKind) -> Self:
        needed = clause is Clause.OWN_DEMAND
        return cls(needed, await open_demand(person, kind) if needed else None)

    @property
    def missing(self) -> bool:
        return self.needed and self.demand is None

    async def carry_out(self, ctx: IdentityContext, block: int, by: Origin) -> None:
        if self.demand is not None:
            await carry_out(ctx.registrar, self.demand, by=by, block=block)
