from pathlib import Path

import pytest
from piccolo.columns import BigInt
from piccolo.table import Table

from iok_core.db import DatabaseError, Engine, bind, binding, bound, open_database


class Early(Table, tablename="early"):
    value = BigInt()


async def test_tables_made_before_and_after_binding_use_the_bound_engine(engine: Engine) -> None:
    class Late(Table, tablename="late"):
        value = BigInt()

    await Early.create_table()
    await Late.create_table()
    assert bound() is engine
    for table in (Early, Late):
        bound_to: object = table._meta.db
        assert bound_to is engine


async def test_another_engine_can_be_bound(engine: Engine, tmp_path: Path) -> None:
    await Early.create_table()
    await Early.insert(Early(value=1))
    other = open_database(f"sqlite:///{tmp_path}/other.sqlite", role="worker")
    await other.start_connection_pool()
    bind(other)
    try:
        assert not await Early.table_exists()
    finally:
        await other.close_connection_pool()
    bind(engine)
    assert await Early.count() == 1


def test_without_a_bound_engine_the_message_says_what_to_call(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(binding, "_engines", [])
    with pytest.raises(DatabaseError, match="bind"):
        bound()
