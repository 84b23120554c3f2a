import pytest
from piccolo.columns import BigInt, BigSerial, ForeignKey, OnDelete, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table, create_db_tables

from iok_core.db import ConstraintViolated, DatabaseError, fetch, transaction
from iok_core.db.sqlite.engine import SqliteEngine
from tests.databases import on_sqlite, tables

pytestmark = pytest.mark.usefixtures("engine")


class Source(Table, tablename="source"):
    id = BigSerial(primary_key=True)


class Keyed(Table, tablename="keyed"):
    id = BigSerial(primary_key=True)
    source = ForeignKey(Source, null=False, on_delete=OnDelete.restrict, index=True)
    key = Varchar(length=20)
    amount = BigInt(default=0)
    source_and_key = Unique([source, key])
    not_below_zero = Check(amount >= 0)


async def _create() -> None:
    await create_db_tables(Source, Keyed, if_not_exists=True)
    await Source.insert(Source())


async def test_a_unique_key_of_several_columns_holds() -> None:
    await _create()
    await Keyed.insert(Keyed(source=1, key="a"))
    with pytest.raises(ConstraintViolated, match=r"(?i)unique"):
        await Keyed.insert(Keyed(source=1, key="a"))


async def test_a_check_holds() -> None:
    await _create()
    with pytest.raises(ConstraintViolated, match="not_below_zero"):
        await Keyed.insert(Keyed(source=1, key="a", amount=-1))


async def test_a_row_that_others_refer_to_cannot_be_deleted() -> None:
    await _create()
    await Keyed.insert(Keyed(source=1, key="a"))
    with pytest.raises(ConstraintViolated, match=r"(?i)foreign key"):
        await Source.delete(force=True)


async def test_a_composite_key_is_a_target_of_upserts() -> None:
    await _create()
    for amount in (1, 2):
        await Keyed.insert(Keyed(source=1, key="a", amount=amount)).on_conflict(
            target=(Keyed.source, Keyed.key), action="DO UPDATE", values=[Keyed.amount]
        )
    assert await fetch("SELECT amount FROM keyed") == [(2,)]


@on_sqlite
async def test_indexes_survive_the_constraints() -> None:
    await _create()
    indexes = await fetch("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")
    assert indexes == [("keyed_source",)]


@on_sqlite
async def test_making_the_tables_again_changes_nothing() -> None:
    await _create()
    before = await fetch("SELECT sql FROM sqlite_schema ORDER BY name")
    await _create()
    assert await fetch("SELECT sql FROM sqlite_schema ORDER BY name") == before


@on_sqlite
async def test_a_table_with_rows_gets_no_constraint(engine: SqliteEngine) -> None:
    await _create()
    await Keyed.insert(Keyed(source=1, key="a"))
    with pytest.raises(DatabaseError, match="empty"):
        await engine.run_ddl('ALTER TABLE "keyed" ADD CONSTRAINT more CHECK ("amount" > 5)')


async def test_tables_are_undone_with_their_transaction() -> None:
    async def fail() -> None:
        async with transaction():
            await _create()
            _ = 1 / 0

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await tables() == set()


@on_sqlite
async def test_a_constraint_that_sqlite_does_not_know_leaves_the_table_as_it_was(
    engine: SqliteEngine,
) -> None:
    await _create()
    before = await fetch("SELECT sql FROM sqlite_schema ORDER BY name")
    with pytest.raises(Exception, match="syntax error"):
        await engine.run_ddl(
            'ALTER TABLE "keyed" ADD CONSTRAINT n UNIQUE NULLS NOT DISTINCT ("key")'
        )
    assert await fetch("SELECT sql FROM sqlite_schema ORDER BY name") == before


async def test_two_tables_may_call_their_constraints_alike() -> None:
    class Twin(Table, tablename="twin"):
        id = BigSerial(primary_key=True)
        source = BigInt()
        source_and_key = Unique(["source"])

    await _create()
    await Twin.create_table()
    await Twin.insert(Twin(source=1))
    with pytest.raises(ConstraintViolated):
        await Twin.insert(Twin(source=1))
