"""Whoever can write the file, but has no key, cannot change the past unseen."""

import asyncio
import hashlib
import hmac
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from iok_core.audit.actions import Action
from iok_core.audit.chain import Flaw
from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.db import ConstraintViolated, TransactionError, execute, fetch, transaction
from tests.audit.tampering import tamper, write_rows
from tests.databases import Database, on_sqlite

KEY = bytes(range(32))
PROCESSES, ROWS = 8, 25
COLUMNS = (
    "at", "actor_kind", "actor", "action", "object_kind", "object_id",
    "result", "request_id", "meta", "prev", "mac",
)  # fmt: skip


async def fail_after_recording(log: AuditLog) -> None:
    async with transaction():
        await log.record(Action.SIGN_IN, by=Origin.system())
        raise ZeroDivisionError


async def test_aud1_rows_are_numbered_without_gaps_from_one(log: AuditLog) -> None:
    await write_rows(log, 5)
    assert await fetch("SELECT seq FROM audit ORDER BY seq") == [(1,), (2,), (3,), (4,), (5,)]
    verdict = await log.verify()
    assert (verdict.rows, verdict.last_seq, verdict.bad_seq) == (5, 5, None)


async def test_aud1_an_auditor_can_check_a_row_with_nothing_but_the_key(log: AuditLog) -> None:
    await write_rows(log, 1)
    written = (
        '[1,"2026-03-29T00:59:59.000007+00:00","staff","7","sign_in","identity",101,"done",'
        r'"req-1","{\"reason\":\"wrong\",\"start\":false,\"try\":1}"]'
    )
    mac = hmac.new(KEY, written.encode() + b"0" * 64, hashlib.sha256).hexdigest()
    assert await fetch("SELECT prev, mac FROM audit") == [("0" * 64, mac)]


async def test_aud1_a_row_outside_a_transaction_is_refused(log: AuditLog) -> None:
    with pytest.raises(TransactionError):
        await log.record(Action.SIGN_IN, by=Origin.system())
    assert await fetch("SELECT count(*) FROM audit") == [(0,)]


async def test_aud1_an_act_that_fails_leaves_no_row_and_no_gap(log: AuditLog) -> None:
    await write_rows(log, 1)
    with pytest.raises(ZeroDivisionError):
        await fail_after_recording(log)
    await write_rows(log, 1)
    verdict = await log.verify()
    assert (verdict.last_seq, verdict.bad_seq) == (2, None)


@on_sqlite
@pytest.mark.parametrize("column", COLUMNS)
async def test_aud1_any_single_changed_column_is_found(log: AuditLog, column: str) -> None:
    await write_rows(log, 5)
    value = {"object_id": "object_id + 1", "at": "'2026-03-29 00:59:58.000007+00:00'"}.get(
        column, f"substr({column}, 2) || '0'"
    )
    await tamper(f"UPDATE audit SET {column} = {value} WHERE seq = 3")
    assert (await log.verify()).bad_seq == 3


@on_sqlite
@pytest.mark.parametrize("seq", [3, 5])
@pytest.mark.parametrize("value", ["NULL", "'yesterday'", "7"])
async def test_aud4_a_moment_that_is_none_is_found_and_keeps_nobody_from_acting(
    log: AuditLog, value: str, seq: int
) -> None:
    await write_rows(log, 5)
    await tamper(f"UPDATE audit SET at = {value} WHERE seq = {seq}")
    await write_rows(log, 1)
    verdict = await log.verify()
    assert (verdict.bad_seq, verdict.flaw) == (seq, Flaw.CHANGED)


@on_sqlite
@pytest.mark.parametrize(
    ("statements", "bad_seq", "flaw"),
    [
        (("DELETE FROM audit WHERE seq = 1",), 1, Flaw.MISSING),
        (("DELETE FROM audit WHERE seq = 3",), 3, Flaw.MISSING),
        (
            ("DELETE FROM audit WHERE seq = 3", "UPDATE audit SET seq = seq - 1 WHERE seq > 3"),
            3,
            Flaw.UNLINKED,
        ),
        (
            (
                "UPDATE audit SET seq = 99 WHERE seq = 2",
                "UPDATE audit SET seq = 2 WHERE seq = 4",
                "UPDATE audit SET seq = 4 WHERE seq = 99",
            ),
            2,
            Flaw.UNLINKED,
        ),
        (
            ("CREATE TEMP TABLE c AS SELECT * FROM audit WHERE seq = 5",
             "UPDATE c SET seq = 6, prev = mac", "INSERT INTO audit SELECT * FROM c"),
            6,
            Flaw.CHANGED,
        ),
    ],
    ids=["first deleted", "one deleted", "deleted and renumbered", "two swapped", "one repeated"],
)  # fmt: skip
async def test_aud1_what_was_deleted_swapped_or_repeated_is_found(
    log: AuditLog, statements: tuple[str, ...], bad_seq: int, flaw: Flaw
) -> None:
    await write_rows(log, 5)
    await tamper(*statements)
    verdict = await log.verify()
    assert (verdict.bad_seq, verdict.flaw) == (bad_seq, flaw)


