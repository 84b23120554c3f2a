from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import pytest

from iok_core.db import Engine, TransactionError, execute, fetch, snapshot, transaction
from iok_core.db.limits import Role
from tests.databases import Database, beside, in_each_role

pytestmark = in_each_role


@pytest.fixture(autouse=True)
async def _one_row(role: Role, open_engine: Callable[[Role], Awaitable[Engine]]) -> None:
    await open_engine(role)
    await execute("CREATE TABLE t (x INTEGER)")
    await execute("INSERT INTO t VALUES (1)")


async def test_a_snapshot_sees_one_moment_whatever_is_written(
    database: Database,
) -> None:
    async with beside(database) as other_process, snapshot():
        await other_process.changed("UPDATE t SET x = 2", ())
        assert await fetch("SELECT x FROM t") == [(1,)]
        async with snapshot():
            assert await fetch("SELECT x FROM t") == [(1,)]
    assert await fetch("SELECT x FROM t") == [(2,)]
    async with snapshot():
        assert await fetch("SELECT x FROM t") == [(2,)]


async def test_nothing_can_be_written_in_a_snapshot() -> None:
    async with snapshot():
        with pytest.raises(TransactionError, match="snapshot"):
            await execute("UPDATE t SET x = 2")
        with pytest.raises(TransactionError, match="snapshot"):
            await _begin(transaction())
    assert await fetch("SELECT x FROM t") == [(1,)]


async def _begin(context: AbstractAsyncContextManager[Any]) -> None:
    await context.__aenter__()


async def test_a_snapshot_in_a_transaction_sees_what_it_wrote() -> None:
    async with transaction():
        await execute("UPDATE t SET x = 2")
        async with snapshot():
            assert await fetch("SELECT x FROM t") == [(2,)]
