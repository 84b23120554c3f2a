"""Looks at everything that a portal needs, and says what is wrong and what to do."""

import shutil
from collections.abc import Awaitable, Callable
from datetime import timedelta

import msgspec

from iok_core.db import changeable, pending
from iok_core.imports.service import last_published_at, newest_as_of
from iok_core.keys import KeyFileError, read_key_file
from iok_core.plugin_host import PluginState
from iok_core.portal import APPS, AUDIT_KEY, Portal
from iok_core.regulations.service import in_force
from iok_core.runs.heartbeats import last_beat
from iok_core.settings import FILE_NAME

LITTLE_SPACE = 500 * 1024 * 1024
OLD_DATA = timedelta(days=3)
SILENT = timedelta(minutes=2)
CLOCK_MAY_DIFFER = timedelta(minutes=1)
LONG_LOG = 256 * 1024 * 1024
OTHERS = 0o077


class Finding(msgspec.Struct, frozen=True):
    check: str
    ok: bool
    text: str


Check = Callable[[Portal], Awaitable[Finding]]


async def examine(portal: Portal) -> list[Finding]:
    return [await check(portal) for check in _CHECKS]


async def _migrations(_: Portal) -> Finding:
    waiting = await pending(APPS)
    text = f"{len(waiting)} wait: run `iok migrate`" if waiting else "current"
    return Finding("migrations", not waiting, text)


async def _audit(portal: Portal) -> Finding:
    try:
        read_key_file(portal.settings.keys / AUDIT_KEY)
    except KeyFileError as error:
        return Finding("audit", ok=False, text=str(error))
    verdict = await portal.audit.verify()
    if verdict.bad_seq is None:
        head = f"head {verdict.last_seq} {verdict.last_mac[:16]}"
        return Finding("audit", ok=True, text=f"{verdict.rows} rows, whole, {head}")
    return Finding("audit", ok=False, text=f"row {verdict.bad_seq} is {verdict.flaw}")


async def _roles(_: Portal) -> Finding:
    tables = await changeable()
    text = "the portal may append to the audit, not change it"
    if tables:
        text = f"the portal's own role could change {', '.join(tables)}: set database.owner_url"
    return Finding("roles", not tables, text)


async def _disk(portal: Portal) -> Finding:
    free = shutil.disk_usage(portal.settings.folder).free
    return Finding("disk", free > LITTLE_SPACE, f"{free // 1024**2} MiB free")


async def _regulations(portal: Portal) -> Finding:
    version = await in_force(portal.clock.today())
    if version is None:
        text = "none in force: fill [regulations] in iok.toml, then run `iok migrate`"
        return Finding("regulations", ok=False, text=text)
    return Finding("regulations", ok=True, text=f"version {version.number}")


async def _plugins(portal: Portal) -> Finding:
    bad = [p.name for p in portal.plugins.plugins if p.state is not PluginState.READY]
    text = f"not ready: {', '.join(bad)}; see `iok plugin list`" if bad else "ready"
    return Finding("plugins", not bad, text)


async def _data(portal: Portal) -> Finding:
    days = await newest_as_of()
    if not days:
        return Finding("data", ok=False, text="nothing was published yet: see `iok import list`")
    old = [title for title, day in days.items() if portal.clock.today() - day > OLD_DATA]
    oldest = min(days.values())
    return Finding("data", not old, f"balances as of {oldest}")


async def _imports(portal: Portal) -> Finding:
    last = await last_published_at()
    if last is None:
        return Finding("imports", ok=True, text="none yet")
    late = portal.clock.now() - last > OLD_DATA
    return Finding("imports", not late, f"the last one was published at {last:%Y-%m-%d %H:%M} UTC")


async def _workers(portal: Portal) -> Finding:
    last = await last_beat("worker")
    if last is not None and portal.clock.now() - last < SILENT:
        return Finding("workers", ok=True, text="at work")
    since = f"since {last:%Y-%m-%d %H:%M} UTC" if last else "yet"
    return Finding("workers", ok=False, text=f"none has shown itself {since}: see `iok serve`")


async def _clock(portal: Portal) -> Finding:
    last, now = await portal.audit.last_moment(), portal.clock.now()
    if last is not None and last - now > CLOCK_MAY_DIFFER:
        text = f"it is {last - now} behind the newest row of the audit: was it set back?"
        return Finding("clock", ok=False, text=text)
    return Finding("clock", ok=True, text=f"{now:%Y-%m-%d %H:%M:%S} UTC")


async def _files(portal: Portal) -> Finding:
    settings = portal.settings
    private = [settings.folder / FILE_NAME, settings.keys, *portal.engine.files()]
    others = [str(path) for path in private if path.stat().st_mode & OTHERS]
    text = f"others may read {', '.join(others)}: run chmod go= on each" if others else "private"
    return Finding("files", not others, text)


async def _log(portal: Portal) -> Finding:
    """SQLite's: it grows as long as some reader does not let go of an old state."""
    size = sum(path.stat().st_size for path in portal.engine.files() if path.name.endswith("-wal"))
    text = f"{size // 1024**2} MiB"
    if size > LONG_LOG:
        text += ": something has been reading for very long; restart `iok serve`"
    return Finding("log", size <= LONG_LOG, text)


_CHECKS: tuple[Check, ...] = (
    _migrations,
    _audit,
    _roles,
    _files,
    _disk,
    _log,
    _clock,
    _regulations,
    _plugins,
    _workers,
    _imports,
    _data,
)
