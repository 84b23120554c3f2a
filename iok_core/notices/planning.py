"""One event told to one person: the notice, and a delivery for each channel that reaches them."""

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime, time

import msgspec

from iok_core.db import execute, fetch, transaction
from iok_core.db.clock import WARSAW
from iok_core.events.service import EventRow
from iok_core.notices.channels import ChannelModule
from iok_core.notices.choices import wanted_kinds
from iok_core.notices.context import NoticeContext
from iok_core.notices.kinds import RULES, DeliveryState, NoticeKind

_TOKEN_BYTES = 16


class Telling(msgspec.Struct, frozen=True):
    """An event, as what kind it is told, and over which channels."""

    event: EventRow
    kind: NoticeKind
    channels: Collection[ChannelModule]


async def tell(ctx: NoticeContext, telling: Telling, persons: Collection[int]) -> int:
    """How many were told; whoever had this notice before gets nothing a second time."""
    told = 0
    async with transaction():
        for person in persons:
            notice = await _insert(telling, person)
            if notice is not None:
                told += 1
                await _plan(ctx, telling, person, notice)
    return told


async def _insert(telling: Telling, person: int) -> int | None:
    rows = await fetch(
        "INSERT INTO notice (event, person, kind, listed, at) VALUES ({}, {}, {}, {}, {}) "
        "ON CONFLICT (event, person, kind) DO NOTHING RETURNING id",
        telling.event.id,
        person,
        telling.kind.value,
        RULES[telling.kind].listed,
        telling.event.at,
    )
    return int(rows[0][0]) if rows else None


async def _plan(ctx: NoticeContext, telling: Telling, person: int, notice: int) -> None:
    now = ctx.clock.now()
    late = telling.event.at < now - ctx.settings.outdated_after
    if (late and RULES[telling.kind].outdates) or not await _is_wanted(telling, person):
        return
    for channel in telling.channels:
        for address in await _addresses(telling, person, channel):
            await execute(
                "INSERT INTO delivery (notice, module, address, person, mandatory, token, state, "
                "attempts, uncertain, why, detail, made_at, next_at, lease_owner) "
                "VALUES ({}, {}, {}, {}, {}, {}, {}, 0, 0, '', '', {}, {}, '') "
                "ON CONFLICT (notice, module, address) DO NOTHING",
                notice,
                channel.module,
                address,
                person,
                RULES[telling.kind].mandatory,
                secrets.token_hex(_TOKEN_BYTES),
                DeliveryState.WAITING.value,
                now,
                now,
            )


async def _is_wanted(telling: Telling, person: int) -> bool:
    """What can be switched off comes once a day at most, however many sources tell it."""
    if RULES[telling.kind].mandatory:
        return True
    if not (await wanted_kinds(person))[telling.kind]:
        return False
    rows = await fetch(
        "SELECT 1 FROM delivery d JOIN notice n ON n.id = d.notice "
        "WHERE d.person = {} AND n.kind = {} AND n.at >= {} LIMIT 1",
        person,
        telling.kind.value,
        _begin_of_day(telling.event.at),
    )
    return not rows


async def _addresses(telling: Telling, person: int, channel: ChannelModule) -> list[int]:
    """The confirmed one; a code goes where it is awaited, and a change is told to both."""
    subject: Mapping[str, int] = telling.event.subject
    named = [subject.get("address", 0), subject.get("former", 0)]
    if telling.kind not in (NoticeKind.ADDRESS_CODE, NoticeKind.ADDRESS_CHANGED):
        which, values = "confirmed_at IS NOT NULL AND ended_at IS NULL", []
    else:
        which, values = "id IN ({}, {})", named
    rows = await fetch(
        f"SELECT id FROM contact_address WHERE person = {{}} AND kind = {{}} AND {which} "
        "ORDER BY id",
        person,
        channel.address_kind,
        *values,
    )
    return [int(row[0]) for row in rows]


def _begin_of_day(moment: datetime) -> datetime:
    return datetime.combine(moment.astimezone(WARSAW).date(), time(), WARSAW)
