"""Who is at the door: session → factor → person → block → own password → regulations, their data.

One prepared query per request, the only one that reads several subjects' tables together. It gives
a row for each published source, so that the whole request reads one generation of each.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta

import msgspec

from iok_core.blocking.service import Clause, longest_block, notice
from iok_core.db import Arg, DatabaseUnavailable, Prepared
from iok_core.identity.context import IdentityContext
from iok_core.identity.kinds import IdentityKind
from iok_core.identity.permissions import permissions_of
from iok_core.identity.session_rows import LiveSession, fingerprint
from iok_core.identity.sessions import touch
from iok_core.identity.tables import Session
from iok_core.maintenance.windows import ANNOUNCED, NEXT, next_window, pause_of
from iok_core.noticeboard.reading import outage_banner
from iok_core.regulations.service import accepted
from iok_core.web.visitor import STRANGER, BlockNotice, Visitor

LATE = timedelta(hours=24)


class _Row(LiveSession, frozen=True):
    acceptance: int | None
    """Of the regulations in force."""
    block_clause: int | None
    block_since: date | None
    block_until: date | None
    block_facts: str | None
    block: int | None
    source: int | None
    published: int | None
    unread: int
    outages: int
    pauses: int


_COLUMNS = (
    "s.id, s.identity, s.csrf_secret, s.last_seen_at, s.idle_until, s.absolute_until, "
    "i.kind, i.person, i.staff, i.password_set_at AS own_password_set_at, i.previous_sign_in_at, "
    "f.name AS staff_name, f.role AS staff_role, f.active AS staff_active, "
    "s.factor_due, i.factor_since, s.confirmed_at"
)

_UNREAD = (
    "SELECT count(*) FROM notice n WHERE n.person = i.person AND n.read_at IS NULL AND n.listed"
)

_OUTAGES = "SELECT count(*) FROM announcement a WHERE a.banner_until > {} AND a.banner_since <= {}"
"""Whoever they concern: as a rule there are none, and nothing more is asked."""

_visitor = Prepared(
    lambda: Session.raw(
        f"SELECT {_COLUMNS}, ({accepted('i.person')}) AS acceptance, k.clause AS block_clause, "
        "k.since AS block_since, k.until AS block_until, k.facts AS block_facts, k.id AS block, "
        f"d.id AS source, d.published, ({_UNREAD}) AS unread, "
        f"({_OUTAGES}) AS outages, ({NEXT}) AS pauses "
        "FROM session s JOIN identity i ON i.id = s.identity "
        "LEFT JOIN staff f ON f.id = i.staff "
        f"LEFT JOIN block k ON k.id = {longest_block('i.person')} "
        "LEFT JOIN source d ON d.published > 0 "
        "WHERE s.ended_at IS NULL AND s.token_sha256 = {} ORDER BY d.id",
        Arg("day"),
        *(Arg("now"),) * 3,
        Arg("soon"),
        *(Arg("day"),) * 2,
        Arg("token_sha256"),
    ),
    _Row,
)


async def admit(identity: IdentityContext, token: str | None) -> Visitor:
    """The visitor that a session cookie stands for; a stranger if it stands for none."""
    rows = await at_the_door(identity, token) if token else []
    if not rows:
        return await _told_of_pause(identity, STRANGER)
    row = rows[0]
    visitor = _halfway(row) if row.factor_due else await _whole(identity, rows)
    if row.outages:
        visitor = await _warned(identity, visitor)
    return await _told_of_pause(identity, visitor) if row.pauses else visitor


async def _told_of_pause(identity: IdentityContext, visitor: Visitor) -> Visitor:
    """Of the window of maintenance that lasts or comes, if there is one."""
    now = identity.clock.now()
    with suppress(DatabaseUnavailable):  # a stranger's page needs no database
        if window := await next_window(now):
            return msgspec.structs.replace(visitor, pause=pause_of(window, now))
    return visitor


async def _warned(identity: IdentityContext, visitor: Visitor) -> Visitor:
    """Told of what does not work, if it concerns premises of theirs."""
    if visitor.blocked is not None or visitor.factor_due or visitor.must_accept:
        return visitor
    clock = identity.clock
    banner = await outage_banner(visitor, clock.now(), clock.today())
    return msgspec.structs.replace(visitor, outage=banner)


async def _whole(identity: IdentityContext, rows: Sequence[_Row]) -> Visitor:
    row = rows[0]
    blocked, ends_at = _notice(row), row.ends_at
    if blocked is None:
        with suppress(DatabaseUnavailable):  # where nothing can be written, one may still read
            ends_at = await touch(identity, row)
    resident = row.kind is IdentityKind.RESIDENT
    return Visitor(
        kind="resident" if resident else "staff",
        session=row.id,
        csrf_secret=row.csrf_secret,
        identity=row.identity,
        person=row.person,
        staff=row.staff,
        name=row.staff_name or "",
        permissions=frozenset() if resident else permissions_of(row.staff_role or ""),
        blocked=blocked,
        must_set_password=row.own_password_set_at is None,
        has_factor=row.factor_since is not None,
        must_enrol=not resident and row.factor_since is None,
        fresh=_is_fresh(identity, row),
        must_accept=resident and row.acceptance is None,
        published={r.source: r.published for r in rows if r.source and r.published},
        last_sign_in=row.previous_sign_in_at,
        seconds_left=int((ends_at - identity.clock.now()).total_seconds()),
        unread=row.unread,
    )


async def at_the_door(identity: IdentityContext, token: str) -> Sequence[_Row]:
    """The session of a cookie while it holds, once for each published source; else nothing."""
    now = identity.clock.now()
    rows = await _rows(identity, token, now)
    return rows if rows and rows[0].holds(now) else ()


async def _rows(identity: IdentityContext, token: str, now: datetime) -> Sequence[_Row]:
    return await _visitor(
        token_sha256=fingerprint(token),
        day=identity.clock.today(),
        now=now,
        soon=now + ANNOUNCED,
    )


async def admit_late(identity: IdentityContext, token: str) -> Visitor | None:
    """A resident whose session has ended by itself a while ago, and whom nothing keeps out.

    For keeping what they send, so that it is there when they have signed in again: for that alone.
    """
    now = identity.clock.now()
    rows = await _rows(identity, token, now)
    if not rows or rows[0].factor_due or rows[0].kind is not IdentityKind.RESIDENT:
        return None
    row = rows[0]
    ended = row.ends_at <= now < row.ends_at + LATE
    if not ended or row.block is not None or row.acceptance is None:
        return None
    return Visitor(
        kind="resident",
        session=row.id,
        csrf_secret=row.csrf_secret,
        identity=row.identity,
        person=row.person,
        published={r.source: r.published for r in rows if r.source and r.published},
    )


def _halfway(row: _Row) -> Visitor:
    """Somebody who knows the password, and of whom nothing is told yet."""
    return Visitor(
        kind="resident" if row.kind is IdentityKind.RESIDENT else "staff",
        session=row.id,
        csrf_secret=row.csrf_secret,
        identity=row.identity,
        staff=row.staff,
        factor_due=True,
    )


def _is_fresh(identity: IdentityContext, row: _Row) -> bool:
    until = identity.settings.session.confirmed_for
    return row.confirmed_at is not None and identity.clock.now() < row.confirmed_at + until


def _notice(row: _Row) -> BlockNotice | None:
    if row.block_clause is None or row.block_since is None:
        return None
    facts = row.block_facts or ""
    return notice(Clause(row.block_clause), row.block_since, row.block_until, facts, row.block or 0)
