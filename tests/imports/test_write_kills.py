"""A publication on SQLite that is cut at one of its writes, or in its log, is whole or not there.

`strace` sends SIGKILL at the Nth system call that writes; the log is cut as a power failure may cut
it. The suite takes some of the points, `IOK_THOROUGH=1` each of them.
"""

import asyncio
import os
import random
import re
import shutil
import sqlite3
import struct
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from iok_core.db import bind, open_database
from iok_core.imports import importing
from iok_core.imports.generations import ImportState
from iok_core.portal import Portal
from tests.databases import on_sqlite
from tests.imports.journal import Journal, handler_of
from tests.imports.journal_connector import Book, Line
from tests.imports.killing import Seen, look
from tests.imports.publish_once import publish_staged
from tests.portal import people
from tests.portals import Portals

THOROUGH = bool(os.environ.get("IOK_THOROUGH"))
CALLS = ("pwrite64", "pwritev", "fdatasync", "fsync", "ftruncate")
LINES = 120
WAL_HEADER, FRAME_HEADER = 32, 24
NEVER = 65535
NO_STRACE = "These tests need strace, and the right to trace: install it, or run them on Linux."

OLD = Book(lines={str(n): Line(100) for n in range(LINES)})
NEW = Book(revision=2, lines={str(n): Line(101) for n in range(LINES + 1)})


def expected(book: Book) -> tuple[int, int]:
    return len(book.lines), sum(100 * line.amount for line in book.lines.values())


async def looked(database: Path) -> Seen:
    engine = open_database(f"sqlite:///{database}", role="worker")
    bind(engine)
    await engine.start_connection_pool()
    try:
        return await look()
    finally:
        await engine.close_connection_pool()


def outcome(database: Path) -> str:
    """What somebody finds who comes after the cut: the whole of one state."""
    seen = asyncio.run(looked(database))
    told = {expected(OLD): "old", expected(NEW): "new"}
    assert seen.debit == seen.closing
    assert (seen.rows, seen.debit) in told, seen
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    return told[seen.rows, seen.debit]


@pytest.fixture(scope="module")
def staged(portals: Portals, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portal that shows the old state and holds the new one, which nobody has released.

    To be copied, as all tests share it.
    """
    folder = tmp_path_factory.mktemp("staged")
    source = folder / "source"
    source.mkdir()

    async def work(portal: Portal) -> None:
        journal = Journal(portal, source, handler_of(portal))
        assert (await journal.bring_in(OLD)).state is ImportState.PUBLISHED
        held = await journal.bring_in(Book(revision=2, lines=NEW.lines, missing=1))
        assert held.state is ImportState.HELD

    portal_folder = portals.copy("sqlite", folder / "lipowa")
    people(portal_folder, work)
    return portal_folder


def copied(folder: Path, name: str) -> Path:
    return shutil.copytree(folder, folder.with_name(f"{folder.name}-{name}"))


class Write(msgspec.Struct, frozen=True):
    """The `number`th call of this name that a thread makes."""

    call: str
    number: int


def published_under_strace(
    folder: Path, fatal: Write, how: str = "signal=SIGKILL", onward: str = ""
) -> subprocess.CompletedProcess[str]:
    """Each call that writes is a line of stderr."""
    strace = ("strace", "-f", "-qq", "-e", f"trace={','.join(CALLS)}", "-e", "signal=none")
    inject = ("-e", f"inject={fatal.call}:{how}:when={fatal.number}{onward}")
    command = (sys.executable, "-m", "tests.imports.publish_once", str(folder))
    return subprocess.run([*strace, *inject, *command], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def writes(staged: Path) -> list[Write]:
    """What the database's thread does in a publication, from the opening to the closing."""
    if shutil.which("strace") is None:
        (pytest.fail if THOROUGH or sys.platform == "linux" else pytest.skip)(NO_STRACE)
    done = published_under_strace(copied(staged, "counted"), Write(CALLS[0], NEVER))
    assert done.returncode == 0, f"{NO_STRACE}\n{done.stderr[-500:]}"
    lines = re.findall(r"^\[pid +(\d+)\] (\w+)\(", done.stderr, re.MULTILINE)
    (busiest, _), *_ = Counter(thread for thread, _ in lines).most_common(1)
    calls = [call for thread, call in lines if thread == busiest]
    return [Write(call, calls[: place + 1].count(call)) for place, call in enumerate(calls)]


def some_of(writes: Sequence[Write]) -> Sequence[Write]:
    if THOROUGH:
        return writes
    return [writes[0], random.Random(len(writes)).choice(writes[1:-1]), writes[-1]]  # noqa: S311


def test_s04_a_publication_killed_at_a_write_is_there_whole_or_not_at_all(
    staged: Path, writes: list[Write]
) -> None:
    found = set()
    for fatal in some_of(writes):
        folder = copied(staged, f"{fatal.call}-{fatal.number}")
        assert published_under_strace(folder, fatal).returncode == -9
        found.add(outcome(folder / "iok.sqlite"))
        if outcome(folder / "iok.sqlite") == "old":
            asyncio.run(publish_staged(folder))
        assert outcome(folder / "iok.sqlite") == "new"
    assert found == {"old", "new"}


@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
def test_s23_a_publication_on_a_disk_that_fails_is_whole_or_not_there(
    staged: Path, writes: list[Write], error: str
) -> None:
    """From some write on every one fails; on a disk that works again it is published."""
    for fatal in writes if THOROUGH else [writes[len(writes) // 2]]:
        folder = copied(staged, f"{error}-{fatal.call}-{fatal.number}")
        done = published_under_strace(folder, fatal, f"error={error}", onward="+")
        if done.returncode:
            assert "DatabaseUnavailable" in done.stderr
        if outcome(folder / "iok.sqlite") == "old":
            assert done.returncode != 0
            asyncio.run(publish_staged(folder))
        assert outcome(folder / "iok.sqlite") == "new"


def frames_of(log: bytes) -> Iterator[int]:
    """Where each frame of SQLite's log begins, and where the last one ends."""
    (page,) = struct.unpack(">I", log[8:12])
    yield from range(WAL_HEADER, len(log) + 1, FRAME_HEADER + page)


def cuts_of(log: bytes) -> list[int]:
    frames = list(frames_of(log))
    dice = random.Random(len(log))  # noqa: S311 - nothing secret
    if THOROUGH:
        return [0, *frames, *(dice.randrange(len(log)) for _ in range(60))]
    return [
        0,
        *dice.sample(frames[:-1], 5),
        frames[-1],
        *(dice.randrange(len(log)) for _ in "12345"),
    ]


@on_sqlite
def test_s04_a_log_that_is_cut_anywhere_leaves_the_old_state_or_the_new(
    portal_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole import stands in the log: its staging and its publication."""

    async def not_yet() -> bool:
        return False

    source, cut = tmp_path / "source", tmp_path / "cut.sqlite"
    source.mkdir()
    found: Counter[str] = Counter()

    async def work(portal: Portal) -> tuple[bytes, bytes]:
        journal = Journal(portal, source, handler_of(portal))
        await journal.bring_in(OLD)
        monkeypatch.setattr(importing, "truncate_wal", not_yet)
        assert (await journal.bring_in(NEW)).state is ImportState.PUBLISHED
        database = portal_folder / "iok.sqlite"
        return database.read_bytes(), database.with_name("iok.sqlite-wal").read_bytes()

    database, log = people(portal_folder, work)
    for length in cuts_of(log):
        cut.write_bytes(database)
        cut.with_name("cut.sqlite-wal").write_bytes(log[:length])
        found[outcome(cut)] += 1
    assert found["old"] > found["new"] >= 1
