"""Random lives of a source that also sends deltas, against a plain dict; undone now and then.

A delta is taken only on top of the newest generation, and only if that is the one that people see;
otherwise the run is a whole one, as `Attempts` decides it.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from piccolo.table import create_db_tables

from iok_core.db import bind, open_database, transaction
from iok_core.db.versioned import StagedRow
from iok_core.imports.staging import Staging, forget_seen
from iok_core.imports.sweeping import sweep
from iok_core.imports.tables import SeenRow, Source
from iok_core.ledger.intake import BALANCES
from iok_core.ledger.tables import Account, AccountVersion, Balance
from iok_core.modules.tables import Module
from iok_core.premises.tables import Party
from tests.imports import test_random_worlds as worlds
from tests.imports.test_random_worlds import KEYS, State, shown

SOURCE = 1
portions = worlds._portions  # rows are swept and ended in portions of two or three here, too


class Change(msgspec.Struct, frozen=True):
    """What the source is from now on, told as a whole or as what differs."""

    state: State
    delta: bool
    ends: Literal["published", "held", "cut"]
    undo: bool
    """Before it, people are shown the generation that they saw before the last one."""
    again: list[str]
    """Keys that a delta tells though they have not changed, or that are gone before its end."""


changes = st.builds(
    Change,
    state=st.dictionaries(st.sampled_from(KEYS), st.integers(0, 3)),
    delta=st.booleans(),
    ends=st.sampled_from(["published", "published", "held", "cut"]),
    undo=st.sampled_from([False, False, False, True]),
    again=st.lists(st.sampled_from(KEYS), unique=True),
)


def row(key: str, value: int) -> StagedRow:
    return StagedRow(BALANCES, key, (KEYS.index(key) + 1, 0, None, None, value))


async def bring_in(change: Change, gen: int, before: State | None) -> None:
    """`before` is what a delta differs from; None: a whole run."""
    async with transaction():
        await Source.update({Source.staged: gen}).where(Source.id == SOURCE)
    staging = Staging(SOURCE, gen, gentle=False, delta=before is not None)
    told, gone = change.state, []
    if before is not None:
        told = {k: v for k, v in told.items() if before.get(k) != v or k in change.again}
        told |= {key: 3 for key in change.again if key not in change.state}
        gone = [key for key in {*before, *change.again} if key not in change.state]
    half = len(told) // 2
    rows = [row(key, value) for key, value in told.items()]
    assert await staging.put(rows[:half]) == []
    if change.ends == "cut":
        return
    assert await staging.put(rows[half:]) == []
    await staging.close(BALANCES, gone)
    if before is None:
        await staging.close_unseen(BALANCES)
    await forget_seen(SOURCE)


@asynccontextmanager
async def world(folder: Path) -> AsyncIterator[None]:
    engine = open_database(f"sqlite:///{folder / 'life.sqlite'}", role="worker")
    bind(engine)
    await engine.start_connection_pool()
    try:
        await create_db_tables(Module, Source, Party, Account, AccountVersion, Balance, SeenRow)
        async with transaction():
            await Module.insert(Module(name="files", extension="files"))
            await Source.insert(Source(module=1))
            for key in KEYS:
                await Account.insert(Account(source=SOURCE, source_key=key))
        yield
    finally:
        await engine.close_connection_pool()


async def live(folder: Path, life: list[Change]) -> None:
    async with world(folder):
        log, seen, unpublished = [0], 0, 0
        published: dict[int, State] = {0: {}}
        for gen, change in enumerate(life, start=1):
            if change.undo and len(log) > 1:
                log.pop()
                seen = log[-1]
            if unpublished:
                await sweep(SOURCE, unpublished, [BALANCES])
            head = max(published)
            fits = change.delta and seen == head > 0
            await bring_in(change, gen, published[head] if fits else None)
            unpublished = 0 if change.ends == "published" else gen
            if change.ends == "published":
                published[gen] = change.state
                seen = gen
                log.append(gen)
            for generation, state in published.items():
                assert await shown(SOURCE, generation) == state


@settings(
    max_examples=worlds.EXAMPLES // 2, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(st.lists(changes, min_size=1, max_size=7))
def test_every_visible_row_is_right_in_every_random_world_of_deltas(life: list[Change]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(live(Path(folder), life))
