"""Where a person wants notices sent to: given, confirmed by a code, removed."""

import re
from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from iok_core.api import AddressKind
from iok_core.audit.actions import Action, ObjectKind, Result
from iok_core.audit.origin import Origin
from iok_core.db import execute, fetch, hold, transaction
from iok_core.events.kinds import EventKind
from iok_core.events.service import emit
from iok_core.notices.codes import is_code_of
from iok_core.notices.context import NoticeContext
from iok_core.notices.kinds import DeliveryState, Why
from iok_core.notices.tables import ADDRESS_LENGTH, ContactAddress

_DAY = timedelta(days=1)
_KEPT_AFTER_END = timedelta(days=30)
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]+")


class AddressRow(msgspec.Struct, frozen=True):
    id: int
    address: str
    given_at: datetime
    tries: int
    confirmed_at: datetime | None


class Contact(msgspec.Struct, frozen=True):
    """What a person has of one kind of address."""

    confirmed: AddressRow | None
    pending: AddressRow | None
    """Given, and waiting for its code."""


class GiveRefusal(StrEnum):
    NOT_AN_ADDRESS = "not_an_address"
    ALREADY_CONFIRMED = "already_confirmed"
    TOO_MANY = "too_many"


class CodeRefusal(StrEnum):
    WRONG = "wrong"
    OVER = "over"
    """Too late, too many wrong ones, or nothing waits for a code: ask for a new one."""


def tidy_address(typed: str) -> str | None:
    """As it is kept: the domain in small letters; None for what can be nobody's address."""
    local, _, domain = typed.strip().rpartition("@")
    address = f"{local}@{domain.lower()}"
    try:
        wire = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    good = len(local) <= 64 and _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(wire)
    return address if good and len(address) <= ADDRESS_LENGTH and len(wire) < 250 else None


async def contact_of(
    ctx: NoticeContext, person: int, kind: AddressKind = AddressKind.EMAIL
) -> Contact:
    rows = await _rows(person, kind)
    confirmed = [row for row in rows if row.confirmed_at is not None]
    pending = [row for row in rows if row.confirmed_at is None and not _is_over(ctx, row)]
    return Contact(confirmed[-1] if confirmed else None, pending[-1] if pending else None)


async def confirmed_among(persons: Collection[int]) -> frozenset[int]:
    """Those whom mails reach. That much the office may know of an address."""
    if not persons:
        return frozenset()
    rows = await fetch(
        "SELECT person FROM contact_address WHERE kind = {} AND confirmed_at IS NOT NULL "
        f"AND ended_at IS NULL AND person IN ({', '.join('{}' for _ in persons)})",
        AddressKind.EMAIL.value,
        *persons,
    )
    return frozenset(int(row[0]) for row in rows)


async def give_address(
    ctx: NoticeContext, person: int, typed: str, *, by: Origin
) -> GiveRefusal | None:
    """The address waits for its code, which an event sends there; another one that waited ends."""
    address, kind = tidy_address(typed), AddressKind.EMAIL
    if address is None:
        return GiveRefusal.NOT_AN_ADDRESS
    async with transaction():
        await hold("addresses of person", person)
        contact = await contact_of(ctx, person, kind)
        if contact.confirmed is not None and contact.confirmed.address == address:
            return GiveRefusal.ALREADY_CONFIRMED
        if await _given_lately(ctx, person) >= ctx.settings.codes_a_day:
            return GiveRefusal.TOO_MANY
        await _end(ctx, person, kind, "confirmed_at IS NULL")
        now = ctx.clock.now()
        row = ContactAddress(person=person, kind=kind.value, address=address, given_at=now)
        await row.save()
        await _record(ctx, Action.ADDRESS_GIVE, by, row.id)
        await emit(EventKind.ADDRESS_GIVEN, at=now, person=person, address=row.id)
    return None


