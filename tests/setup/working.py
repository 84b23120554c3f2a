"""What a worker does until nothing waits, beside the requests of a live portal."""

import asyncio

from iok_core.portal import Portal
from iok_core.runs.worker import work
from tests.portal import LivePortal


def work_off(live: LivePortal) -> None:
    async def all_of_it(portal: Portal) -> None:
        await work(portal.handlers, portal.clock, asyncio.Event(), once=True)

    live.do(all_of_it)
