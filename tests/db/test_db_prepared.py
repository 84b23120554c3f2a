from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from piccolo import columns as c
from piccolo.query.base import Query
from piccolo.table import Table

from iok_core.db import (
    Arg,
    DatabaseError,
    Engine,
    Prepared,
    bind,
    execute,
    open_database,
    snapshot,
    transaction,
)
from iok_core.db.limits import Role
from tests.databases import in_each_role

pytestmark = [pytest.mark.usefixtures("_two_rows"), in_each_role]

Open = Callable[..., Awaitable[Engine]]


class State(StrEnum):
    OPEN = "open"
    SHUT = "shut"


class Everything(Table, tablename="everything"):
    id = c.BigSerial(primary_key=True)
    amount = c.BigInt()
    small = c.Integer(null=True, default=None)
    name = c.Varchar(length=40)
    text = c.Text(null=True, default=None)
    yes = c.Boolean()
    day = c.Date()
    moment = c.Timestamptz(null=True, default=None)
    key = c.UUID()
    blob = c.Bytea()
    state = c.Varchar(length=10)
    names = c.Array(c.Varchar(length=10))


class Row(msgspec.Struct, frozen=True):
    id: int
    amount: int
    small: int | None
    name: str
    text: str | None
    yes: bool
    day: date
    moment: datetime | None
    key: UUID
    blob: bytes
    state: State
    names: list[str]


ONE: dict[str, Any] = {
    "amount": -(2**60),
    "small": None,
    "name": "Żółć",
    "text": None,
    "yes": False,
    "day": date(2026, 2, 28),
    "moment": None,
    "key": UUID(int=5),
    "blob": b"\x00\x01",
    "state": "open",
    "names": ["a", "ż"],
}
TWO = {
    **ONE,
    "amount": 7,
    "small": 3,
    "text": "",
    "yes": True,
    "moment": datetime(2026, 10, 25, 1, 30, 15, 123456, tzinfo=UTC),
    "state": "shut",
}

ALL = Everything._meta.columns
BY_AMOUNT = Prepared(lambda: Everything.select(*ALL).where(Everything.amount == Arg("amount")), Row)
FROM_DAY = Prepared(
    lambda: (
        Everything.select(*ALL)
        .where((Everything.day >= Arg("day")) & (Everything.yes == Arg("yes")))
        .order_by(Everything.id)
    ),
    Row,
)


@pytest.fixture
async def _two_rows(engine: object) -> None:
    del engine
    await Everything.create_table()
    await Everything.insert(Everything(**ONE), Everything(**TWO))


@pytest.fixture
async def engine(role: Role, open_engine: Open) -> Engine:
    return await open_engine(role)


@pytest.mark.parametrize("around", [nullcontext, transaction, snapshot])
@pytest.mark.parametrize("stored", [ONE, TWO])
async def test_every_type_of_column_comes_as_piccolo_gives_it(
    stored: dict[str, Any], around: Callable[[], AbstractAsyncContextManager[Any]]
) -> None:
    (by_piccolo,) = await Everything.select().where(Everything.amount == stored["amount"])
    async with around():
        row = await BY_AMOUNT.one(amount=stored["amount"])
    assert row is not None
    assert msgspec.structs.asdict(row) == by_piccolo
    assert {key: by_piccolo[key] for key in stored} == stored
    assert [type(row.state), type(row.yes)] == [State, bool]


async def test_arguments_are_converted_as_piccolo_converts_them() -> None:
    assert [row.id for row in await FROM_DAY(day=date(2026, 2, 28), yes=True)] == [2]
    assert await FROM_DAY(day=date(2026, 3, 1), yes=True) == []


class Computed(msgspec.Struct, frozen=True):
    last: date | None
    latest: datetime | None
    any: bool | None
    total: Decimal | None
    grosze: int | None


COMPUTED = Prepared(
    lambda: Everything.raw(
        "SELECT max(day) AS last, max(moment) AS latest, "
        " sum(CASE WHEN yes THEN 1 END) > 0 AS any, sum(amount) AS total, sum(amount) AS grosze"
        " FROM everything WHERE amount > {} AND amount < {}",
        Arg("over"),
        Arg("under"),
    ),
    Computed,
)


async def test_computed_columns_come_as_the_types_of_the_fields() -> None:
    (row,) = await COMPUTED(over=0, under=10)
    assert row == Computed(date(2026, 2, 28), TWO["moment"], True, Decimal(7), 7)
    assert [type(row.any), type(row.total), type(row.grosze)] == [bool, Decimal, int]
    assert await COMPUTED(over=10, under=0) == [Computed(None, None, None, None, None)]


async def test_a_value_after_rows_without_one_is_converted_too() -> None:
    class Latest(msgspec.Struct):
        latest: datetime | None

    each = Prepared(
        lambda: Everything.raw(
            "SELECT max(moment) AS latest FROM everything GROUP BY id ORDER BY id"
        ),
        Latest,
    )
    assert [row.latest for row in await each()] == [None, TWO["moment"]]


async def test_none_is_the_answer_when_there_is_no_row() -> None:
    assert await BY_AMOUNT.one(amount=1) is None


async def test_more_rows_than_one_are_no_answer() -> None:
    await execute("UPDATE everything SET amount = 1")
    with pytest.raises(DatabaseError, match="2 rows where Row expects one at most"):
        await BY_AMOUNT.one(amount=1)


@pytest.mark.parametrize("values", [{}, {"amount": 1, "more": 2}, {"amuont": 1}])
async def test_wrong_arguments_are_refused_by_name(values: dict[str, object]) -> None:
    with pytest.raises(TypeError, match=r"takes \['amount'\]"):
        await BY_AMOUNT(**values)


async def test_columns_in_another_order_than_the_fields_are_refused() -> None:
    class Swapped(msgspec.Struct):
        amount: int
        id: int

    swapped = Prepared(lambda: Everything.select(Everything.id, Everything.amount), Swapped)
    with pytest.raises(DatabaseError, match=r"amount', 'id'.*'id', 'amount"):
        await swapped()


async def test_it_reads_what_the_current_transaction_wrote() -> None:
    async with transaction():
        await execute("UPDATE everything SET amount = 8 WHERE amount = 7")
        assert len(await BY_AMOUNT(amount=8)) == 1


async def test_it_reads_the_moment_of_the_current_snapshot() -> None:
    async with snapshot():
        assert len(await BY_AMOUNT(amount=7)) == 1


class Ids(msgspec.Struct):
    id: int


async def test_it_is_compiled_once_for_each_bound_engine(tmp_path: Path) -> None:
    built: list[str] = []

    def build() -> Query[Any, Any]:
        built.append("built")
        return Everything.select(Everything.id)

    ids = Prepared(build, Ids)
    assert [row.id for row in await ids()] == [1, 2]
    assert [row.id for row in await ids()] == [1, 2]
    assert len(built) == 1
    other = open_database(f"sqlite:///{tmp_path}/other.sqlite", role="web")
    await other.start_connection_pool()
    bind(other)
    await Everything.create_table()
    assert await ids() == []
    assert len(built) == 2
    await other.close_connection_pool()
