"""Looks at everything that a portal needs, and says what is wrong and what to do."""

import shutil
from collections.abc import Awaitable, Callable
from datetime import timedelta

import msgspec

from iok_core.approvals.service import switched_off
from iok_core.audit.anchors import Anchor, AnchorError
from iok_core.audit.verdicts import sentence
from iok_core.db import changeable, pending
from iok_core.handovers import service as handovers
from iok_core.handovers.service import HandOverState
from iok_core.identity.brakes.door import alarm_until
from iok_core.imports.service import last_published_at, provenance, published_sources, stale
from iok_core.keys import KeyFileError, read_key_file
from iok_core.notices import board
from iok_core.notices.channels import channels
from iok_core.notices.kinds import DeliveryState
from iok_core.plugin_host.standings import Standing, standings_now
from iok_core.portal import APPS, AUDIT_KEY, Portal
from iok_core.regulations.checking import ABOUT_SETTINGS
from iok_core.regulations.service import in_force
from iok_core.rulebook.overseeing import warnings_today
from iok_core.runs.heartbeats import last_beat
from iok_core.settings import FILE_NAME

OLD_ANCHOR = timedelta(hours=48)
LITTLE_SPACE = 500 * 1024 * 1024
OLD_MESSAGE = timedelta(hours=15)
"""Longer than the quiet hours."""
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
    """What needs the tables of this release is looked at once they are there."""
    current = await _migrations(portal)
    further = _CHECKS if current.ok else _WITHOUT_TABLES
    return [current, *[await check(portal) for check in further]]


async def _migrations(_: Portal) -> Finding:
    waiting = await pending(APPS)
    text = f"{len(waiting)} wait: run `iok migrate`" if waiting else "current"
    return Finding("migrations", not waiting, text)


async def _audit(portal: Portal) -> Finding:
    try:
        read_key_file(portal.settings.keys / AUDIT_KEY)
    except KeyFileError as error:
        return Finding("audit", ok=False, text=str(error))
    verdict = await portal.audit.verify(anchors=await _anchors(portal))
    if verdict.bad_seq is None:
        text = f"{sentence(verdict)}; head {verdict.last_mac[:16]}"
        return Finding("audit", ok=True, text=text)
    return Finding("audit", ok=False, text=sentence(verdict))


async def _anchors(portal: Portal) -> list[Anchor]:
    """None that cannot be read: of that the next check speaks."""
    path = portal.settings.anchor_file
    try:
        return await portal.anchoring.read(path) if path else []
    except (AnchorError, OSError):
        return []


async def _anchor(portal: Portal) -> Finding:
    """How old the newest is, of those in the file that is meant for them."""
    path = portal.settings.anchor_file
    if path is None:
        return Finding("anchor", ok=True, text="none is kept: see [audit] anchor")
    try:
        known = await portal.anchoring.read(path)
    except (AnchorError, OSError) as error:
        return Finding("anchor", ok=False, text=str(error))
    if not known:
        return Finding("anchor", ok=False, text=f"{path} holds none")
    age = portal.clock.now() - known[-1].at
    text = f"the last is {age.total_seconds() / 3600:.0f} h old, of row {known[-1].seq}"
    if age > OLD_ANCHOR:
        text += ": is a worker running, and can it write there?"
    return Finding("anchor", age <= OLD_ANCHOR, text)


async def _roles(_: Portal) -> Finding:
    tables = await changeable()
    text = "the portal may append to the audit, not change it"
    if tables:
        text = f"the portal's own role could change {', '.join(tables)}: set database.owner_url"
    return Finding("roles", not tables, text)


async def _four_eyes(_: Portal) -> Finding:
    """Off is a choice of whoever runs the server, so it is shown and no fault."""
    off = [f"{one.kind}: off since {one.at:%Y-%m-%d}" for one in (await switched_off()).values()]
    text = "; ".join(off) or "a second person decides where one is needed"
    return Finding("approvals", ok=True, text=text)


