"""Signs of life: each process of the portal writes one down now and then.

It is a real write, so it also tells whether anything can be saved at all.
"""

import asyncio
import logging
import os
import socket
from datetime import datetime, timedelta

from iok_core.db import Clock, execute, fetch, transaction

_log = logging.getLogger(__name__)

_SECONDS_BETWEEN_BEATS = 15.0
_SECONDS_UNTIL_THE_NEXT_TRY = 2.0
_FORGOTTEN_AFTER = timedelta(days=1)
_BEAT = """
    INSERT INTO heartbeat (name, at) VALUES ({}, {})
    ON CONFLICT (name) DO UPDATE SET at = excluded.at
"""


class Heart:
    """Of this process, which is the portal's `web` or a `worker`."""

    def __init__(self, part: str, clock: Clock) -> None:
        self.can_write = False
        """As of its last beat."""
        self._name = f"{part} {socket.gethostname()[:60]}/{os.getpid()}"
        self._clock = clock
        self._beating: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        await self._beat()
        self._beating = asyncio.create_task(self._keep_beating())

    async def end(self) -> None:
        if self._beating is not None:
            self._beating.cancel()
            await asyncio.wait({self._beating})

    async def _keep_beating(self) -> None:
        while True:
            well = self.can_write
            await asyncio.sleep(_SECONDS_BETWEEN_BEATS if well else _SECONDS_UNTIL_THE_NEXT_TRY)
            await self._beat()

    async def _beat(self) -> None:
        now = self._clock.now()
        try:
            async with transaction():
                await execute(_BEAT, self._name, now)
                await execute("DELETE FROM heartbeat WHERE at < {}", now - _FORGOTTEN_AFTER)
        except Exception as error:  # noqa: BLE001 - full, locked, gone, or without this table
            _log.warning("%s cannot write: %s", self._name, error)
            self.can_write = False
        else:
            self.can_write = True


async def last_beat(part: str) -> datetime | None:
    """Of all processes of this kind the newest sign of life."""
    rows = await fetch("SELECT at FROM heartbeat WHERE name LIKE {}", f"{part} %")
    return max((at for (at,) in rows), default=None)