async def confirm_address(
    ctx: NoticeContext, person: int, typed: str, *, by: Origin
) -> CodeRefusal | None:
    """Whoever has the code reads what is sent there. The address before it ends and is told."""
    kind = AddressKind.EMAIL
    async with transaction():
        await hold("addresses of person", person)
        contact = await contact_of(ctx, person, kind)
        pending = contact.pending
        if pending is None:
            await _end(ctx, person, kind, "confirmed_at IS NULL")
            return CodeRefusal.OVER
        if not is_code_of(ctx.code_key, pending.id, typed):
            await execute("UPDATE contact_address SET tries = tries + 1 WHERE id = {}", pending.id)
            await _record(ctx, Action.ADDRESS_CONFIRM, by, pending.id, Result.FAILED)
            return CodeRefusal.WRONG
        await _end(ctx, person, kind, "confirmed_at IS NOT NULL")
        await execute(
            "UPDATE contact_address SET confirmed_at = {} WHERE id = {}",
            ctx.clock.now(),
            pending.id,
        )
        await _record(ctx, Action.ADDRESS_CONFIRM, by, pending.id)
        await _tell_of_change(ctx, person, pending.id, contact.confirmed)
    return None


async def remove_address(ctx: NoticeContext, person: int, *, by: Origin) -> bool:
    """False: there is none. What was confirmed is told that nothing more comes."""
    kind = AddressKind.EMAIL
    async with transaction():
        await hold("addresses of person", person)
        contact = await contact_of(ctx, person, kind)
        if not await _end(ctx, person, kind, "1 = 1"):
            return False
        gone = contact.confirmed or contact.pending
        await _record(ctx, Action.ADDRESS_REMOVE, by, gone.id if gone else None)
        if contact.confirmed is not None:
            await _tell_of_change(ctx, person, 0, contact.confirmed)
    return True


async def silence(ctx: NoticeContext, person: int) -> None:
    """Nothing is sent to this person any more, nor told of it: within a transaction."""
    await hold("addresses of person", person)
    await _end(ctx, person, AddressKind.EMAIL, "1 = 1")
    await execute(
        "UPDATE delivery SET state = {}, why = {} WHERE person = {} AND state = {}",
        DeliveryState.CLOSED.value,
        Why.ADDRESS_GONE.value,
        person,
        DeliveryState.WAITING.value,
    )


async def forget_ended(ctx: NoticeContext) -> int:
    """Addresses that ended a while ago are nobody's business any more; their rows stay."""
    return await execute(
        "UPDATE contact_address SET address = '' WHERE address <> '' AND ended_at < {}",
        ctx.clock.now() - _KEPT_AFTER_END,
    )


def _is_over(ctx: NoticeContext, row: AddressRow) -> bool:
    late = ctx.clock.now() >= row.given_at + ctx.settings.code_valid
    return late or row.tries >= ctx.settings.code_tries


async def all_addresses(person: int) -> list[int]:
    """Those that were given and removed, too."""
    rows = await ContactAddress.select(ContactAddress.id).where(ContactAddress.person == person)
    return [row["id"] for row in rows]


async def _rows(person: int, kind: AddressKind) -> list[AddressRow]:
    rows = (
        await ContactAddress.select(
            ContactAddress.id,
            ContactAddress.address,
            ContactAddress.given_at,
            ContactAddress.tries,
            ContactAddress.confirmed_at,
        )
        .where(
            (ContactAddress.person == person)
            & (ContactAddress.kind == kind.value)
            & ContactAddress.ended_at.is_null()
        )
        .order_by(ContactAddress.id)
    )
    return [AddressRow(**row) for row in rows]


async def _given_lately(ctx: NoticeContext, person: int) -> int:
    rows = await fetch(
        "SELECT count(*) FROM contact_address WHERE person = {} AND given_at > {}",
        person,
        ctx.clock.now() - _DAY,
    )
    return int(rows[0][0])


async def _end(ctx: NoticeContext, person: int, kind: AddressKind, which: str) -> int:
    return await execute(
        "UPDATE contact_address SET ended_at = {} "
        f"WHERE person = {{}} AND kind = {{}} AND ended_at IS NULL AND {which}",
        ctx.clock.now(),
        person,
        kind.value,
    )


async def _record(
    ctx: NoticeContext,
    action: Action,
    by: Origin,
    address: int | None,
    result: Result = Result.DONE,
) -> None:
    await ctx.log.record(action, by=by, on=ObjectKind.ADDRESS, object_id=address, result=result)


async def _tell_of_change(
    ctx: NoticeContext, person: int, address: int, former: AddressRow | None
) -> None:
    await emit(
        EventKind.ADDRESS_CHANGED,
        at=ctx.clock.now(),
        person=person,
        address=address,
        former=former.id if former else 0,
    )
