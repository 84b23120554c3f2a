"""A transaction inside another one: a part of it that can fail on its own."""

import asyncio

import pytest

from iok_core.db import ConstraintViolated, TransactionError, execute, transaction
from tests.databases import on_postgres
from tests.db.counter import Counter, values, write_and_fail

pytestmark = pytest.mark.usefixtures("one_counter")


async def _insert_one() -> None:
    async with transaction():
        await Counter.insert(Counter(value=1))


async def test_a_nested_transaction_is_kept_with_the_outer_one() -> None:
    async with transaction():
        await Counter.insert(Counter(value=1))
        async with transaction():
            await Counter.insert(Counter(value=2))
    assert await values() == [0, 1, 2]


async def test_a_nested_transaction_is_lost_with_the_outer_one() -> None:
    with pytest.raises(ZeroDivisionError):
        await _nest_and_fail()
    assert await values() == [0]


async def _nest_and_fail() -> None:
    async with transaction():
        async with transaction():
            await Counter.insert(Counter(value=2))
        _ = 1 / 0


async def test_a_nested_transaction_that_fails_is_undone_alone() -> None:
    async with transaction():
        await Counter.insert(Counter(value=1))
        with pytest.raises(ZeroDivisionError):
            await write_and_fail(2)
        with pytest.raises(ZeroDivisionError):
            await write_and_fail(3)
        await Counter.insert(Counter(value=4))
    assert await values() == [0, 1, 4]


async def test_the_inner_of_two_nested_ones_is_undone_alone() -> None:
    async with transaction(), transaction():
        await Counter.insert(Counter(value=1))
        with pytest.raises(ZeroDivisionError):
            await write_and_fail(2)
    assert await values() == [0, 1]


async def test_a_durable_transaction_inside_one_that_is_not_is_refused() -> None:
    async with transaction(durable=False):
        with pytest.raises(TransactionError, match="durable"):
            await _insert_one()
        async with transaction(durable=False):
            await Counter.insert(Counter(value=1))
    assert await values() == [0, 1]


async def test_another_task_cannot_nest_into_a_transaction() -> None:
    async with transaction():
        with pytest.raises(TransactionError, match="another task"):
            await asyncio.create_task(_insert_one())


async def test_piccolo_s_own_rollback_and_savepoints_work() -> None:
    async with transaction() as outer:
        await Counter.insert(Counter(value=1))
        savepoint = await outer.savepoint()
        await Counter.insert(Counter(value=2))
        await savepoint.rollback_to()
    assert await values() == [0, 1]
    async with transaction() as outer:
        await Counter.insert(Counter(value=3))
        await outer.rollback()
    assert await values() == [0, 1]


async def _fail_and_go_on() -> None:
    async with transaction():
        await Counter.insert(Counter(value=1))
        with pytest.raises(ConstraintViolated):
            await execute("INSERT INTO counter (id, value) VALUES (1, 1)")


@on_postgres
async def test_a_statement_that_failed_takes_the_whole_transaction_with_it() -> None:
    """On SQLite it fails alone; what may fail stands in a transaction of its own on both."""
    with pytest.raises(TransactionError, match="nothing was kept"):
        await _fail_and_go_on()
    assert await values() == [0]


async def test_what_may_fail_can_stand_in_a_nested_transaction() -> None:
    async def insert_again() -> None:
        async with transaction():
            await execute("INSERT INTO counter (id, value) VALUES (1, 1)")

    async with transaction():
        await Counter.insert(Counter(value=1))
        with pytest.raises(ConstraintViolated):
            await insert_again()
        await Counter.insert(Counter(value=2))
    assert await values() == [0, 1, 2]
