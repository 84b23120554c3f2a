"""`python -m tests.imports.publish_once FOLDER`: shows the staged generation, in few system calls.

Only what a publication needs is imported, so that a test can count and interrupt its writes.
"""

import asyncio
import sys
from pathlib import Path

from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.db import SystemClock, bind, fetch, open_database, truncate_wal
from iok_core.imports.publishing import publish
from iok_core.keys import read_key_file


async def publish_staged(folder: Path) -> None:
    engine = open_database(f"sqlite:///{folder / 'iok.sqlite'}", role="worker")
    bind(engine)
    await engine.start_connection_pool()
    ((source, gen, seen),) = await fetch("SELECT id, staged, published FROM source")
    clock = SystemClock()
    audit = AuditLog(read_key_file(folder / "keys" / "audit.key"), clock)
    await publish(source, gen, against=seen, by=Origin.system(), audit=audit, clock=clock)
    await truncate_wal()
    await engine.close_connection_pool()


if __name__ == "__main__":
    asyncio.run(publish_staged(Path(sys.argv[1])))
