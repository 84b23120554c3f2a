import asyncio
import sqlite3
from pathlib import Path

import pytest

from iok_core.db import (
    ConstraintViolated,
    TransactionError,
    before_commit,
    bound,
    execute,
    fetch,
    hold,
    transaction,
)
from tests.databases import Database, beside, on_sqlite
from tests.db.counter import Counter, values, write_and_fail

pytestmark = pytest.mark.usefixtures("one_counter")


async def _add_one() -> None:
    async with transaction():
        await hold("counter")
        (value,) = await values()
        await asyncio.sleep(0)
        await Counter.update({Counter.value: value + 1}, force=True)


async def test_twenty_tasks_that_read_and_write_lose_nothing() -> None:
    await asyncio.gather(*(_add_one() for _ in range(20)))
    assert await values() == [20]


async def test_an_exception_leaves_nothing_of_a_transaction() -> None:
    with pytest.raises(ZeroDivisionError):
        await write_and_fail(5)
    assert await values() == [0]


async def test_others_see_nothing_before_the_end() -> None:
    async with transaction():
        await Counter.insert(Counter(value=1))
        seen = await asyncio.create_task(_fresh_view())
    assert seen == [0]
    assert await values() == [0, 1]


async def _fresh_view() -> list[int]:
    bound().current_transaction.set(None)  # type: ignore[attr-defined]  # another request
    return await values()


@pytest.mark.parametrize(
    ("durable", "answers"),
    [(True, {"sqlite": 2, "postgres": "on"}), (False, {"sqlite": 1, "postgres": "off"})],
)
async def test_a_durable_transaction_waits_for_the_disk(
    durable: bool, answers: dict[str, object]
) -> None:
    engine = bound().engine_type
    asked = "PRAGMA synchronous" if engine == "sqlite" else "SHOW synchronous_commit"
    async with transaction(durable=durable):
        assert await fetch(asked) == [(answers[engine],)]


@on_sqlite
async def test_a_write_of_its_own_is_durable_also_after_one_that_was_not() -> None:
    async with transaction(durable=False):
        await Counter.insert(Counter(value=1))
    await Counter.insert(Counter(value=2))
    pools = bound()._pools  # type: ignore[attr-defined]  # SQLite's own
    assert pools is not None
    (writer,) = pools.writer.connections
    assert writer.raw.execute("PRAGMA synchronous").fetchone() == (2,)


async def test_a_task_that_outlives_its_transaction_cannot_write() -> None:
    go_on = asyncio.Event()

    async def write_later() -> None:
        await go_on.wait()
        await Counter.insert(Counter(value=9))

    async with transaction():
        late = asyncio.create_task(write_later())
        await asyncio.sleep(0)
    go_on.set()
    with pytest.raises(TransactionError, match="has ended"):
        await late
    assert await values() == [0]


async def test_a_cancelled_task_gives_the_writer_back_with_nothing_written() -> None:
    async def write_and_wait() -> None:
        async with transaction():
            await Counter.insert(Counter(value=9))
            await asyncio.sleep(60)

    waiting = asyncio.create_task(write_and_wait())
    await asyncio.sleep(0.05)
    waiting.cancel()
    await _add_one()
    assert await values() == [1]


@on_sqlite
async def test_a_transaction_cancelled_at_its_beginning_swallows_no_later_write(
    tmp_path: Path,
) -> None:
    file = tmp_path / "test.sqlite"
    other_process = sqlite3.connect(file, isolation_level=None)
    other_process.execute("BEGIN IMMEDIATE")
    beginning = asyncio.create_task(_add_one())
    await asyncio.sleep(0.05)
    beginning.cancel()
    await asyncio.sleep(0)
    other_process.execute("ROLLBACK")
    await execute("UPDATE counter SET value = 7")
    assert other_process.execute("SELECT value FROM counter").fetchall() == [(7,)]
    other_process.close()


async def test_a_commit_that_is_refused_leaves_nothing_and_no_lock(database: Database) -> None:
    await execute("CREATE TABLE early (id INTEGER PRIMARY KEY)")
    await execute("CREATE TABLE late (id INTEGER REFERENCES early DEFERRABLE INITIALLY DEFERRED)")

    async def refer_to_nothing() -> None:
        async with transaction():
            await execute("INSERT INTO late VALUES (7)")

    with pytest.raises(ConstraintViolated):
        await refer_to_nothing()
    async with beside(database) as other_process:
        await other_process.changed("UPDATE counter SET value = 7", ())
    assert await fetch("SELECT id FROM late") == []
    assert await values() == [7]


async def _note(text: str) -> None:
    await execute("INSERT INTO notes VALUES ({})", text)


async def _nested_with_last_work(text: str, *, fails: bool) -> None:
    async with transaction():
        before_commit(lambda: _note(text))
        if fails:
            raise ZeroDivisionError


async def test_what_is_to_be_done_before_the_commit_comes_last_and_once() -> None:
    await execute("CREATE TABLE notes (text VARCHAR(20))")
    async with transaction():
        before_commit(lambda: _note("last"))
        with pytest.raises(ZeroDivisionError):
            await _nested_with_last_work("of a part that is undone", fails=True)
        await _nested_with_last_work("of a part", fails=False)
        await _note("first")
    assert await fetch("SELECT text FROM notes") == [("first",), ("last",), ("of a part",)]


async def test_what_fails_before_the_commit_undoes_the_transaction() -> None:
    async def fail() -> None:
        raise ZeroDivisionError

    async def act() -> None:
        async with transaction():
            await Counter.insert(Counter(value=1))
            before_commit(fail)

    with pytest.raises(ZeroDivisionError):
        await act()
    assert await values() == [0]
    assert await Counter.count() == 1


async def test_nothing_can_be_held_or_put_off_outside_a_transaction() -> None:
    with pytest.raises(TransactionError):
        await hold("counter")
    with pytest.raises(TransactionError):
        before_commit(_add_one)


async def test_what_is_held_is_free_for_others_when_the_transaction_has_ended(
    database: Database,
) -> None:
    async with beside(database) as other_process:
        async with transaction():
            await hold("counter", 1)
        async with other_process.transaction():
            await other_process.hold("counter", 1)
