"""Blocking somebody of a live portal, and lifting it, without the pages."""

from datetime import date
from typing import Any

from iok_core.audit.origin import Origin
from iok_core.blocking.service import Clause, NewBlock, block_access, lift_block
from iok_core.demands.service import DemandKind
from iok_core.portal import Portal
from tests.demanded import demanded, demanded_lifting
from tests.portal import Access, LivePortal

OPERATOR = Origin.operator("tester")
REASON = "Pismo 412/2026 z dziennika"
FACTS = "Z dostępu korzystało kilka osób"


def block(live: LivePortal, who: Access, clause: Clause = Clause.OWN_DEMAND, **given: Any) -> int:
    """At once and until it is lifted, unless `since` and `until` are given; the block's id."""

    async def blocked(portal: Portal) -> int:
        known: dict[str, Any] = {"since": portal.clock.today(), "reason": REASON}
        if clause is Clause.MISUSE:
            known["facts"] = FACTS
        if clause is Clause.OWN_DEMAND:
            await demanded(portal.identity, who.person or 0, DemandKind.BLOCK)
        new = NewBlock(person=who.person or 0, clause=clause, **(known | given))
        block = await block_access(portal.identity, new, by=OPERATOR)
        assert isinstance(block, int)
        return block

    return live.do(blocked)


def lift(live: LivePortal, block: int) -> None:
    async def lifted(portal: Portal) -> object:
        await demanded_lifting(portal.identity, block)
        return await lift_block(portal.identity, block, "Wyjaśnione", by=OPERATOR)

    assert live.do(lifted) is None


def today(live: LivePortal) -> date:
    async def asked(portal: Portal) -> date:
        return portal.clock.today()

    return live.do(asked)
