"""What an import costs: rows versioned, judged and published, against writing them and no more.

`python3 run.py bench import`. A worker brings a made-up source in, as records of a connector
reach it: keys become ids, digests tell what changed, the guard adds everything up, one transaction
publishes. Beside it the same rows are written into a table with the same constraints and indexes:
with `executemany` alone on SQLite, with COPY and a merge on PostgreSQL (`IOK_BENCH_POSTGRES`, the
address of a database that is emptied). Meanwhile another process signs somebody in, over and over.

How to read it: rounds in turns, and the best of one against the best of the other, since others
use the machine, too; the best of the ratios would be that of a disturbed reference. The rows are
written three times over, which takes about as long as an import: what is over in no time finds a
quiet moment sooner, and the best would be compared with a piece of luck. "again" is the same export
a second time, when nothing changes. Beside rows a second of the clock stand those a second of CPU,
all threads of this process together, which on PostgreSQL does little of the work; only the ratios
can be compared between machines.
"""

import asyncio
import gc
import os
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import asyncpg
import click
import msgspec

from iok_core import api
from iok_core.audit.origin import Origin
from iok_core.db.versioned import OPEN
from iok_core.identity import service as identity
from iok_core.imports import generations, guard
from iok_core.imports.judging import case_of
from iok_core.imports.publishing import keep_as_of, publish
from iok_core.imports.receiving import SHELVES, Receiver
from iok_core.imports.sources import source_of
from iok_core.imports.staging import Staging, forget_seen
from iok_core.modules.service import NewModule, all_modules, create
from iok_core.portal import Portal, build_portal, running
from iok_core.settings import load
from tests.portal import OWN_PASSWORD, SETTINGS, Access, add_clerk, make_folder

ACCOUNTS, ENTRIES, BATCH, ROUNDS = 2_000, 100_000, 1_000, 5
AIM = 0.4
AS_LONG = 3
"""So often the reference writes its rows in a round."""
DAY = date(2026, 9, 30)
COLUMNS = (
    "source, key, since_gen, until_gen, digest, account, booking_date, document_date, due_date, "
    "document, document_kind, text, debit, credit, ordinal"
)


