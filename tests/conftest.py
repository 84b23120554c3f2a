"""A database of either engine, and a portal for whoever needs a whole one."""

import asyncio
import gc
import logging
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from iok_core.db import Engine
from tests import turns
from tests.databases import ENGINES, Cluster, Database, opened, running_cluster
from tests.identity.office import Office, make_tables, open_office
from tests.portal import LivePortal
from tests.portals import Portals
from tests.seats import Seats
from tests.sharing import BrowserApart
from tests.unwaited import in_memory

if "TMPDIR" not in os.environ and (
    memory := in_memory()
):  # also for the processes that are started from here
    os.environ["TMPDIR"] = tempfile.tempdir = str(memory)
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # or each process compiles the portal anew
logging.getLogger("httpx").setLevel(logging.WARNING)  # else each test keeps a line for each request


def pytest_configure(config: pytest.Config) -> None:
    turns.begin(config)


def pytest_report_header() -> str | None:
    turn = turns.turn()
    return None if turn is None else f"turn {turn}: repetitions are left to others ({turns.HINT})"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> BrowserApart | None:
    return BrowserApart(config, log) if config.option.dist == "loadfile" else None


@pytest.hookimpl(trylast=True)  # where all have their marks
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if (turn := turns.turn()) is not None:
        others = turns.others([turns.Case.read(item) for item in items], turn)
        config.hook.pytest_deselected(items=[item for item in items if item.nodeid in others])
        items[:] = [item for item in items if item.nodeid not in others]


def pytest_collection_finish() -> None:
    """What was imported stays to the end: it need not be looked through again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """The PostgreSQL server of this process of pytest."""
    with running_cluster() as cluster:
        yield cluster


@pytest.fixture(params=ENGINES)
def database_kind(request: pytest.FixtureRequest) -> str:
    """Whatever takes it, or what is made of it below, runs once for each."""
    return str(request.param)


@pytest.fixture
def database(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """An empty one, in which one role may do everything."""
    if database_kind == "sqlite":
        return Database(engine="sqlite", url=f"sqlite:///{tmp_path / 'test.sqlite'}")
    cluster: Cluster = request.getfixturevalue("cluster")
    return cluster.one_role(cluster.empty())


@pytest.fixture
async def engine(database: Database) -> AsyncIterator[Engine]:
    """That database, bound and started."""
    async with opened(database) as engine:
        yield engine


@pytest.fixture(scope="session")
def file_with_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("office") / "office.sqlite"
    asyncio.run(_with_tables(Database(engine="sqlite", url=f"sqlite:///{file}")))
    return file


async def _with_tables(database: Database) -> None:
    async with opened(database):
        await make_tables()


@pytest.fixture
def office_database(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """With the tables of `office`, made once."""
    if database_kind == "sqlite":
        file = shutil.copy(request.getfixturevalue("file_with_tables"), tmp_path)
        return Database(engine="sqlite", url=f"sqlite:///{file}")
    cluster: Cluster = request.getfixturevalue("cluster")
    owned = cluster.one_role("office")
    cluster.filled("office", lambda _: asyncio.run(_with_tables(owned)))
    return owned


@pytest.fixture
async def office(office_database: Database, tmp_path: Path) -> AsyncIterator[Office]:
    """A clerk, accesses and sessions: the services, without a portal around them."""
    async with opened(office_database), open_office(tmp_path) as place:
        yield place


@pytest.fixture(scope="session")
def portals(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Portals]:
    folder = tmp_path_factory.mktemp("portals")
    with ExitStack() as ending:
        yield Portals(folder, lambda: request.getfixturevalue("cluster"), Seats(ending))


@pytest.fixture
def portal_folder(database_kind: str, portals: Portals) -> Path:
    """What `iok init` and `iok migrate` leave: settings, keys, a database with regulations."""
    return portals.copy(database_kind, portals.place())


@pytest.fixture
def live(portal_folder: Path, portals: Portals) -> Iterator[LivePortal]:
    """That portal, served."""
    with portals.serve(portal_folder) as portal:
        yield portal
