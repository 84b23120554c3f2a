"""What only PostgreSQL has."""

from collections.abc import AsyncIterator

import pytest

from iok_core.db import open_database
from tests.databases import EMPTY, Cluster, Database
from tests.db.postgres.server import Server


@pytest.fixture
def database(cluster: Cluster) -> Database:
    return cluster.one_role(cluster.empty())


@pytest.fixture
async def server(cluster: Cluster) -> AsyncIterator[Server]:
    engine = open_database(cluster.url(EMPTY, "postgres"), role="worker")
    await engine.start_connection_pool()
    yield Server(engine)
    await engine.close_connection_pool()
