"""kill -9 at moments of a real import: people see the old state or the new one, never a mixture.

The undisturbed import is measured first; then come moments by the seed, one before anything was
staged, one after the publication, the rest between. All the while a reader in a process of its own
looks at what is published. Every other import is finished after the kill, from its checkpoint where
it reached one; what is left of the rest is for the next import to clear away. `IOK_THOROUGH=1`
kills fifty times instead of eight.
"""

import asyncio
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import httpx

from iok_core.api import Capability
from iok_core.db import execute, fetch
from iok_core.operations.serving import web
from iok_core.portal import build_portal
from iok_core.settings import FOLDER_VARIABLE, load
from tests.imports.journal import Journal
from tests.imports.journal_connector import Book, Line
from tests.imports.killing import (
    Reader,
    Seen,
    child_of,
    kill,
    look,
    points,
    reading,
    start_worker,
)
from tests.processes import free_port

KILLS = 50 if os.environ.get("IOK_THOROUGH") else 8
SEED = 20261126
LINES = 1200
VICTIMS = ("worker", "worker", "child", "worker", "web", "child", "worker")
ABILITIES = ((), (Capability.REPEATABLE_CHECKPOINTS,))
Figures = tuple[int, int, int]


def book(version: int) -> Book:
    """Each version differs from the one before in every row and in how many there are."""
    lines = {f"{n}": Line(100 + (n + version) % 9) for n in range(LINES + version % 3)}
    lines["last"] = Line(2000 + 100 * version)  # so that no two versions amount to the same
    return Book(revision=version, lines=lines, checkpoint_after=LINES // 2)


def figures(version: int) -> Figures:
    amounts = [100 * line.amount for line in book(version).lines.values()]
    return len(amounts), sum(amounts), sum(amounts)


def figures_of(seen: Seen) -> Figures:
    return seen.rows, seen.debit, seen.closing


class Imports:
    """Of one source into one portal, in processes that can be killed."""

    def __init__(self, folder: Path, journal: Journal, loop: asyncio.Runner) -> None:
        self._folder = folder
        self._journal = journal
        self._loop = loop
        self.version = -1

    def ask_for_the_next(self) -> None:
        self.version += 1
        self._journal.write(book(self.version))
        self._ask()

    def _ask(self) -> None:
        """Of a run that was lost the lease has run out, and no other one is needed."""
        self._loop.run(execute("UPDATE run SET lease_until = started_at WHERE state = 'running'"))
        if not self._loop.run(fetch("SELECT 1 FROM run WHERE state IN ('running', 'queued')")):
            self._loop.run(self._journal.requested())

    def look(self) -> Seen:
        seen: Seen = self._loop.run(look())
        return seen

    def whole(self) -> float:
        """An import that nothing disturbs; gives its seconds."""
        self.ask_for_the_next()
        began = time.monotonic()
        self._finish(())
        return time.monotonic() - began

    def _finish(self, abilities: Sequence[Capability]) -> None:
        worker = start_worker(self._folder, abilities)
        worker.join(60)
        assert worker.exitcode == 0
        assert figures_of(self.look()) == figures(self.version)

    def killed(
        self, victim: str, delay: float | None, abilities: Sequence[Capability]
    ) -> Literal["old", "new"]:
        """What people see then. `delay` None: as soon as the publication can be seen."""
        before = self.look()
        served = serve(self._folder) if victim == "web" else None
        worker = start_worker(self._folder, abilities)
        if delay is not None:
            worker.join(delay)
        while delay is None and self.look() == before:
            worker.join(0.01)
        if victim == "child":
            kill(child_of(worker.pid) if worker.is_alive() else None)
        elif served is not None:
            os.killpg(served.pid, signal.SIGKILL)
            served.wait()
        elif worker.is_alive():
            kill(worker.pid)
        worker.join(60)
        found = self.look()
        assert found == before or figures_of(found) == figures(self.version)
        return "old" if found == before else "new"

    def finish(self, abilities: Sequence[Capability]) -> None:
        self._ask()
        self._finish(abilities)

    def remains(self) -> tuple[int | None, list[tuple[int, ...]]]:
        """The first bad row of the audit; what is staged, and what is noted of it."""
        verdict = self._loop.run(self._journal.portal.audit.verify())
        left = "SELECT (SELECT sum(staged) FROM source), count(*) FROM seen_row"
        return verdict.bad_seq, self._loop.run(fetch(left))


@contextmanager
def imports_into(folder: Path, source: Path) -> Iterator[Imports]:
    source.mkdir()
    portal = build_portal(load(folder, {}), "worker")
    with asyncio.Runner() as loop:
        loop.run(portal.start())
        yield Imports(folder, Journal(portal, source), loop)
        loop.run(portal.stop())


def serve(folder: Path) -> subprocess.Popen[bytes]:
    """The web process alone, with somebody who asks for pages."""
    port = free_port()
    environment = {**os.environ, FOLDER_VARIABLE: str(folder)}
    process = subprocess.Popen(
        web("127.0.0.1", port).command, env=environment, start_new_session=True
    )
    for _ in range(300):
        try:
            assert httpx.get(f"http://127.0.0.1:{port}/logowanie", timeout=5).status_code == 200
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            break
    return process


def versions_seen(reader: Reader, last: int) -> list[int]:
    """The versions that the looks found one after the other; -1: something between versions."""
    known = {figures(version): version for version in range(last + 1)}
    return [known.get(figures_of(seen), -1) for seen in reader.seen]


def test_s04_whenever_a_process_is_killed_people_see_the_old_state_or_the_new(
    portal_folder: Path, tmp_path: Path
) -> None:
    outcomes: dict[str, set[str]] = {}
    with imports_into(portal_folder, tmp_path / "source") as imports:
        imports.whole()
        moments = [0.0, *points(SEED, KILLS - 2, imports.whole()), None]
        with reading(load(portal_folder, {}).database_url) as reader:
            for number, delay in enumerate(moments):
                victim = VICTIMS[number % len(VICTIMS)] if delay is not None else "worker"
                abilities = ABILITIES[number % 2]
                imports.ask_for_the_next()
                outcomes.setdefault(victim, set()).add(imports.killed(victim, delay, abilities))
                if abilities:
                    imports.finish(abilities)
        assert imports.remains() == (None, [(0, 0)])
        found = versions_seen(reader, imports.version)
    assert outcomes["worker"] == {"old", "new"}
    assert outcomes.keys() == {"worker", "child", "web"}
    assert -1 not in found
    assert found == sorted(found)
    assert reader.looks > KILLS
