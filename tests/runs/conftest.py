"""Connectors written to disk, as a child finds them, and a sink that keeps what came."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from textwrap import dedent, indent
from typing import Literal

import pytest
from piccolo.table import create_db_tables

from iok_core.api import Checkpoint, Remark, Step
from iok_core.child.frames import Batch, Notes, Start
from iok_core.db import Engine, fetch
from iok_core.modules.tables import Module
from iok_core.runs import leases, service
from iok_core.runs.leases import Claim
from iok_core.runs.service import RunRow
from iok_core.runs.tables import Run
from tests.databases import Database

HEAD = """
import ctypes, os, resource, signal, subprocess, sys, time
from typing import Annotated
import msgspec
from iok_core.api import *

class Options(msgspec.Struct, kw_only=True):
    rows: int = 3
    folder: str = ""

class Sample(Connector[Options]):
    name = "sample"
    title = "Sample"
    options_type = Options
    capabilities = frozenset({Capability.BALANCES})

    def check(self):
        raise ConnectorError(ConnectorProblem.MISSING_FILE, "salda.csv", "?" * 300)

    def tell(self, text):
        return Remark(code=RemarkCode.UNASSIGNED, detail=str(text))

    def pull_changes(self, since):
        yield self.tell(f"since {since}")

    def pull_rest(self, after):
        yield self.tell(f"after {after}")

    def pull(self):
        rows, folder = self.options.rows, self.options.folder
        yield Step(done=0, total=rows)
"""

StartOf = Callable[..., Start]


class Kept:
    """A sink."""

    def __init__(self) -> None:
        self.frames: list[Batch | Notes | Step | Checkpoint] = []

    async def __call__(self, frame: Batch | Notes | Step | Checkpoint) -> None:
        self.frames.append(frame)

    @property
    def records(self) -> list[object]:
        return [one for frame in self.frames if isinstance(frame, Batch) for one in frame.records]

    @property
    def notes(self) -> list[object]:
        return [one for frame in self.frames if isinstance(frame, Notes) for one in frame.notes]

    @property
    def told(self) -> list[str]:
        return [one.detail for one in self.notes if isinstance(one, Remark)]


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def start_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StartOf:
    """What to send to a child whose connector's `pull` has the given body."""
    monkeypatch.syspath_prepend(tmp_path)

    def write(
        body: str,
        *,
        what: Literal["check", "pull"] = "pull",
        memory: int = 1024**3,
        **options: object,
    ) -> Start:
        (tmp_path / "sample_connector.py").write_text(HEAD + indent(dedent(body), " " * 8))
        return Start(
            what=what,
            extension="sample_connector:Sample",
            options=options,
            memory=memory,
            heartbeat=0.1,
        )

    return write


@pytest.fixture
def no_folder_remains(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    folders = tmp_path / "folders"
    folders.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folders))
    yield
    assert list(folders.iterdir()) == []


class MovableClock:
    def __init__(self) -> None:
        self._now = datetime(2026, 3, 29, 0, 59, 30, tzinfo=UTC)

    def moves(self, by: timedelta) -> None:
        self._now += by

    def now(self) -> datetime:
        return self._now

    def today(self) -> date:
        return self._now.date()


class Queue:
    """A database with modules and their runs."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.clock = MovableClock()
        self._modules: dict[str, int] = {}

    async def add(self, *, module: str = "files", kind: str = "import", by: str = "cli") -> int:
        if module not in self._modules:
            row = Module(extension="files", plugin="files", name=module, title="", options="{}")
            await row.save()
            self._modules[module] = row.id
        return await service.enqueue(
            module=self._modules[module], kind=kind, by=by, clock=self.clock
        )

    async def claim(self, run: int | None = None) -> Claim:
        claim = await leases.claim(self.clock, run)
        assert claim is not None
        return claim

    async def row(self, run: int) -> RunRow:
        row = await service.by_id(run)
        assert row is not None
        return row

    async def until_one_runs(self) -> None:
        for _ in range(500):
            if await fetch("SELECT 1 FROM run WHERE state = 'running'"):
                return
            await asyncio.sleep(0.02)
        pytest.fail("no run was claimed")


@pytest.fixture
async def queue(engine: Engine, database: Database) -> Queue:  # noqa: ARG001 (it is bound)
    await create_db_tables(Module, Run)
    return Queue(database.url)
