"""The same story of decisions on either engine: what residents see, what the office reads."""

from pathlib import Path

import pytest

from iok_core.audit.origin import Origin
from iok_core.db import fetch
from iok_core.imports import attention, history, moving, releasing, viewing
from iok_core.imports.course import course_of
from iok_core.imports.decisions import DecidedError, Wish
from iok_core.imports.generations import ImportState
from iok_core.imports.history import ImportLine, Sought, Standing
from iok_core.imports.publishing import provenance
from iok_core.imports.releasing import SWEEP
from iok_core.imports.service import published_sources
from iok_core.ledger.checks import Doubt, doubtful
from iok_core.portal import Portal
from iok_core.runs import leases
from iok_core.runs.carrying_out import carry_out
from iok_core.web.visitor import Visitor
from tests.databases import Database
from tests.imports.bringing import bring_in, options_of
from tests.imports.seeing import seen
from tests.portal import SETTINGS, make_folder, people

BASE = "a-semicolon-cp1250"
SOURCE = 1


async def bring(portal: Portal, variant: str = "") -> ImportLine:
    return await bring_in(portal, options_of(BASE, variant))


async def differs(line: ImportLine) -> tuple[int, list[str], int]:
    """Balances that differ, premises that are gone, and those that are told of."""
    found = await viewing.difference_of(line, await published_sources())
    assert found is not None
    return found.changed, [place.symbol for place in found.gone], len(found.largest)


async def story(portal: Portal) -> None:
    tools, why = portal.deciding, Wish(Origin.staff(7), "Sprawdzone")
    base_line = await bring(portal)
    base = await seen()
    changed_line = await bring(portal, "changed")
    assert await differs(changed_line) == (4, [], 4)
    changed = await seen()
    assert await moving.undo(tools, SOURCE, why) == base_line.gen
    assert await seen() == base
    assert (await bring(portal, "changed")).state is ImportState.REPEATED
    assert await moving.redo(tools, SOURCE, why) == changed_line.gen
    assert await seen() == changed
    await moving.undo(tools, SOURCE, why)
    held = await bring(portal, "premises-missing")
    assert sorted((await differs(held))[1]) == ["G-13", "L-08", "L-09", "L-10"]
    assert [one.href for one in await attention.held(Visitor(kind="staff"))] == [
        f"/biuro/importy/{held.run}"
    ]
    await releasing.reject(tools, held.run, why)
    claim = await leases.claim(portal.clock)
    assert claim is not None
    await carry_out(claim, portal.handlers[SWEEP], portal.clock)
    assert await seen() == base
    await released_with_a_mark(portal, why)


async def released_with_a_mark(portal: Portal, why: Wish) -> None:
    cut = await bring(portal, "truncated")
    await releasing.release(portal.deciding, cut.run, why)
    with pytest.raises(DecidedError):
        await releasing.reject(portal.deciding, cut.run, why)
    assert (await course_of(SOURCE)).shown == (1, cut.gen)
    published = await published_sources()
    (marked,) = (await provenance(SOURCE, published[SOURCE])).incomplete
    assert [one.account for one in await doubtful(Doubt.INCOMPLETE, published)] == [marked]
    assert await doubtful(Doubt.WITHOUT_BALANCE, published) == []
    assert len(await doubtful(Doubt.NOT_ADDING_UP, published)) > 0
    assert await attention.accounts(Visitor(kind="staff", published=published)) != []
    standings = [line.standing for line in await history.sought(Sought(limit=10))]
    assert standings == [
        *(Standing.PUBLISHED, Standing.REJECTED, Standing.REPEATED),
        *(Standing.PUBLISHED, Standing.PUBLISHED),
    ]
    assert [line.run for line in await history.last_of_each_module()] == [cut.run]
    assert await fetch("SELECT count(*) FROM import_decision") == [(5,)]


def test_p7_decisions_come_out_the_same_on_either_engine(
    database: Database, tmp_path: Path
) -> None:
    folder = tmp_path / "lipowa"
    make_folder(folder, SETTINGS + database.settings)
    people(folder, story)
