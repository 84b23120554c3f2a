from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from itertools import cycle, islice
from typing import Any
from uuid import UUID

import pytest
from piccolo import columns as c
from piccolo.table import Table

from iok_core.db import (
    ConstraintViolated,
    bound,
    execute,
    execute_many,
    fetch,
    insert_rows,
    transaction,
)
from iok_core.db.statements import Row
from tests.databases import on_sqlite

pytestmark = pytest.mark.usefixtures("_tables")


class Kind(StrEnum):
    PAYMENT = "payment"


class Columns(Table):
    id = c.BigSerial(primary_key=True)
    amount = c.BigInt()
    name = c.Varchar(length=40)
    note = c.Text(null=True, default=None)
    yes = c.Boolean()
    day = c.Date()
    moment = c.Timestamptz()
    hour = c.Time()
    key = c.UUID()
    blob = c.Bytea()
    extra = c.JSON()
    names = c.Array(c.Varchar(length=10))
    kind = c.Varchar(length=10)


class Remarks(Table):
    id = c.BigSerial(primary_key=True)
    note = c.Text(null=True, default=None)
    day = c.Date(null=True, default=None)


class OneByOne(Columns, tablename="one_by_one"):
    pass


class AtOnce(Columns, tablename="at_once"):
    pass


DAY = date(2026, 7, 1)
SUMMER = timezone(timedelta(hours=2))
ROWS: list[dict[str, Any]] = [
    {
        "amount": 2**62,
        "name": "Łódź",
        "note": None,
        "yes": True,
        "day": date(2026, 1, 31),
        "moment": datetime(2026, 7, 1, 0, 30, 5, 7, tzinfo=SUMMER),
        "hour": time(23, 59, 59),
        "key": UUID(int=7),
        "blob": b"\xff\x00",
        "extra": {"a": [1, "ż"]},
        "names": ["a", "ż"],
        "kind": Kind.PAYMENT,
    },
    {
        "amount": -1,
        "name": "",
        "note": "x",
        "yes": False,
        "day": date(1, 1, 1),
        "moment": datetime(2026, 7, 1, tzinfo=UTC),
        "hour": time(0),
        "key": UUID(int=8),
        "blob": b"",
        "extra": {},
        "names": [],
        "kind": "payment",
    },
]


@pytest.fixture
async def _tables(engine: object) -> None:
    del engine
    await OneByOne.create_table()
    await AtOnce.create_table()
    await Remarks.create_table()


async def _stored(table: str) -> list[Row]:
    """As the database has them, past every converter."""
    names = [f'"{column._meta.name}"' for column in AtOnce._meta.columns]
    if bound().engine_type == "sqlite":
        names = [f"typeof({name}), {name}" for name in names]
    return await bound().raw_rows(f"SELECT {', '.join(names)} FROM {table} ORDER BY id", ())


@pytest.mark.parametrize("times", [1, 20, 110])
async def test_rows_at_once_are_stored_as_piccolo_stores_them(times: int) -> None:
    await OneByOne.insert(*(OneByOne(**row) for row in ROWS * times))
    columns = [getattr(AtOnce, name) for name in ROWS[0]]
    await insert_rows(AtOnce, columns, [tuple(row.values()) for row in ROWS * times])
    by_piccolo = await _stored("one_by_one")
    assert await _stored("at_once") == by_piccolo
    assert len(by_piccolo) == 2 * times


async def test_a_column_that_needs_a_value_is_named_when_it_is_left_out() -> None:
    with pytest.raises(ValueError, match="at_once: no values for blob, day, extra"):
        await insert_rows(AtOnce, [AtOnce.amount, AtOnce.name], [(1, "a")])


async def test_any_number_of_rows_may_come_from_a_generator() -> None:
    columns = [getattr(AtOnce, name) for name in ROWS[0]]
    values = list(ROWS[1].values())[1:]
    await insert_rows(AtOnce, columns, ((number, *values) for number in range(12_001)))
    assert await fetch("SELECT count(*), sum(amount) FROM at_once") == [(12_001, 72_006_000)]


@pytest.mark.parametrize("number", [1, 200, 201])
@pytest.mark.parametrize("days", [[None], [None, DAY], [DAY, None], [DAY]])
async def test_of_a_column_all_some_or_none_may_be_null(
    days: list[date | None], number: int
) -> None:
    lines = [(None, day) for day in islice(cycle(days), number)]
    await insert_rows(Remarks, [Remarks.note, Remarks.day], lines)
    assert await fetch("SELECT note, day FROM remarks ORDER BY id") == lines


@on_sqlite
async def test_no_value_of_a_row_that_is_too_long_gets_into_the_next_one() -> None:
    with pytest.raises(ValueError, match="remarks: a row has not one value for each of 1 columns"):
        await insert_rows(Remarks, [Remarks.note], [("a", "b"), ()])


async def test_rows_are_stored_all_or_none_in_a_transaction_and_without() -> None:
    async def in_a_transaction() -> None:
        async with transaction():
            await execute_many(sql, [(1,), (2,)])
            _ = 1 / 0

    sql = "INSERT INTO t VALUES ({})"
    await execute("CREATE TABLE t (x INTEGER NOT NULL)")
    with pytest.raises(ZeroDivisionError):
        await in_a_transaction()
    with pytest.raises(ConstraintViolated):
        await execute_many(sql, ((number,) for number in [*range(7000), None]))
    assert await fetch("SELECT count(*) FROM t") == [(0,)]


async def test_one_statement_for_many_rows_tells_how_many_it_changed() -> None:
    await OneByOne.insert(*(OneByOne(**row) for row in ROWS))
    sql = "UPDATE one_by_one SET note = {} WHERE amount = {}"
    assert await execute_many(sql, [("new", -1), ("none", 5)]) == 1
    assert await fetch("SELECT note FROM one_by_one WHERE amount = {}", -1) == [("new",)]
