from collections.abc import Awaitable, Callable

import pytest

from iok_core.db import Engine, TransactionError, execute, fetch, snapshot, transaction
from iok_core.db.pools import Role


@pytest.fixture(autouse=True, params=["web", "worker"])
async def _one_row(
    request: pytest.FixtureRequest, open_engine: Callable[[Role], Awaitable[Engine]]
) -> None:
    engine = await open_engine(request.param)
    await engine.run_ddl("CREATE TABLE t (x INTEGER)")
    await execute("INSERT INTO t VALUES (1)")


async def _write_beside(engine: Engine, sql: str) -> None:
    """As another request would."""
    token = engine.current_transaction.set(None)
    await execute(sql)
    engine.current_transaction.reset(token)


async def test_a_snapshot_sees_one_moment_whatever_is_written(
    open_engine: Callable[..., Awaitable[Engine]],
) -> None:
    engine = await open_engine("worker")
    async with snapshot():
        await _write_beside(engine, "UPDATE t SET x = 2")
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


async def _begin(context: object) -> None:
    await context.__aenter__()  # type: ignore[attr-defined]


async def test_a_snapshot_in_a_transaction_sees_what_it_wrote() -> None:
    async with transaction():
        await execute("UPDATE t SET x = 2")
        async with snapshot():
            assert await fetch("SELECT x FROM t") == [(2,)]
