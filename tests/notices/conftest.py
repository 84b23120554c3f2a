from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from iok_core.portal import build_portal, running
from iok_core.settings import load
from tests.notices.posting import MovableClock, Post
from tests.notices.smtp_peer import Peer, listening


@pytest.fixture
async def post(portal_folder: Path) -> AsyncIterator[Post]:
    clock = MovableClock()
    async with running(build_portal(load(portal_folder, {}), "worker", clock)) as portal:
        yield Post(portal, clock)


@pytest.fixture
async def peer() -> AsyncIterator[Peer]:
    async with listening(Peer()) as peer:
        yield peer
