import msgspec

from iok_core.identity.tables import Staff


class Member(msgspec.Struct, frozen=True):
    """Somebody who works, or worked, at the office."""

    name: str
    role: str
    """The one that they have now."""


async def members() -> dict[int, Member]:
    """Everybody, by the id that stands in the audit."""
    rows = await Staff.select(Staff.id, Staff.name, Staff.role)
    return {row["id"]: Member(row["name"], row["role"]) for row in rows}
