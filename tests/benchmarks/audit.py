"""What it costs to verify the audit: our walk of the table against the bare HMACs of its rows.

`python3 run.py bench audit [ROWS]`. Rows like those of the portal are written to a SQLite file.
The walk reads, writes each anew as canonical bytes, and compares. Bare is hmac.digest alone, over
bytes that lie ready in memory: no check of such a chain can be faster.

How to read it: both run in this process, in turns, and the CPU of all threads is counted. The rows
a second are this machine's; the ratio can be compared between machines. AUD4 wants a million rows
in less than a minute.
"""

import asyncio
import hmac
import json
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import msgspec

from iok_core.audit.canonical import GENESIS, Entry, canonical, link
from iok_core.audit.service import AuditLog
from iok_core.audit.tables import Audit
from iok_core.db import SystemClock, bind, insert_rows, open_database, transaction

ROWS = 50_000
ROUNDS = 3
KEY = bytes(range(32))
AIM = 1_000_000 / 60


def entry(seq: int) -> Entry:
    return Entry(
        seq=seq,
        at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seq, microseconds=seq % 1000),
        actor_kind="staff",
        actor=str(seq % 9),
        action="person_view",
        object_kind="person",
        object_id=seq % 5000,
        result="done",
        request_id="",
        meta=json.dumps({"purpose": "access"}, separators=(",", ":")),
    )


async def written(rows: int) -> list[bytes]:
    """What each mac is made of."""
    await Audit.create_table()
    bytes_of, chain, mac = [], [], GENESIS
    for seq in range(1, rows + 1):
        one = entry(seq)
        prev, mac = mac, link(KEY, one, mac)
        bytes_of.append(canonical(one) + prev.encode())
        chain.append((*msgspec.structs.astuple(one), prev, mac))
    async with transaction(durable=False):
        await insert_rows(Audit, Audit._meta.columns, chain)
    return bytes_of


async def walked() -> float:
    began = time.process_time()
    verdict = await AuditLog(KEY, SystemClock()).verify()
    if verdict.bad_seq is not None:
        raise ValueError(f"row {verdict.bad_seq} is {verdict.flaw}")
    return verdict.rows / (time.process_time() - began)


def bare(bytes_of: list[bytes]) -> float:
    began = time.process_time()
    for one in bytes_of:
        hmac.digest(KEY, one, "sha256")
    return len(bytes_of) / (time.process_time() - began)


async def measured(rows: int, folder: Path) -> list[tuple[float, float]]:
    engine = open_database(f"sqlite:///{folder / 'audit.sqlite'}", role="worker")
    bind(engine)
    await engine.start_connection_pool()
    bytes_of = await written(rows)
    found = [(await walked(), bare(bytes_of)) for _ in range(ROUNDS)]
    await engine.close_connection_pool()
    return found


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(measured(rows, Path(folder)))
    click.echo(f"{rows} rows, {ROUNDS} rounds in turns; rows a second of CPU")
    click.echo(f"{'verify':>12}{'bare HMAC':>12}{'ratio':>8}{'10^6 rows':>12}")
    for ours, theirs in found:
        click.echo(f"{ours:12.0f}{theirs:12.0f}{theirs / ours:8.1f}{1e6 / ours:10.0f} s")
    click.echo(f"aim: at least {AIM:.0f} rows a second of CPU")


if __name__ == "__main__":
    main()
