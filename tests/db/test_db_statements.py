import pytest
from piccolo.columns import BigInt, BigSerial
from piccolo.table import Table

from iok_core.db import DatabaseError, execute, fetch
from iok_core.db.statements import is_read


class Item(Table, tablename="item"):
    id = BigSerial(primary_key=True)
    value = BigInt()


@pytest.mark.parametrize(
    ("sql", "read"),
    [
        ("SELECT 1", True),
        ("\n  select 1", True),
        ("VALUES (1)", True),
        ("EXPLAIN QUERY PLAN SELECT 1", True),
        ("WITH a AS (SELECT replace(x, 'a', 'b') FROM t) SELECT * FROM a", True),
        ("WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a", False),
        ("WITH a AS (SELECT 1) INSERT OR IGNORE INTO t SELECT * FROM a", False),
        ("with a as (select 1) update t set x = 1", False),
        ("WITH a AS (SELECT 1) DELETE FROM t", False),
        ("UPDATE t SET x = 1 RETURNING x", False),
        ("PRAGMA synchronous", False),
        ("SELECTED", False),
    ],
)
def test_only_what_cannot_write_goes_to_a_reader(sql: str, read: bool) -> None:
    assert is_read(sql) is read


@pytest.mark.usefixtures("engine")
async def test_rows_come_back_from_a_statement_that_changes_them() -> None:
    await Item.create_table()
    assert await execute("INSERT INTO item (value) VALUES ({}), ({})", 3, 4) == 2
    claimed = await fetch("UPDATE item SET value = value + {} RETURNING id, value", 10)
    assert sorted(claimed) == [(1, 13), (2, 14)]


@pytest.mark.usefixtures("engine")
async def test_columns_may_stand_in_sql_written_by_hand() -> None:
    await Item.create_table()
    await Item.insert(Item(value=5))
    assert await fetch("SELECT {} FROM item WHERE {} = {}", Item.value, Item.id, 1) == [(5,)]


@pytest.mark.usefixtures("engine")
async def test_reading_in_batches_past_our_connections_is_refused() -> None:
    await Item.create_table()
    with pytest.raises(DatabaseError, match="snapshot"):
        await Item.select().batch()
