"""Whose is an account: its payer's own, or that of whoever holds its premises; pure, no I/O."""

from collections.abc import Collection
from datetime import date

import msgspec

from iok_core.ledger.service import AccountView
from iok_core.premises.service import PersonView, Span, may_see, parties, tenures


class Right(msgspec.Struct, frozen=True):
    """What a person may read of an account; no spans: every entry of it."""

    allowed: bool
    spans: tuple[Span, ...] = ()


NONE = Right(allowed=False)


def right_to(
    account: AccountView, premises: Collection[int], person: PersonView, today: date
) -> Right:
    """`premises` are those that the account is linked to; one of them must be held today."""
    held = [p for p in premises if may_see(person, p, today).allowed]
    if premises and not held:
        return NONE
    if account.party is not None:
        return Right(allowed=account.party in parties(person, today))
    if not held:
        return NONE
    return Right(allowed=True, spans=tuple(s for p in held for s in tenures(person, p, today)))
