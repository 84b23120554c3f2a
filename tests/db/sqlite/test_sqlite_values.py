import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from piccolo.columns import BigInt, Boolean, Date, Timestamptz
from piccolo.engine import sqlite as stock
from piccolo.engine.sqlite import SQLiteEngine
from piccolo.table import Table

from iok_core.db.sqlite.values import register_converters


class Sample(Table, tablename="sample"):
    number = BigInt()
    yes = Boolean()
    day = Date()
    moment = Timestamptz()


def _converter(name: str) -> Callable[[bytes], Any]:
    register_converters()
    return sqlite3.converters[name]


@given(st.one_of(st.integers().map(str), st.sampled_from(["1.0", "1e3", "-0", " 7 "])))
def test_integers_are_read_as_piccolo_reads_them(text: str) -> None:
    assert _converter("INTEGER")(text.encode()) == stock.convert_int_out(text)


@given(st.booleans().map(lambda yes: str(int(yes))))
def test_truth_values_are_read_as_piccolo_reads_them(text: str) -> None:
    assert _converter("BOOLEAN")(text.encode()) is stock.convert_boolean_out(text)


@given(st.dates().map(str))
def test_dates_are_read_as_piccolo_reads_them(text: str) -> None:
    assert _converter("DATE")(text.encode()) == stock.convert_date_out(text)


@given(st.datetimes(timezones=st.sampled_from([None, UTC])).map(str))
def test_moments_are_read_as_piccolo_reads_them(text: str) -> None:
    read = _converter("TIMESTAMPTZ")(text.encode())
    assert read == stock.convert_timestamptz_out(text)
    assert read.tzinfo is UTC


@pytest.mark.usefixtures("engine")
async def test_piccolo_s_own_engine_in_the_same_process_reads_the_same(tmp_path: Path) -> None:
    await Sample.create_table()
    moment = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    await Sample.insert(Sample(number=2**62, yes=True, day=moment.date(), moment=moment))
    ours = await Sample.select()
    other = SQLiteEngine(path=str(tmp_path / "test.sqlite"))
    Sample._meta.db = other
    assert await Sample.select() == ours
    assert ours == [{"id": 1, "number": 2**62, "yes": True, "day": moment.date(), "moment": moment}]


@pytest.mark.parametrize("value", [0, -1, 2**63 - 1, -(2**63)])
@pytest.mark.usefixtures("engine")
async def test_whole_numbers_are_exact_to_the_last_bit(value: int) -> None:
    await Sample.create_table()
    await Sample.insert(Sample(number=value))
    assert await Sample.select(Sample.number) == [{"number": value}]
