import asyncio
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import iok_core

READ_AND_WRITE = """
import asyncio, sys
from iok_core.db import bind, execute, fetch, open_database, transaction

async def add_one():
    async with transaction():
        ((value,),) = await fetch("SELECT value FROM counter")
        await execute("UPDATE counter SET value = {}", value + 1)

async def main():
    engine = open_database(sys.argv[1], role="worker")
    bind(engine)
    await engine.start_connection_pool()
    for _ in range(10):
        await asyncio.gather(*(add_one() for _ in range(10)))
    await engine.close_connection_pool()

asyncio.run(main())
"""


async def _run(database: Path) -> int:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-W",
        "error",
        "-c",
        READ_AND_WRITE,
        f"sqlite:///{database}",
        env={**os.environ, "PYTHONPATH": str(Path(iok_core.__file__).parents[1])},
    )
    return await process.wait()


async def test_three_processes_that_read_and_write_lose_nothing(tmp_path: Path) -> None:
    database = tmp_path / "shared.sqlite"
    with closing(sqlite3.connect(database)) as before:
        before.execute("CREATE TABLE counter (value INTEGER)")
        before.execute("INSERT INTO counter VALUES (0)")
        before.commit()
    assert await asyncio.gather(*(_run(database) for _ in range(3))) == [0, 0, 0]
    with closing(sqlite3.connect(database)) as after:
        assert after.execute("SELECT value FROM counter").fetchall() == [(300,)]
