"""Two processes want the same thing of one source at the same moment."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from iok_core import api
from iok_core.audit.origin import Origin
from iok_core.db import execute, execute_many, fetch
from iok_core.db.versioned import StagedRow
from iok_core.imports import generations, staging
from iok_core.imports.office import ask_for_import
from iok_core.imports.receiving import Receiver
from iok_core.imports.requests import module_of_plugin
from iok_core.imports.sources import source_of
from iok_core.imports.staging import OvertakenError, Staging
from iok_core.ledger.intake import BALANCES
from iok_core.modules.service import ModuleRow
from iok_core.portal import Portal
from tests.imports.bringing import options_of
from tests.portal import people

AT_ONCE = 5


async def module_of(portal: Portal) -> ModuleRow:
    return await module_of_plugin(
        "files",
        options_of("a-semicolon-cp1250"),
        Path.cwd(),
        plugins=portal.plugins,
        clock=portal.clock,
    )


def check(folder: Path, work: Callable[[Portal, ModuleRow], Awaitable[None]]) -> None:
    async def all_of_it(portal: Portal) -> None:
        await work(portal, await module_of(portal))

    people(folder, all_of_it)


def test_a_source_that_many_ask_for_first_is_made_once(portal_folder: Path) -> None:
    async def work(_: Portal, module: ModuleRow) -> None:
        sources = await asyncio.gather(*(source_of(module) for _ in range(AT_ONCE)))
        assert len({source.id for source in sources}) == 1

    check(portal_folder, work)


def test_s08_an_import_that_many_ask_for_at_once_runs_once(portal_folder: Path) -> None:
    async def work(portal: Portal, module: ModuleRow) -> None:
        def ask() -> Awaitable[tuple[int, bool]]:
            by, audit, clock = Origin.operator("tester"), portal.audit, portal.clock
            return ask_for_import(module, by=by, audit=audit, clock=clock)

        asked = await asyncio.gather(*(ask() for _ in range(AT_ONCE)))
        assert len({run for run, _ in asked}) == 1
        assert sum(new for _, new in asked) == 1

    check(portal_folder, work)


def test_of_two_who_find_a_source_free_at_once_one_opens_a_generation(
    portal_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work(_: Portal, module: ModuleRow) -> None:
        source = (await source_of(module)).id
        both = asyncio.Barrier(2)

        async def when_both_have_looked(source: int) -> None:
            await both.wait()
            await staging.forget_seen(source)

        monkeypatch.setattr(generations, "forget_seen", when_both_have_looked)
        taking = (generations.take(source) for _ in range(2))
        outcomes = await asyncio.gather(*taking, return_exceptions=True)
        assert {type(one) for one in outcomes} == {int, OvertakenError}
        assert await fetch("SELECT gen, staged FROM source") == [(1, 1)]

    check(portal_folder, work)


def test_identities_that_two_runs_make_at_once_are_made_once(portal_folder: Path) -> None:
    async def work(_: Portal, module: ModuleRow) -> None:
        source = (await source_of(module)).id
        gen = await generations.take(source)
        receivers = [Receiver(source, Staging(source, gen, gentle=False)) for _ in range(AT_ONCE)]
        payers = [api.Party(key=f"K{number}", name="Testowa Anna") for number in range(30)]
        await asyncio.gather(*(receiver._identify({api.Party: payers}) for receiver in receivers))
        assert await fetch("SELECT count(*) FROM party") == [(30,)]

    check(portal_folder, work)


def test_a_late_worker_writes_nothing_into_what_another_is_sweeping(
    portal_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It had looked whether the generation is still its own just before that was taken away."""

    async def work(_: Portal, module: ModuleRow) -> None:
        source = (await source_of(module)).id
        gen = await generations.take(source)
        await execute("INSERT INTO account (source, source_key) VALUES ({}, 'A')", source)
        account = (await fetch("SELECT id FROM account"))[0][0]
        looked, go_on = asyncio.Event(), asyncio.Event()

        async def slowly(sql: str, rows: list[tuple[int, int]]) -> int:
            looked.set()
            await go_on.wait()
            return await execute_many(sql, rows)

        monkeypatch.setattr(staging, "execute_many", slowly)
        late = asyncio.create_task(
            Staging(source, gen, gentle=False).put(
                [StagedRow(BALANCES, "A", (account, 0, None, None, 5))]
            )
        )
        await looked.wait()
        taking = asyncio.create_task(generations.take(source))
        await asyncio.wait({taking}, timeout=0.5)
        go_on.set()
        await asyncio.gather(late, return_exceptions=True)
        assert await taking == gen + 1
        assert await fetch("SELECT count(*) FROM balance WHERE until_gen > {}", gen) == [(0,)]

    check(portal_folder, work)