async def _disk(portal: Portal) -> Finding:
    free = shutil.disk_usage(portal.settings.folder).free
    return Finding("disk", free > LITTLE_SPACE, f"{free // 1024**2} MiB free")


async def _regulations(portal: Portal) -> Finding:
    version = await in_force(portal.clock.today())
    if version is None:
        text = "none in force: fill [regulations] in iok.toml, then run `iok migrate`"
        return Finding("regulations", ok=False, text=text)
    warnings = await warnings_today(portal.rulebook)
    warned = sum(one.fault in ABOUT_SETTINGS for one in warnings)
    text = f"version {version.number}"
    if warned:
        text += f"; it and the settings disagree {warned} times: see `iok regulations check`"
    return Finding("regulations", not warned, text)


async def _plugins(portal: Portal) -> Finding:
    """The portal itself is well without any plugin, so this is never worse than degraded."""
    bad = [one for one in await standings_now(portal.plugins) if not one.well]
    named = ", ".join(f"{one.plugin.name} ({_state(one)})" for one in bad)
    if bad:
        return Finding("plugins", ok=False, text=f"degraded: {named}; see `iok plugin list`")
    if portal.plugins.safe_mode:
        return Finding("plugins", ok=False, text="degraded: safe mode, see IOK_SAFE_MODE")
    return Finding("plugins", ok=True, text="ready")


def _state(one: Standing) -> str:
    return "paused" if one.paused else one.plugin.state


async def _data(portal: Portal) -> Finding:
    sources = await published_sources()
    if not sources:
        return Finding("data", ok=False, text="nothing was published yet: see `iok import list`")
    origins = [await provenance(source, gen) for source, gen in sources.items()]
    limits, today = portal.settings.freshness, portal.clock.today()
    old = [
        f"{origin.title}: {one.kind} of {one.as_of}, newer ones were due on {one.since}"
        for origin in origins
        for one in stale(origin.as_of, limits, today)
    ]
    oldest = min(origin.balances for origin in origins)
    return Finding("data", not old, "; ".join(old) or f"balances as of {oldest}")


async def _messages(portal: Portal) -> Finding:
    """Nothing waits for long, and nothing waits for a person's decision."""
    age = await board.oldest_waiting(portal.notices)
    counts = await board.counts()
    undecided = sum(counts[state] for state in board.DECIDED_BY_PEOPLE)
    failing = [one.title for one in await channels() if one.active and one.problem]
    said = []
    if age is not None and age > OLD_MESSAGE:
        said.append(f"the oldest has waited {age.total_seconds() / 3600:.0f} h")
    if undecided:
        said.append(f"{undecided} wait for a decision: see `iok notice list`")
    if failing:
        said.append(f"cannot send: {', '.join(failing)}")
    return Finding("messages", not said, "; ".join(said) or f"{counts[DeliveryState.SENT]} sent")


async def _hand_overs(_: Portal) -> Finding:
    """No connector was given up on; the office decides what becomes of such a thing."""
    counts = await handovers.counts()
    given_up = counts[HandOverState.DEAD]
    said = f"{given_up} were given up: see `iok submission to-enter`"
    return Finding(
        "hand-overs", not given_up, said if given_up else f"{counts[HandOverState.TAKEN]} taken"
    )


async def _sign_ins(portal: Portal) -> Finding:
    until = await alarm_until(portal.identity)
    if until is not None:
        text = f"somebody guesses passwords: signing in rested until {until:%Y-%m-%d %H:%M} UTC"
        return Finding("sign-ins", ok=False, text=text)
    return Finding("sign-ins", ok=True, text="nobody guesses passwords")


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


_WITHOUT_TABLES: tuple[Check, ...] = (_files, _disk, _log)
_CHECKS: tuple[Check, ...] = (
    _audit,
    _anchor,
    _roles,
    _four_eyes,
    *_WITHOUT_TABLES,
    _clock,
    _regulations,
    _plugins,
    _workers,
    _sign_ins,
    _imports,
    _data,
    _messages,
    _hand_overs,
)
