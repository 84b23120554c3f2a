"""Processes that a test kills: workers on one run, and a reader that never stops looking.

They come from a server that has imported the portal already, so that each is there at once.
"""

import asyncio
import multiprocessing
import os
import random
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import msgspec

from iok_core.api import Capability
from iok_core.chores import care_of
from iok_core.db import bind, fetch, open_database, snapshot
from iok_core.imports.handling import KIND
from iok_core.portal import build_portal, running
from iok_core.runs.worker import run_worker
from iok_core.settings import load
from tests.imports.journal import handler_of

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload([__name__])
_BREATH = 0.01  # between two looks, so that a reader leaves room for what it looks at


class Seen(msgspec.Struct, frozen=True):
    """What a reader finds published: never a part of it."""

    gen: int
    rows: int
    debit: int
    closing: int


async def look() -> Seen:
    """All in one snapshot, by the source's published generation, as a page's request does."""
    async with snapshot():
        ((gen,),) = await fetch("SELECT published FROM source")
        visible = "since_gen <= {} AND until_gen > {}"
        entries = f"SELECT count(*), coalesce(sum(debit), 0) FROM entry WHERE {visible}"
        ((rows, debit),) = await fetch(entries, gen, gen)
        balances = f"SELECT coalesce(sum(closing), 0) FROM balance WHERE {visible}"
        ((closing,),) = await fetch(balances, gen, gen)
    return Seen(int(gen), int(rows), int(debit), int(closing))


def _work(folder: Path, abilities: Sequence[Capability]) -> None:
    async def once() -> None:
        async with running(build_portal(load(folder, {}), "worker")) as portal:
            handlers = {KIND: handler_of(portal, *abilities)}
            await run_worker(handlers, portal.clock, care=care_of(portal), once=True)

    asyncio.run(once())


def start_worker(folder: Path, abilities: Sequence[Capability]) -> BaseProcess:
    """`iok worker --once`, with the journal among its connectors."""
    worker = _processes.Process(target=_work, args=(folder, abilities))
    worker.start()
    return worker


def _read(url: str, line: Connection) -> None:
    """Says each state that differs from the one before; how often it looked, when asked to end."""

    async def all_the_while() -> None:
        engine = open_database(url, role="worker")
        bind(engine)
        await engine.start_connection_pool()
        looks, last = 0, None
        while not line.poll(_BREATH):
            seen, looks = await look(), looks + 1
            if seen != last:
                line.send(last := seen)
        line.send(looks)
        await engine.close_connection_pool()

    os.nice(5)
    asyncio.run(all_the_while())


class Reader:
    def __init__(self, line: Connection) -> None:
        self._line = line
        self.seen: list[Seen] = []
        self.looks = 0

    def stop(self) -> None:
        self._line.send("stop")
        while isinstance(told := self._line.recv(), Seen):
            self.seen.append(told)
        self.looks = told


@contextmanager
def reading(url: str) -> Iterator[Reader]:
    ours, theirs = _processes.Pipe()
    process = _processes.Process(target=_read, args=(url, theirs))
    process.start()
    theirs.close()  # or nobody would notice that the reader has died
    reader = Reader(ours)
    try:
        yield reader
        reader.stop()
        process.join(10)
    finally:
        process.kill()
        process.join()


def child_of(pid: int | None) -> int | None:
    """The import's process, while there is one."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return int(found[0]) if found else None


def kill(pid: int | None) -> None:
    if pid is not None:
        os.kill(pid, signal.SIGKILL)


def points(seed: int, number: int, seconds: float) -> list[float]:
    """Moments of an import that takes so long, one in each equal part of it, by the seed."""
    dice = random.Random(seed)  # noqa: S311 - nothing secret
    part = seconds / number
    return [part * (place + dice.random()) for place in range(number)]
