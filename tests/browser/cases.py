"""A loss, a demand and blocks with objections in the demonstration, for the pages that show one."""

from iok_core.audit.origin import Origin
from iok_core.blocking.service import Clause, NewBlock, block_access, file_objection
from iok_core.demands.service import DemandKind
from iok_core.losses.breaches import open_breach
from iok_core.losses.kinds import Caller, Happened
from iok_core.losses.reporting import report_in_words
from iok_core.portal import Portal
from tests.browser.demonstration import Demonstration
from tests.demanded import demanded
from tests.portal import add_resident

FACTS = "Z jednego hasła korzystało kilka osób."
OPERATOR = Origin.operator("tester")


PAGES = [
    "/biuro/utraty",
    "/biuro/utraty/{flagged}",
    "/biuro/naruszenia",
    "/biuro/sesje",
]
"""Those with a form are judged on the way through it, with what it refuses."""


def made(demonstration: Demonstration) -> dict[str, int]:
    """Ids for the addresses."""
    return demonstration.do(_make)


async def _make(portal: Portal) -> dict[str, int]:
    who = await add_resident(portal, "Bożena Przykładowa")
    person = who.person or 0
    demand = await demanded(portal.identity, person, DemandKind.NEW_PASSWORD)
    losses = [await _loss(portal, who.identifier) for _ in range(2)]
    breach = await open_breach(portal.losses, losses[1], by=OPERATOR)
    assert isinstance(breach, int)
    blocks = [
        await _block(portal, person, Clause.MISUSE, FACTS),
        await _block(portal, person, Clause.END_OF_SETTLEMENTS),
    ]
    await file_objection(portal.identity, blocks[1], "Mam jeszcze garaż.", by=OPERATOR)
    return {
        "person": person,
        "loss": losses[0],
        "flagged": losses[1],
        "demand": demand,
        "block": blocks[0],
        "objected": blocks[1],
    }


async def _loss(portal: Portal, identifier: str) -> int:
    caller = Caller(identifier=identifier, phone="600 100 200")
    happened = Happened(portal.clock.today(), "17:30")
    told = await report_in_words(portal.losses, caller, happened, "198.51.100.0/24")
    assert isinstance(told, int)
    return told


async def _block(portal: Portal, person: int, clause: Clause, facts: str = "") -> int:
    since = portal.clock.today()
    new = NewBlock(person=person, clause=clause, reason="Pismo 41/2026", facts=facts, since=since)
    block = await block_access(portal.identity, new, by=OPERATOR)
    assert isinstance(block, int)
    return block
