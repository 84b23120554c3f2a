from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from iok_core.operations.making import prepare
from iok_core.portal import build_portal, running
from iok_core.settings import load
from tests.databases import ENGINES, Cluster, Database
from tests.notices.posting import MovableClock, Post, on_database, prepared
from tests.notices.smtp_peer import Peer, listening


@pytest.fixture(params=ENGINES)
def environ(request: pytest.FixtureRequest, portal_folder: Path) -> Mapping[str, str]:
    """Where the portal keeps its data: beside its settings, or on PostgreSQL."""
    if request.param == "sqlite":
        return {}
    cluster: Cluster = request.getfixturevalue("cluster")

    def make(database: Database) -> None:
        prepared(portal_folder, on_database(database), prepare)

    return on_database(cluster.two_roles(cluster.filled("notices", make)))


@pytest.fixture
async def post(portal_folder: Path, environ: Mapping[str, str]) -> AsyncIterator[Post]:
    clock = MovableClock()
    async with running(build_portal(load(portal_folder, environ), "worker", clock)) as portal:
        yield Post(portal, clock)


@pytest.fixture
async def peer() -> AsyncIterator[Peer]:
    async with listening(Peer()) as peer:
        yield peer
