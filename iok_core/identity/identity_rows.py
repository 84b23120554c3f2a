"""Writing rows of `Identity`, within the transaction of an issue."""

from typing import Any

import msgspec

from iok_core.db import hold
from iok_core.identity.identifiers import random_identifier
from iok_core.identity.kinds import IdentityKind
from iok_core.identity.start_password import StartPassword
from iok_core.identity.tables import Identity

_EMPTY = (
    *("password_hash", "password_set_at", "start_used_at", "start_voided_at", "activated_at"),
    *("handed_over_at", "handed_over_by", "receipt_at", "receipt_by", "paused_until"),
)
"""What was so of the issue before, and is of none when an access is issued anew."""


class InBatch(msgspec.Struct, frozen=True):
    """An issue of many at once, and where the slip lies in it."""

    batch: int
    place: int


async def insert_identity(
    start: StartPassword,
    kind: IdentityKind,
    *,
    person: int | None = None,
    staff: int | None = None,
    issued_by: int | None = None,
    freeze_sha256: str | None = None,
    batch: InBatch | None = None,
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
            created_at=start.issued_at,
            **_of_issue(start, issued_by, freeze_sha256, batch),
        )
    )
    return inserted[0]["id"], identifier


async def renew_identity(
    start: StartPassword,
    identity: int,
    *,
    issued_by: int | None,
    freeze_sha256: str | None = None,
    batch: InBatch | None = None,
) -> tuple[int, str]:
    """As newly issued: whatever opened it before opens it no more. The identifier stays."""
    values: dict[Any, Any] = {
        **dict.fromkeys(_EMPTY),
        **_of_issue(start, issued_by, freeze_sha256, batch),
        "issue_number": Identity.issue_number + 1,
        "failures": 0,
        "password_short": False,
    }
    renewed = (
        await Identity.update(values)
        .where(Identity.id == identity)
        .returning(Identity.id, Identity.identifier)
    )
    return renewed[0]["id"], renewed[0]["identifier"]


def _of_issue(
    start: StartPassword, issued_by: int | None, freeze_sha256: str | None, batch: InBatch | None
) -> dict[str, Any]:
    return {
        "issued_by": issued_by,
        "start_hash": start.stored,
        "start_issued_at": start.issued_at,
        "start_expires_at": start.expires_at,
        "freeze_sha256": freeze_sha256,
        "issue_batch": batch.batch if batch else None,
        "batch_place": batch.place if batch else None,
    }


async def _free_identifier() -> str:
    taken = await Identity.count()
    identifier = random_identifier(taken)
    while await Identity.exists().where(Identity.identifier == identifier):
        identifier = random_identifier(taken)
    return identifier
