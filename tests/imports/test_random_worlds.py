"""Random lives of a source against plain dicts: whatever people see, every visible row is right.

A life is a list of full runs, each published, held or cut off in the middle of its batches as a
crash would, and of what people do between them: release or reject what is held, undo, redo.
Earlier generations must stay readable, too: they answer "what was shown on day D".
"""

import asyncio
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any, Literal

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from piccolo.table import create_db_tables

from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.audit.tables import Audit
from iok_core.db import SystemClock, bind, execute, fetch, open_database, transaction
from iok_core.db.versioned import StagedRow
from iok_core.events.tables import Event
from iok_core.imports import generations, moving, staging, sweeping
from iok_core.imports.decisions import Deciding, Wish
from iok_core.imports.guard import Limits
from iok_core.imports.moving import NothingToShowError
from iok_core.imports.publishing import publish
from iok_core.imports.staging import OvertakenError, Staging, forget_seen
from iok_core.imports.tables import (
    Import,
    ImportCheckpoint,
    ImportDecision,
    Publication,
    SeenRow,
    Source,
)
from iok_core.ledger.intake import BALANCES
from iok_core.ledger.tables import (
    Account,
    AccountPremises,
    AccountVersion,
    Balance,
    Charge,
    Entry,
)
from iok_core.meters.tables import Meter, MeterReading, MeterVersion
from iok_core.modules.tables import Module
from iok_core.premises.tables import Party, PartyVersion, Premises, PremisesVersion, Title
from iok_core.runs.tables import Run as RunTable
from tests.databases import ENGINES, Cluster, Database

EXAMPLES = 2000 if os.environ.get("IOK_THOROUGH") else 100
KEYS = ["204-1", "204-2", "204-3", "205-1", "205-2"]

TABLES = (
    *(Audit, Event, Module, RunTable, Source, ImportDecision, Publication, Import, SeenRow),
    ImportCheckpoint,
    *(Party, Premises, PremisesVersion, PartyVersion, Title),
    *(Account, AccountVersion, AccountPremises, Entry, Charge, Balance),
    *(Meter, MeterVersion, MeterReading),
)
TOOLS = Deciding(AuditLog(b"key", SystemClock()), SystemClock(), Limits())

State = dict[str, int]


@pytest.fixture(scope="module", autouse=True)
def _portions() -> Iterator[None]:
    """Of two rows, so that worlds of a few rows are swept in several."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sweeping, "ROWS_AT_ONCE", 2)
        patch.setattr(staging, "IDS_AT_ONCE", 3)
        yield


class Run(msgspec.Struct, frozen=True):
    state: State
    ends: Literal["published", "held", "cut"]
    batches: int
    """How many rows go into one transaction."""
    cut_after: int
    """Batches that are written before a crash."""


Act = Literal["release", "reject", "undo", "redo"]
ACTS: tuple[Act, ...] = ("release", "reject", "undo", "undo", "redo", "redo")

runs = st.builds(
    Run,
    state=st.dictionaries(st.sampled_from(KEYS), st.integers(0, 3)),
    ends=st.sampled_from(["published", "published", "published", "held", "cut"]),
    batches=st.integers(1, 3),
    cut_after=st.integers(0, 3),
)
lives = st.lists(runs | st.sampled_from(ACTS), min_size=4, max_size=12)


class World:
    """A source, and what people should see of it in plain dicts and lists."""

    def __init__(self, source: int, accounts: dict[str, int]) -> None:
        self.source = source
        self.accounts = accounts
        self.contents: dict[int, State] = {0: {}}
        self.shown: list[int] = []
        self.undone: list[int] = []
        self.staged: tuple[int, State] | None = None

    @property
    def now(self) -> int:
        return self.shown[-1] if self.shown else 0

    def publish(self, gen: int, state: State) -> None:
        self.contents[gen] = state
        self.shown.append(gen)
        self.undone.clear()
        self.staged = None


async def bring_in(world: World, run: Run, gen: int) -> None:
    staging = Staging(world.source, gen, gentle=False)
    rows = [
        StagedRow(BALANCES, key, (world.accounts[key], 0, None, None, value))
        for key, value in run.state.items()
    ]
    batches = [rows[i : i + run.batches] for i in range(0, len(rows), run.batches)]
    for number, batch in enumerate(batches):
        if run.ends == "cut" and number == run.cut_after:
            return
        assert await staging.put(batch) == []
    if run.ends != "cut":
        await staging.close_unseen(BALANCES)
        await forget_seen(world.source)


async def shown(source: int, gen: int) -> State:
    rows = await fetch(
        "SELECT key, closing FROM balance WHERE source = {} AND since_gen <= {} AND until_gen > {}",
        source,
        gen,
        gen,
    )
    assert len(rows) == len(dict(rows)), "a key is visible twice"
    return dict(rows)


@pytest.fixture(scope="module", params=ENGINES)
def runner(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[asyncio.Runner]:
    """One database for all lives, each of a source of its own."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            file = tmp_path_factory.mktemp("lives") / "lives.sqlite"
            database = Database(engine="sqlite", url=f"sqlite:///{file}")
        else:
            cluster: Cluster = request.getfixturevalue("cluster")
            database = cluster.one_role(stack.enter_context(cluster.database()))
        engine = open_database(database.url, role="worker")
        runner = stack.enter_context(asyncio.Runner())
        bind(engine)
        runner.run(engine.start_connection_pool())
        runner.run(create_db_tables(*TABLES))
        yield runner
        runner.run(engine.close_connection_pool())


