from datetime import datetime

import msgspec

from iok_core.identity.tables import Identity, Session


class OwnAccess(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody may read about the access that they signed in with."""

    identifier: str
    password_set_at: datetime | None


class PastSession(msgspec.Struct, frozen=True):
    """Over or not."""

    device: str
    created_at: datetime
    last_seen_at: datetime
    ended_at: datetime | None


async def person_of(identity: int) -> int | None:
    """None for staff, and for an identity that does not exist."""
    row = await Identity.select(Identity.person).where(Identity.id == identity).first()
    return row["person"] if row else None


async def all_sessions(identity: int) -> list[int]:
    """Those that are over, too."""
    rows = await Session.select(Session.id).where(Session.identity == identity)
    return [row["id"] for row in rows]


async def past_sessions(identity: int) -> list[PastSession]:
    """The newest first."""
    rows = (
        await Session.select(
            Session.device, Session.created_at, Session.last_seen_at, Session.ended_at
        )
        .where(Session.identity == identity)
        .order_by(Session.id, ascending=False)
    )
    return [PastSession(**row) for row in rows]


async def own_access(identity: int) -> OwnAccess:
    """Raises LookupError."""
    row = (
        await Identity.select(Identity.identifier, Identity.password_set_at)
        .where(Identity.id == identity)
        .first()
    )
    if row is None:
        raise LookupError(f"no identity {identity}")
    return OwnAccess(**row)
