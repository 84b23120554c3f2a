"""A process that acts and writes audit rows, as many as it is told: URL, key, count."""

import asyncio
import os
import sys

from iok_core.audit.actions import Action
from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.db import SystemClock, bind, open_database, transaction


async def main(url: str, key: str, rows: int) -> None:
    engine = open_database(url, role="worker")
    bind(engine)
    await engine.start_connection_pool()
    log = AuditLog(bytes.fromhex(key), SystemClock())

    async def act() -> None:
        async with transaction():
            await log.record(Action.SIGN_IN, by=Origin.staff(os.getpid()))

    for _ in range(rows // 5):
        await asyncio.gather(*(act() for _ in range(5)))
    await engine.close_connection_pool()


asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