async def test_aud1_a_chain_made_with_another_key_is_found(log: AuditLog) -> None:
    await write_rows(log, 2)
    forger = AuditLog(b"x" * 32, log._clock)
    await write_rows(forger, 1)
    assert (await log.verify()).bad_seq == 3


async def test_a_cut_tail_leaves_a_head_that_an_anchor_tells_apart(log: AuditLog) -> None:
    await write_rows(log, 5)
    anchor = await log.verify()
    await tamper("DELETE FROM audit WHERE seq > 3")
    verdict = await log.verify()
    assert verdict.bad_seq is None
    assert (verdict.last_seq, verdict.last_mac) != (anchor.last_seq, anchor.last_mac)


async def test_a_walk_from_a_later_row_trusts_what_stands_before(log: AuditLog) -> None:
    await write_rows(log, 5)
    await tamper("UPDATE audit SET actor = '8' WHERE seq = 2")
    assert (await log.verify(from_seq=3)).rows == 3
    assert (await log.verify(from_seq=2)).bad_seq == 2


async def test_the_walk_goes_on_over_many_pages(
    log: AuditLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("iok_core.audit.chain.PAGE", 2)
    await write_rows(log, 5)
    assert (await log.verify()).rows == 5


REFUSED = (
    "UPDATE audit SET actor = '8' WHERE seq = 2",
    "UPDATE audit SET actor = '8' WHERE seq = 99",
    "DELETE FROM audit WHERE seq = 2",
    "DELETE FROM audit",
    "INSERT INTO audit (seq) VALUES (2) ON CONFLICT (seq) DO UPDATE SET actor = '8'",
)
REFUSED_BY_SQLITE = (
    "UPDATE OR REPLACE audit SET seq = 1 WHERE seq = 2",
    "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE seq = 2",
    "REPLACE INTO audit (seq, actor) VALUES (2, '8')",
)
REFUSED_BY_POSTGRES = ("TRUNCATE audit", "TRUNCATE audit CASCADE")


@pytest.mark.parametrize(
    ("database_kind", "statement"),
    [
        *(("sqlite", s) for s in (*REFUSED, *REFUSED_BY_SQLITE) if "seq = 99" not in s),
        *(("postgres", s) for s in (*REFUSED, *REFUSED_BY_POSTGRES)),
    ],
)
async def test_aud2_the_database_refuses_to_change_a_row(
    log: AuditLog, database: Database, statement: str
) -> None:
    """To its owner, and on SQLite over a plain connection: `recursive_triggers` is off there, as
    in any other program.
    """
    await write_rows(log, 3)
    before = await fetch("SELECT * FROM audit ORDER BY seq")
    if database.engine == "sqlite":
        with (
            closing(sqlite3.connect(database.url.removeprefix("sqlite:///"))) as connection,
            pytest.raises(sqlite3.IntegrityError, match="append-only"),
        ):
            connection.execute(statement)
    else:
        with pytest.raises(ConstraintViolated, match="append-only"):
            await execute(statement)
    assert await fetch("SELECT * FROM audit ORDER BY seq") == before


async def test_aud2_a_key_that_is_there_cannot_be_written_again(log: AuditLog) -> None:
    await write_rows(log, 2)
    with pytest.raises(ConstraintViolated):
        await execute("INSERT INTO audit SELECT * FROM audit WHERE seq = 2")
    assert (await log.verify()).rows == 2


async def test_aud3_processes_that_write_at_once_leave_no_gap_and_no_fork(
    log: AuditLog, database: Database
) -> None:
    script = Path(__file__).with_name("many_rows.py")
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable, str(script), database.url, KEY.hex(), str(ROWS)
        )
        for _ in range(PROCESSES)
    ]
    assert await asyncio.gather(*(one.wait() for one in processes)) == [0] * PROCESSES
    verdict = await log.verify()
    assert (verdict.bad_seq, verdict.rows) == (None, PROCESSES * ROWS)
    assert await fetch("SELECT count(DISTINCT actor) FROM audit") == [(PROCESSES,)]
