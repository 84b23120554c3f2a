"""The server, as somebody sees it who looks after it."""

import asyncio

from iok_core.db import Engine

_OURS = "FROM pg_stat_activity WHERE application_name = 'iok web'"


class Server:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    async def end_connections(self) -> None:
        """Those of the portal's web process; when this returns, they are gone."""
        await self._engine.rows(f"SELECT pg_terminate_backend(pid, 5000) {_OURS}", ())

    async def until_it_sleeps(self) -> None:
        """A statement of the web process has come to its pg_sleep()."""
        asleep = f"SELECT pid {_OURS} AND wait_event = 'PgSleep'"
        while not await self._engine.rows(asleep, ()):  # noqa: ASYNC110 - another program
            await asyncio.sleep(0.01)
