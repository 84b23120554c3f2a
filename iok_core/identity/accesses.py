"""What the desk sees of people's accesses."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from itertools import chain

import msgspec
from piccolo.custom_types import Combinable

from iok_core.db.portions import portions
from iok_core.identity.identifiers import tidy_identifier
from iok_core.identity.tables import Identity


class AccessState(StrEnum):
    ISSUED = "issued"
    """The slip is made: „wydany, nieaktywowany”."""
    HANDED_OVER = "handed_over"
    """The slip is in the person's hand, and its start password waits for its first use."""
    EXPIRED = "expired"
    """Nobody used it in time; a new one is needed."""
    STARTED = "started"
    """Used, but no own password was set: when that session is over, a new one is needed."""
    VOIDED = "voided"
    """A block came before an own password, or that was lost; a new start password is needed."""
    ACTIVE = "active"


class Access(msgspec.Struct, frozen=True, kw_only=True):
    identity: int
    person: int
    identifier: str
    issue_number: int
    """For `issue_access(after_issue=…)`."""
    start_issued_at: datetime
    start_expires_at: datetime
    start_used_at: datetime | None
    start_voided_at: datetime | None
    activated_at: datetime | None
    issue_batch: int | None
    handed_over_at: datetime | None
    receipt_at: datetime | None
    last_sign_in_at: datetime | None

    def state(self, now: datetime) -> AccessState:
        if self.activated_at is not None:
            return AccessState.ACTIVE
        if self.start_voided_at is not None:
            return AccessState.VOIDED
        if self.start_used_at is not None:
            return AccessState.STARTED
        if now >= self.start_expires_at:
            return AccessState.EXPIRED
        return AccessState.ISSUED if self.handed_over_at is None else AccessState.HANDED_OVER

    def in_batch_only(self) -> bool:
        """Its start password opens nothing until it is recorded whose hand the slip is in."""
        return self.issue_batch is not None and self.handed_over_at is None

    def lacks_receipt(self) -> bool:
        """The slip was in the person's hand, and nothing that they signed has come back."""
        used = self.start_used_at or self.activated_at
        return self.receipt_at is None and bool(self.handed_over_at or used)


async def accesses_of(persons: Collection[int]) -> dict[int, Access]:
    """By person; who is missing was never given one."""
    found = [await _accesses(Identity.person.is_in(some)) for some in portions(persons)]
    return {access.person: access for access in chain.from_iterable(found)}


async def with_access(*, after: int, limit: int) -> list[int]:
    """Persons who have ever signed in, by their ids, above one of them."""
    rows = (
        await Identity.select(Identity.person)
        .where((Identity.person > after) & Identity.activated_at.is_not_null())
        .order_by(Identity.person)
        .limit(limit)
    )
    return [int(row["person"]) for row in rows]


async def everybody_with_access() -> list[int]:
    """Persons who were ever given one, by their ids."""
    rows = await Identity.select(Identity.person).where(Identity.person.is_not_null())
    return sorted(int(row["person"]) for row in rows)


async def access_by_identifier(identifier: str) -> Access | None:
    """A resident's access, by what they sign in with."""
    known = Identity.identifier == tidy_identifier(identifier)
    return next(iter(await _accesses(known & Identity.person.is_not_null())), None)


async def _accesses(which: Combinable) -> list[Access]:
    rows = await Identity.select(
        Identity.id.as_alias("identity"),
        Identity.person,
        Identity.identifier,
        Identity.issue_number,
        Identity.start_issued_at,
        Identity.start_expires_at,
        Identity.start_used_at,
        Identity.start_voided_at,
        Identity.activated_at,
        Identity.issue_batch,
        Identity.handed_over_at,
        Identity.receipt_at,
        Identity.last_sign_in_at,
    ).where(which)
    return [Access(**row) for row in rows]
