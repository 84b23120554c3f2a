"""What somebody can be let in with at this moment, and the count of wrong tries."""

from datetime import datetime
from typing import Any, Self

import msgspec
from piccolo.columns import Integer
from piccolo.custom_types import Combinable

from iok_core.audit.origin import Origin
from iok_core.identity.context import IdentityContext
from iok_core.identity.kinds import IdentityKind
from iok_core.identity.tables import Identity


class Credentials(msgspec.Struct, frozen=True, kw_only=True):
    """One row of `Identity`, as signing in and changing a password need it."""

    id: int
    identifier: str
    kind: IdentityKind
    person: int | None
    staff: int | None
    staff_active: bool | None
    password_hash: str | None
    start_hash: str | None
    start_expires_at: datetime | None
    start_used_at: datetime | None
    start_voided_at: datetime | None
    issue_batch: int | None
    handed_over_at: datetime | None
    last_sign_in_at: datetime | None
    paused_until: datetime | None
    factor_since: datetime | None
    password_short: bool

    @classmethod
    async def of(cls, identity: int) -> Self:
        """Raises LookupError."""
        found = await cls._where(Identity.id == identity)
        if found is None:
            raise LookupError(f"no identity {identity}")
        return found

    @classmethod
    async def by_identifier(cls, identifier: str) -> Self | None:
        return await cls._where(Identity.identifier == identifier)

    @classmethod
    async def _where(cls, which: Combinable) -> Self | None:
        row = (
            await Identity.select(
                Identity.id,
                Identity.identifier,
                Identity.kind,
                Identity.person,
                Identity.staff,
                Identity.staff._.active.as_alias("staff_active"),
                Identity.password_hash,
                Identity.start_hash,
                Identity.start_expires_at,
                Identity.start_used_at,
                Identity.start_voided_at,
                Identity.issue_batch,
                Identity.handed_over_at,
                Identity.last_sign_in_at,
                Identity.paused_until,
                Identity.factor_since,
                Identity.password_short,
            )
            .where(which)
            .first()
        )
        return cls(**{**row, "kind": IdentityKind(row["kind"])}) if row else None

    def paused(self, now: datetime) -> bool:
        return self.paused_until is not None and now < self.paused_until

    def origin(self, request_id: str) -> Origin:
        """Of an act of this human."""
        if self.staff is not None:
            return Origin.staff(self.staff, request_id)
        return Origin.resident(self.id, request_id)


async def count_failure(ctx: IdentityContext, identity: int) -> None:
    """One more wrong password; too many begin a pause, and the count anew."""
    await _count(ctx, identity, Identity.failures)


async def count_factor_failure(ctx: IdentityContext, identity: int) -> None:
    """One more wrong second factor, as with passwords."""
    await _count(ctx, identity, Identity.factor_failures)


async def _count(ctx: IdentityContext, identity: int, counter: Integer) -> None:
    counted = (
        await Identity.update({counter: counter + 1})
        .where(Identity.id == identity)
        .returning(counter)
    )
    if next(iter(counted[0].values())) >= ctx.settings.brake.failures:
        until: Any = ctx.clock.now() + ctx.settings.brake.pause
        await Identity.update({Identity.paused_until: until, counter: 0}).where(
            Identity.id == identity
        )
