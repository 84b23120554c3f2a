from iok_core.identity.freeze_code import freeze_sha256
from iok_core.identity.tables import Identity


async def person_of_freeze_code(typed: str) -> int | None:
    """Whose newest slip has this code."""
    known = Identity.freeze_sha256 == freeze_sha256(typed)
    row = (
        await Identity.select(Identity.person).where(known & Identity.person.is_not_null()).first()
    )
    return int(row["person"]) if row else None
