"""A table with one row, for tests of transactions."""

from piccolo.columns import BigInt, BigSerial
from piccolo.table import Table

from iok_core.db import transaction


class Counter(Table, tablename="counter"):
    id = BigSerial(primary_key=True)
    value = BigInt()


async def values() -> list[int]:
    return [row["value"] for row in await Counter.select(Counter.value).order_by(Counter.id)]


async def write_and_fail(value: int) -> None:
    async with transaction():
        await Counter.insert(Counter(value=value))
        _ = 1 / 0
