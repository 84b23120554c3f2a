"""A connection that the server takes away: told as a database that is away, replaced by the next.

A server that is restarted ends every connection, and most of them while they wait for us.
"""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from iok_core.db import (
    DatabaseUnavailable,
    Engine,
    Limits,
    execute,
    fetch,
    snapshot,
    transaction,
)
from tests.db.postgres.server import Server

Open = Callable[..., Awaitable[Engine]]


@pytest.fixture(autouse=True)
async def only_connection(open_engine: Open) -> None:
    await open_engine("web", Limits(connections=1, busy_seconds=5))
    await execute("CREATE TABLE t (x INTEGER)")


async def _before_the_commit(server: Server) -> None:
    async with transaction():
        await execute("INSERT INTO t VALUES (1)")
        await server.end_connections()


async def _before_a_statement(server: Server) -> None:
    async with transaction():
        await execute("INSERT INTO t VALUES (1)")
        await server.end_connections()
        await execute("INSERT INTO t VALUES (2)")


async def _during_a_statement(server: Server) -> None:
    async with transaction():
        await execute("INSERT INTO t VALUES (1)")
        sleeping = asyncio.create_task(fetch("SELECT pg_sleep(20)"))
        await server.until_it_sleeps()
        await server.end_connections()
        await sleeping


async def _in_a_part(server: Server) -> None:
    async with transaction(), transaction():
        await execute("INSERT INTO t VALUES (1)")
        await server.end_connections()


async def _in_a_part_that_fails(server: Server) -> None:
    async with transaction():
        with pytest.raises(DatabaseUnavailable):
            await _before_a_statement(server)


async def _outside_a_transaction(server: Server) -> None:
    sleeping = asyncio.create_task(fetch("SELECT pg_sleep(20)"))
    await server.until_it_sleeps()
    await server.end_connections()
    await sleeping


@pytest.mark.parametrize(
    "losing",
    [
        _before_the_commit,
        _before_a_statement,
        _during_a_statement,
        _in_a_part,
        _in_a_part_that_fails,
        _outside_a_transaction,
    ],
)
async def test_s24_what_was_under_way_is_told_as_unavailable_and_nothing_is_kept(
    server: Server, losing: Callable[[Server], Awaitable[None]]
) -> None:
    with pytest.raises(DatabaseUnavailable):
        await losing(server)
    assert await fetch("SELECT x FROM t") == []


async def test_s24_what_was_read_before_is_as_good_as_ever(server: Server) -> None:
    async with snapshot():
        read = await fetch("SELECT 1")
        await server.end_connections()
    assert read == [(1,)]
    assert await fetch("SELECT 1") == [(1,)]


async def test_the_failure_that_ended_a_transaction_is_told_also_when_its_connection_is_lost(
    server: Server,
) -> None:
    async def fail() -> None:
        async with transaction():
            await server.end_connections()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()


async def test_s24_a_connection_that_was_lost_while_nobody_used_it_is_replaced(
    server: Server,
) -> None:
    assert await fetch("SELECT 1") == [(1,)]
    await server.end_connections()
    assert await fetch("SELECT 1") == [(1,)]
