"""Random lives of a source against a plain dict: whatever is published, every visible row is right.

A life is a list of full runs; each is published, held (the next run takes it back) or cut off in
the middle of its batches, as a crash would. Earlier generations must stay readable, too: they
answer "what was shown on day D".
"""

import asyncio
import os
import tempfile
from collections.abc import Iterator
from typing import Literal

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from piccolo.table import create_db_tables

from iok_core.db import fetch, transaction
from iok_core.db.versioned import StagedRow
from iok_core.imports import staging
from iok_core.imports.staging import OvertakenError, Staging, forget_seen, sweep
from iok_core.imports.tables import SeenRow, Source
from iok_core.ledger.intake import BALANCES
from iok_core.ledger.tables import Account, AccountVersion, Balance
from iok_core.modules.tables import Module
from iok_core.premises.tables import Party
from tests.databases import Cluster, Database, opened

SOURCE = 1
EXAMPLES = 2000 if os.environ.get("IOK_THOROUGH") else 100
KEYS = ["204-1", "204-2", "204-3", "205-1", "205-2"]

State = dict[str, int]


@pytest.fixture(scope="module", autouse=True)
def _portions() -> Iterator[None]:
    """Of two rows, so that worlds of a few rows are swept in several."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(staging, "ROWS_AT_ONCE", 2)
        patch.setattr(staging, "IDS_AT_ONCE", 3)
        yield


class Run(msgspec.Struct, frozen=True):
    state: State
    ends: Literal["published", "held", "cut"]
    batches: int
    """How many rows go into one transaction."""
    cut_after: int
    """Batches that are written before a crash."""


runs = st.builds(
    Run,
    state=st.dictionaries(st.sampled_from(KEYS), st.integers(0, 3)),
    ends=st.sampled_from(["published", "published", "held", "cut"]),
    batches=st.integers(1, 3),
    cut_after=st.integers(0, 3),
)


async def bring_in(run: Run, gen: int) -> None:
    async with transaction():
        await Source.update({Source.staged: gen}).where(Source.id == SOURCE)
    staging = Staging(SOURCE, gen, gentle=False)
    rows = [
        StagedRow(BALANCES, key, (KEYS.index(key) + 1, 0, None, None, value))
        for key, value in run.state.items()
    ]
    batches = [rows[i : i + run.batches] for i in range(0, len(rows), run.batches)]
    for number, batch in enumerate(batches):
        if run.ends == "cut" and number == run.cut_after:
            return
        assert await staging.put(batch) == []
    if run.ends != "cut":
        await staging.close_unseen(BALANCES)
        await forget_seen(SOURCE)


async def shown(gen: int) -> State:
    rows = await fetch(
        "SELECT key, closing FROM balance WHERE source = {} AND since_gen <= {} AND until_gen > {}",
        SOURCE,
        gen,
        gen,
    )
    assert len(rows) == len(dict(rows)), "a key is visible twice"
    return dict(rows)


async def live(database: Database, life: list[Run]) -> None:
    async with opened(database):
        await create_db_tables(Module, Source, Party, Account, AccountVersion, Balance, SeenRow)
        async with transaction():
            await Module.insert(Module(name="files", extension="files"))
            await Source.insert(Source(module=1))
            for key in KEYS:
                await Account.insert(Account(source=SOURCE, source_key=key))
        published: dict[int, State] = {0: {}}
        unpublished = 0
        for gen, run in enumerate(life, start=1):
            if unpublished:
                await sweep(SOURCE, unpublished, [BALANCES])
            await bring_in(run, gen)
            unpublished = 0 if run.ends == "published" else gen
            if run.ends == "published":
                published[gen] = run.state
            for generation, state in published.items():
                assert await shown(generation) == state


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(runs, min_size=1, max_size=6))
def test_every_visible_row_is_right_in_every_random_world(life: list[Run]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(engine="sqlite", url=f"sqlite:///{folder}/life.sqlite")
        asyncio.run(live(database, life))


@settings(max_examples=EXAMPLES // 10, deadline=None, suppress_health_check=list(HealthCheck))
@given(life=st.lists(runs, min_size=1, max_size=6))
def test_every_visible_row_is_right_in_every_random_world_on_postgres(
    cluster: Cluster, life: list[Run]
) -> None:
    asyncio.run(live(cluster.one_role(cluster.empty()), life))


async def overtaken(database: Database) -> None:
    async with opened(database):
        await create_db_tables(Module, Source, Party, Account, AccountVersion, Balance, SeenRow)
        async with transaction():
            await Module.insert(Module(name="files", extension="files"))
            await Source.insert(Source(module=1, staged=2))
        late = Staging(SOURCE, 1, gentle=False)
        with pytest.raises(OvertakenError):
            await late.put([StagedRow(BALANCES, "204-1", (1, 0, None, None, 5))])
        with pytest.raises(OvertakenError):
            await late.close_unseen(BALANCES)
        assert await shown(2) == {}


def test_a_worker_that_slept_past_its_lease_writes_nothing(database: Database) -> None:
    asyncio.run(overtaken(database))
