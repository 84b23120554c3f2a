"""A database of either engine, and a portal for whoever needs a whole one."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from iok_core.db import Engine
from tests.databases import ENGINES, Cluster, Database, opened, running_cluster
from tests.portal import LivePortal, live_portal, make_folder


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """The PostgreSQL server of this process of pytest."""
    with running_cluster() as cluster:
        yield cluster


@pytest.fixture(params=ENGINES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """An empty one, in which one role may do everything; the test runs on either engine."""
    if request.param == "sqlite":
        return Database(engine="sqlite", url=f"sqlite:///{tmp_path / 'test.sqlite'}")
    cluster: Cluster = request.getfixturevalue("cluster")
    return cluster.one_role(cluster.empty())


@pytest.fixture
async def engine(database: Database) -> AsyncIterator[Engine]:
    """That database, bound and started."""
    async with opened(database) as engine:
        yield engine


@pytest.fixture(scope="session")
def new_portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once; each test gets a copy."""
    folder = tmp_path_factory.mktemp("portal") / "lipowa"
    make_folder(folder)
    return folder


@pytest.fixture
def portal_folder(new_portal: Path, tmp_path: Path) -> Path:
    """What `iok init` and `iok migrate` leave: settings, keys, a database with regulations."""
    return shutil.copytree(new_portal, tmp_path / "lipowa")


@pytest.fixture
def live(portal_folder: Path) -> Iterator[LivePortal]:
    """That portal, served."""
    with live_portal(portal_folder) as portal:
        yield portal
