"""Each fault flips exactly its check."""

import asyncio
import shutil
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest

from iok_core.audit.actions import Action
from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.db import execute, transaction
from iok_core.operations import doctor
from iok_core.operations.doctor import examine
from iok_core.plugin_host import Plugin, PluginRegistry, PluginState
from iok_core.portal import Portal, build_portal, running
from iok_core.runs.heartbeats import Heart
from iok_core.settings import load
from tests.imports.bringing import bring_in, options_of
from tests.portals import Portals

T = TypeVar("T")
Fault = Callable[[Portal], Awaitable[Portal | None]]


class DayAfter:
    """The export is of the day before."""

    def __init__(self, ahead: timedelta = timedelta()) -> None:
        self._ahead = ahead

    def now(self) -> datetime:
        return datetime(2026, 7, 1, 12, tzinfo=UTC) + self._ahead

    def today(self) -> date:
        return self.now().date()


def sql(*statements: str) -> Fault:
    """Past all triggers, as somebody with the file in their hands may."""

    async def work(portal: Portal) -> None:
        with closing(sqlite3.connect(portal.engine.files()[0], isolation_level=None)) as database:
            for statement in statements:
                database.execute(statement)

    return work


async def broken_plugin(portal: Portal) -> Portal:
    plugin = Plugin(name="x", distribution="x", version="1", state=PluginState.BROKEN)
    return msgspec.structs.replace(portal, plugins=PluginRegistry(plugins=(plugin,)))


async def clock_set_back(portal: Portal) -> None:
    later = AuditLog(portal.audit._key, DayAfter(timedelta(hours=1)))
    async with transaction():
        await later.record(Action.IMPORT_RUN, by=Origin.system())


async def readable_settings(portal: Portal) -> None:
    (portal.settings.folder / "iok.toml").chmod(0o640)


async def readable_database(portal: Portal) -> None:
    portal.engine.files()[0].chmod(0o604)


async def open_keys(portal: Portal) -> None:
    portal.settings.keys.chmod(0o755)


async def something_written(_: Portal) -> None:
    await execute("UPDATE heartbeat SET name = name")


FAULTS: dict[str, tuple[str, Fault]] = {
    "a migration waits": (
        "migrations",
        sql("DELETE FROM migration WHERE id = (SELECT max(id) FROM migration)"),
    ),
    "a row of the audit was changed": (
        "audit",
        sql("DROP TRIGGER audit_no_update", "UPDATE audit SET actor = 'x' WHERE seq = 1"),
    ),
    "others may read the settings": ("files", readable_settings),
    "others may read the database": ("files", readable_database),
    "others may look for keys": ("files", open_keys),
    "the clock was set back": ("clock", clock_set_back),
    "no regulations are in force": (
        "regulations",
        sql(
            "DROP TRIGGER regulations_version_no_update",
            "UPDATE regulations_version SET in_force_from = '2999-01-01'",
        ),
    ),
    "a plugin is broken": ("plugins", broken_plugin),
    "the worker is gone": (
        "workers",
        sql("UPDATE heartbeat SET at = '2026-07-01 11:57:00.000000+00:00'"),
    ),
    "nothing was imported for days": (
        "imports",
        sql(
            "DROP TRIGGER publication_no_update",
            "UPDATE publication SET at = '2026-06-27 12:00:00.000000+00:00'",
        ),
    ),
    "a connector was given up on": (
        "hand-overs",
        sql(
            "INSERT INTO hand_over (module, token, state, attempts, uncertain, why, detail, "
            "lease_owner, submission, reading, premises, content) "
            "SELECT 1, '', 'dead', 8, 0, '', '', '', 1, 0, min(id), '{}' FROM premises"
        ),
    ),
    "the data are of days ago": ("data", sql("UPDATE snapshot SET as_of = '2026-06-20'")),
}


def working_on(folder: Path, work: Callable[[Portal], Awaitable[T]]) -> T:
    async def all_of_it() -> T:
        async with running(build_portal(load(folder, {}), "worker", DayAfter())) as portal:
            return await work(portal)

    return asyncio.run(all_of_it())


@pytest.fixture(scope="module")
def imported(portals: Portals, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = portals.copy("sqlite", tmp_path_factory.mktemp("doctor") / "imported")

    async def work(portal: Portal) -> None:
        await bring_in(portal, options_of("a-semicolon-cp1250"))
        heart = Heart("worker", portal.clock)
        await heart.begin()
        await heart.end()

    working_on(folder, work)
    return folder


@pytest.fixture
def failing(imported: Path, tmp_path: Path) -> Callable[..., set[str]]:
    """The checks that fail after this fault, in a portal that has been at work."""
    folder = shutil.copytree(imported, tmp_path / "portal")

    def checks(fault: Fault | None = None) -> set[str]:
        async def work(portal: Portal) -> set[str]:
            changed = await fault(portal) if fault else None
            return {finding.check for finding in await examine(changed or portal) if not finding.ok}

        return working_on(folder, work)

    return checks


def test_a_portal_that_works_has_nothing_to_tell(failing: Callable[..., set[str]]) -> None:
    assert failing() == set()


@pytest.mark.parametrize("fault", FAULTS)
def test_s28_a_fault_flips_exactly_its_check(failing: Callable[..., set[str]], fault: str) -> None:
    check, make = FAULTS[fault]
    assert failing(make) == {check}


@pytest.mark.parametrize(
    ("check", "limit", "now"), [("disk", "LITTLE_SPACE", 2**62), ("log", "LONG_LOG", 0)]
)
def test_s28_a_full_disk_and_a_long_log_are_told(
    failing: Callable[..., set[str]],
    check: str,
    limit: str,
    now: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The limit comes to the portal: a real disk would have to be filled."""
    monkeypatch.setattr(doctor, limit, now)
    assert failing(something_written) == {check}
