"""Writing rows of `Identity`, within the transaction of an issue."""

from iok_core.db import hold
from iok_core.identity.identifiers import random_identifier
from iok_core.identity.kinds import IdentityKind
from iok_core.identity.start_password import StartPassword
from iok_core.identity.tables import Identity


async def insert_identity(
    start: StartPassword,
    kind: IdentityKind,
    *,
    person: int | None = None,
    staff: int | None = None,
    issued_by: int | None = None,
) -> tuple[int, str]:
    """Its id, and an identifier that nobody else has."""
    await hold("identifiers")
    identifier = await _free_identifier()
    inserted = await Identity.insert(
        Identity(
            identifier=identifier,
            kind=kind,
            person=person,
            staff=staff,
            issue_number=1,
            issued_by=issued_by,
            start_hash=start.stored,
            start_issued_at=start.issued_at,
            start_expires_at=start.expires_at,
            created_at=start.issued_at,
        )
    )
    return inserted[0]["id"], identifier


async def renew_identity(
    start: StartPassword, identity: int, *, issued_by: int | None
) -> tuple[int, str]:
    """As newly issued: whatever opened it before opens it no more. The identifier stays."""
    renewed = (
        await Identity.update(
            {
                Identity.password_hash: None,
                Identity.password_set_at: None,
                Identity.issue_number: Identity.issue_number + 1,
                Identity.issued_by: issued_by,
                Identity.start_hash: start.stored,
                Identity.start_issued_at: start.issued_at,
                Identity.start_expires_at: start.expires_at,
                Identity.start_used_at: None,
                Identity.start_voided_at: None,
                Identity.activated_at: None,
                Identity.failures: 0,
                Identity.paused_until: None,
            }
        )
        .where(Identity.id == identity)
        .returning(Identity.id, Identity.identifier)
    )
    return renewed[0]["id"], renewed[0]["identifier"]


async def _free_identifier() -> str:
    taken = await Identity.count()
    identifier = random_identifier(taken)
    while await Identity.exists().where(Identity.identifier == identifier):
        identifier = random_identifier(taken)
    return identifier
