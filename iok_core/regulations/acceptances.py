from datetime import datetime

import msgspec

from iok_core.regulations.tables import Acceptance


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of an acceptance, as the person who gave it may read it."""

    number: int
    sha256: str
    at: datetime
    way: str


async def latest_acceptance(person: int) -> Proof | None:
    row = (
        await Acceptance.select(
            Acceptance.version._.number.as_alias("number"),
            Acceptance.sha256,
            Acceptance.at,
            Acceptance.way,
        )
        .where(Acceptance.person == person)
        .order_by(Acceptance.id, ascending=False)
        .first()
    )
    return Proof(**row) if row else None