async def live(life: list[Run | Act]) -> None:
    world = await new_world()
    for event in life:
        if isinstance(event, Run):
            await run(event, world)
        else:
            await act(event, world)
        published = await fetch("SELECT published FROM source WHERE id = {}", world.source)
        assert published == [(world.now,)]
        for generation, state in world.contents.items():
            assert await shown(world.source, generation) == state
    await execute("DELETE FROM balance WHERE source = {}", world.source)  # or lives grow slower


async def new_world() -> "World":
    async with transaction():
        module = Module(name=secrets.token_hex(8), extension="files")
        await module.save()
        source = Source(module=module.id)
        await source.save()
        accounts = [Account(source=source.id, source_key=key) for key in KEYS]
        for account in accounts:
            await account.save()
    return World(source.id, {account.source_key: account.id for account in accounts})


async def run(event: Run, world: World) -> None:
    gen = await generations.take(world.source)
    world.staged = None
    await bring_in(world, event, gen)
    if event.ends == "published":
        await show(world, gen)
        world.publish(gen, event.state)
    elif event.ends == "held":
        world.staged = gen, event.state


async def act(what: Act, world: World) -> None:
    match what:
        case "release" if world.staged:
            gen, state = world.staged
            await show(world, gen)
            world.publish(gen, state)
        case "reject" if world.staged:
            await generations.abandon(world.source, world.staged[0])
            world.staged = None
        case "undo":
            await moved(moving.undo, world, possible=len(world.shown) > 1)
            if len(world.shown) > 1:
                world.undone.append(world.shown.pop())
        case "redo":
            await moved(moving.redo, world, possible=bool(world.undone))
            if world.undone:
                world.shown.append(world.undone.pop())


async def moved(move: Any, world: World, *, possible: bool) -> None:
    wish = Wish(Origin.system(), "", world.now)
    if possible:
        await move(TOOLS, world.source, wish)
    else:
        with pytest.raises(NothingToShowError):
            await move(TOOLS, world.source, wish)


async def show(world: World, gen: int) -> None:
    by, audit, clock = Origin.system(), TOOLS.audit, TOOLS.clock
    await publish(world.source, gen, against=world.now, by=by, audit=audit, clock=clock)


def published(balance: int) -> Run:
    return Run({KEYS[0]: balance}, "published", 3, 0)


def of_random_lives(examples: int) -> Callable[[Any], Any]:
    some = settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    twice_undone = [published(1), published(2), "undo", published(3), "redo", "undo", "redo"]
    return lambda test: some(given(life=lives)(example(life=twice_undone)(test)))


@pytest.mark.parametrize("runner", ["sqlite"], indirect=True)
@of_random_lives(EXAMPLES)
def test_p7_every_visible_row_is_right_in_every_random_world(
    runner: asyncio.Runner, life: list[Run | Act]
) -> None:
    runner.run(live(life))


@pytest.mark.parametrize("runner", ["postgres"], indirect=True)
@of_random_lives(EXAMPLES // 5)
def test_p7_every_visible_row_is_right_in_random_worlds_on_postgres(
    runner: asyncio.Runner, life: list[Run | Act]
) -> None:
    """Fewer: the same rows by the same SQL, over a socket."""
    runner.run(live(life))


async def overtaken() -> None:
    world = await new_world()
    source = world.source
    row, other = (
        StagedRow(BALANCES, key, (world.accounts[key], 0, None, None, closing))
        for key, closing in (("204-1", 5), ("204-2", 6))
    )
    await execute("UPDATE source SET staged = 1 WHERE id = {}", source)
    await Staging(source, 1, gentle=False).put([row])
    await execute("UPDATE source SET staged = 3 WHERE id = {}", source)
    late = Staging(source, 2, gentle=False)
    with pytest.raises(OvertakenError):
        await late.put([other])
    with pytest.raises(OvertakenError):
        await late.close_unseen(BALANCES)
    assert await shown(source, 3) == {"204-1": 5}


def test_a_worker_that_slept_past_its_lease_writes_nothing(runner: asyncio.Runner) -> None:
    runner.run(overtaken())
