"""Somebody at the office decides on imports of the first export; what is left of one."""

from iok_core.audit.origin import Origin
from iok_core.db import fetch
from iok_core.imports import history
from iok_core.imports.decisions import Wish
from iok_core.imports.generations import ImportState
from iok_core.imports.history import ImportLine
from iok_core.imports.receiving import SHELVES
from iok_core.imports.releasing import SWEEP
from iok_core.portal import Portal
from iok_core.runs import leases
from iok_core.runs.carrying_out import carry_out
from tests.imports.bringing import bring_in, options_of

BASE = "a-semicolon-cp1250"
SOURCE = 1
BY = Origin.staff(7)


def wish(reason: str = "Sprawdzone z księgową", seen: int | None = None) -> Wish:
    return Wish(BY, reason, seen)


async def bring(portal: Portal, variant: str = "") -> ImportLine:
    return await bring_in(portal, options_of(BASE, variant))


async def state_of(run: int) -> ImportState | None:
    line = await history.of_run(run)
    assert line is not None
    return line.state


async def rows_of(gen: int) -> int:
    """Rows that a generation began or ended."""
    count = 0
    for shelf in SHELVES:
        sql = f"SELECT count(*) FROM {shelf.name} WHERE since_gen = {{}} OR until_gen = {{}}"
        count += (await fetch(sql, gen, gen))[0][0]
    return count


async def sweep(portal: Portal) -> None:
    """The worker's part of a rejection."""
    claim = await leases.claim(portal.clock)
    assert claim is not None
    assert claim.kind == SWEEP
    await carry_out(claim, portal.handlers[SWEEP], portal.clock)