def records() -> Iterator[api.Record]:
    for number in range(ACCOUNTS):
        key = str(number)
        yield api.Premises(key=key, symbol=key, kind=api.PremisesKind.FLAT, building="Lipowa 1")
    for number in range(ACCOUNTS):
        yield api.Party(key=str(number), name=f"Zmyślona {number}")
    for number in range(ACCOUNTS):
        key = str(number)
        yield api.Account(key=key, kind=api.AccountKind.OPERATING, party=key, premises=(key,))
    for number in range(ENTRIES):
        yield api.Entry(
            key=str(number),
            account=str(number % ACCOUNTS),
            booking_date=DAY - timedelta(days=number // ACCOUNTS),
            text="Opłaty za lokal, zaliczka na ogrzewanie",
            document=f"NAL/{number}",
            debit=Decimal(number % 1000) / 100,
        )
    for number in range(ACCOUNTS):
        owed = sum(n % 1000 for n in range(number, ENTRIES, ACCOUNTS))
        yield api.Balance(account=str(number), opening=Decimal(0), closing=Decimal(owed) / 100)


def batches() -> Iterator[list[api.Record]]:
    every = list(records())
    for start in range(0, len(every), BATCH):
        yield every[start : start + BATCH]


class Pace(msgspec.Struct):
    """Rows a second: by the clock, and of the CPU of this process with all its threads."""

    clock: float
    cpu: float

    @classmethod
    @contextmanager
    def of(cls, rows: int) -> "Iterator[Pace]":
        pace, clock, cpu = cls(0, 0), time.perf_counter(), time.process_time()
        yield pace
        pace.clock = rows / (time.perf_counter() - clock)
        pace.cpu = rows / (time.process_time() - cpu)

    @classmethod
    def mean(cls, paces: Sequence["Pace"]) -> "Pace":
        """Of as many rows each."""
        return cls(
            statistics.harmonic_mean([pace.clock for pace in paces]),
            statistics.harmonic_mean([pace.cpu for pace in paces]),
        )


async def brought_in(portal: Portal, *, gentle: bool) -> Pace:
    """From the first batch to the publication."""
    source = (await source_of((await all_modules())[0])).id
    sent = list(batches())
    gc.collect()
    gc.freeze()  # in a run they come and go: the collector need not look through all of them
    with Pace.of(sum(map(len, sent))) as pace:
        await staged_and_published(portal, source, sent, gentle=gentle)
    gc.unfreeze()
    return pace


async def staged_and_published(
    portal: Portal, source: int, sent: list[list[api.Record]], *, gentle: bool
) -> None:
    gen = await generations.take(source)
    staging = Staging(source, gen, gentle=gentle)
    receiver = Receiver(source, staging)
    await receiver.load()
    for batch in sent:
        await receiver.take(batch)
    for shelf in SHELVES:
        await staging.close_unseen(shelf)
    await forget_seen(source)
    days = {api.DataKind.BALANCES: DAY, api.DataKind.ENTRIES: DAY}
    await keep_as_of(source, gen, days)
    case = await case_of(source, gen, days, receiver.received, portal.clock.today())
    guard.judge(case, guard.Limits())
    by, audit, clock = Origin.system(), portal.audit, portal.clock
    await publish(source, gen, against=case.against, by=by, audit=audit, clock=clock)


class Worked(msgspec.Struct):
    fresh: Pace
    again: Pace
    megabytes: float


async def worker(folder: Path, *, gentle: bool) -> Worked:
    async with running(build_portal(load(folder, {}), "worker")) as portal:
        fresh = await brought_in(portal, gentle=gentle)
        again = await brought_in(portal, gentle=gentle)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Worked(fresh, again, megabytes)


def lines() -> list[tuple[Any, ...]]:
    """The entries as they lie in their table."""
    return [
        (
            *(1, f"raw{n}", 1, OPEN, n, n % ACCOUNTS + 1, DAY, None, None, f"NAL/{n}", ""),
            *("Opłaty za lokal, zaliczka na ogrzewanie", n % 1000, 0, 0),
        )
        for n in range(ENTRIES)
    ]


def raw_sqlite(database: Path) -> Pace:
    """Into a copy of the table, by the standard library alone."""
    rows = [tuple(v.isoformat() if isinstance(v, date) else v for v in row) for row in lines()]
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        _copy_of_the_table(connection)
        places = ", ".join("?" for _ in rows[0])
        with Pace.of(len(rows)) as pace:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(f"INSERT INTO raw_entry ({COLUMNS}) VALUES ({places})", rows)
            connection.execute("COMMIT")
        return pace


def _copy_of_the_table(connection: sqlite3.Connection) -> None:
    connection.execute("DROP TABLE IF EXISTS raw_entry")
    told = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE tbl_name = 'entry'")
    for kind, name, sql in told.fetchall():
        if sql and kind in ("table", "index"):
            copied = sql.replace(name, f"raw_{name}").replace('"entry"', '"raw_entry"')
            connection.execute(copied.replace("raw_raw_", "raw_"))


async def raw_postgres(url: str) -> Pace:
    """COPY into a table of the session, then one INSERT that leaves out what is there."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute("DROP TABLE IF EXISTS raw_entry")
        await connection.execute("CREATE TABLE raw_entry (LIKE entry INCLUDING ALL)")
        await connection.execute("CREATE TEMP TABLE arriving (LIKE entry)")
        await connection.execute("ALTER TABLE arriving ALTER id DROP NOT NULL")
        names = [name.strip() for name in COLUMNS.split(",")]
        rows = lines()
        with Pace.of(len(rows)) as pace:
            async with connection.transaction():
                await connection.copy_records_to_table("arriving", records=rows, columns=names)
                await connection.execute(
                    f"INSERT INTO raw_entry ({COLUMNS}) SELECT {COLUMNS} FROM arriving "
                    "ON CONFLICT DO NOTHING"
                )
        return pace
    finally:
        await connection.execute("DROP TABLE IF EXISTS raw_entry")
        await connection.close()


async def made(folder: Path, url: str) -> Access:
    """A portal with one module and somebody to sign in."""
    if url:
        await _emptied(url)
    database = f'\n[database]\nurl = "{url}"\nowner_url = "{url}"\n' if url else ""
    await asyncio.to_thread(make_folder, folder, SETTINGS + database)  # it has a loop of its own
    async with running(build_portal(load(folder, {}), "worker")) as portal:
        connector = portal.plugins.connectors["files"]
        options = {"folder": str(folder), "layout": "wn-ma"}
        await create(connector, NewModule("bench", "Bench", options, folder), portal.clock)
        return await add_clerk(portal)


async def _emptied(url: str) -> None:
    """Of what the round before has left there."""
    connection = await asyncpg.connect(url)
    await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    await connection.close()


async def sign_ins(portal: Portal, access: Access, until: "asyncio.Task[Any] | None") -> str:
    """p50 and p99 in milliseconds, as long as the other works, or forty times."""
    took: list[float] = []
    while (not until.done()) if until else (len(took) < 40):
        began = time.perf_counter()
        await identity.sign_in(portal.identity, access.identifier, OWN_PASSWORD)
        took.append((time.perf_counter() - began) * 1000)
    cuts = statistics.quantiles(took, n=100)
    return f"p50 {cuts[49]:6.1f} ms   p99 {cuts[98]:6.1f} ms   of {len(took)}"


async def round_of(folder: Path, url: str) -> tuple[Pace, Worked]:
    await made(folder, url)
    database = folder / "iok.sqlite"
    raw = [await raw_postgres(url) if url else raw_sqlite(database) for _ in range(AS_LONG)]
    return Pace.mean(raw), await worker(folder, gentle=False)


async def meanwhile(folder: Path, url: str) -> tuple[str, str, Worked]:
    """Sign-ins at rest and beside a worker that is gentle, as it always is."""
    access = await made(folder, url)
    async with running(build_portal(load(folder, {}), "web")) as portal:
        rest = await sign_ins(portal, access, None)
        command = [sys.executable, __file__, "--worker", str(folder)]
        process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
        work = asyncio.create_task(process.communicate())
        busy = await sign_ins(portal, access, work)
        told, _ = await work
    return rest, busy, msgspec.json.decode(told, type=Worked)


def main() -> None:
    if sys.argv[1:2] == ["--worker"]:
        worked = asyncio.run(worker(Path(sys.argv[2]), gentle=True))
        click.echo(msgspec.json.encode(worked))
        return
    url = os.environ.get("IOK_BENCH_POSTGRES", "")
    click.echo(f"{ENTRIES:,} entries on {ACCOUNTS:,} accounts; rows a second, and of CPU")
    best = {"raw": Pace(0, 0), "iok": Pace(0, 0)}
    for number in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            raw, ours = asyncio.run(round_of(Path(folder) / str(number), url))
        for name, pace in (("raw", raw), ("iok", ours.fresh)):
            best[name] = Pace(max(best[name].clock, pace.clock), max(best[name].cpu, pace.cpu))
        paces = {"COPY + merge" if url else "executemany": raw, "iok": ours.fresh}
        told = (f"{name} {p.clock:9,.0f} {p.cpu:9,.0f}" for name, p in paces.items())
        click.echo(f"{'    '.join(told)}    again {ours.again.clock:9,.0f} {ours.again.cpu:9,.0f}")
    clock, cpu = best["iok"].clock / best["raw"].clock, best["iok"].cpu / best["raw"].cpu
    of_cpu = "" if url else f", {cpu:.2f} of CPU"
    click.echo(f"the best against the best: {clock:.2f} by the clock{of_cpu}; aim {AIM}")
    with tempfile.TemporaryDirectory() as folder:
        rest, busy, ours = asyncio.run(meanwhile(Path(folder) / "portal", url))
    click.echo(f"sign-in at rest          {rest}")
    click.echo(f"sign-in during an import {busy}")
    click.echo(f"gentle: {ours.fresh.clock:,.0f} rows a second, {ours.megabytes:.0f} MiB at most")


if __name__ == "__main__":
    main()
