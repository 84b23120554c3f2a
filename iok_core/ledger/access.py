"""Whose is an account: its payer's own, or that of whoever holds its premises; pure, no I/O."""

from collections.abc import Collection
from datetime import date

import msgspec

from iok_core.ledger.service import AccountView
from iok_core.premises.service import (
    NO_CLOSING,
    Closing,
    PersonView,
    Span,
    falls,
    joined,
    may_see,
    parties,
    tenures,
    without,
)


class Right(msgspec.Struct, frozen=True):
    """What a person may read of an account; no spans: every entry of it."""

    allowed: bool
    spans: tuple[Span, ...] = ()

    def reaches(self, day: date) -> bool:
        """What happens on that day may be read."""
        return self.allowed and (not self.spans or falls(day, self.spans))


NONE = Right(allowed=False)


def right_to(
    account: AccountView,
    premises: Collection[int],
    person: PersonView,
    today: date,
    closing: Closing = NO_CLOSING,
    foreign: Collection[Span] = (),
) -> Right:
    """`premises` are those that the account is linked to; one of them must be open today.

    An own account is read whole: the source says that every entry of it is this payer's.
    `foreign`: the days on which other premises of the account were somebody else's.
    """
    seen = [p for p in premises if may_see(person, p, today, closing).allowed]
    if premises and not seen:
        return NONE
    if account.party is not None:
        if account.party not in parties(person, today):
            return NONE
        if not account.passed_on:
            return Right(allowed=True)
    spans = without(joined(span for p in seen for span in tenures(person, p, today)), foreign)
    return Right(allowed=True, spans=tuple(spans)) if spans else NONE
