"""Which entries are the payments that were declared; pure, no I/O."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

import msgspec

from iok_core.ledger.service import CreditView, EntryView

BEFORE, AFTER = timedelta(days=3), timedelta(days=30)
"""So far from the day of the payment may the day lie on which it was booked."""


class DeclaredPaymentView(msgspec.Struct, frozen=True):
    submission: int
    number: str
    person: int
    name: str
    address: str
    """Of the account, as people write it."""
    sent_at: datetime
    account: int
    source: int
    seen_gen: int
    amount: int
    """In grosze."""
    paid_on: date
    booked_on: date | None
    taken: bool = False
    """An entry that could be it is there, and is another declared payment."""


def fits(credit: CreditView | EntryView, amount: int, paid_on: date) -> bool:
    return credit.credit == amount and -BEFORE <= credit.booking_date - paid_on <= AFTER


def booked(
    declared: Sequence[DeclaredPaymentView],
    entries: Sequence[CreditView],
    known: Mapping[int, Collection[str]],
) -> dict[int, date]:
    """By submission, the day on which each that is there was booked.

    An entry is one payment. As many as possible find theirs, those that were declared first before
    the others: what is found once stays found when more is declared or booked. `known`: keys of
    the entries that a generation had shown when something was declared.
    """
    taken: dict[str, DeclaredPaymentView] = {}

    def place(one: DeclaredPaymentView, tried: set[str]) -> bool:
        for credit in entries:
            mine = fits(credit, one.amount, one.paid_on) and credit.key not in known[one.seen_gen]
            if not mine or credit.key in tried:
                continue
            tried.add(credit.key)
            if credit.key not in taken or place(taken[credit.key], tried):
                taken[credit.key] = one
                return True
        return False

    for one in sorted(declared, key=lambda one: one.submission):
        place(one, set())
    days = {credit.key: credit.booking_date for credit in entries}
    return {one.submission: days[key] for key, one in taken.items()}


def taken_by_others(
    declared: Sequence[DeclaredPaymentView],
    entries: Sequence[CreditView],
    known: Mapping[int, Collection[str]],
) -> set[int]:
    """Submissions for which an entry is there that could be it, if it were not another one's.

    Two who declare the same transfer come to this, and so do two equal transfers of which one is
    not booked yet: which of them it is only people know.
    """
    there = booked(declared, entries, known)
    return {
        one.submission
        for one in declared
        if one.submission not in there
        and any(
            fits(credit, one.amount, one.paid_on) and credit.key not in known[one.seen_gen]
            for credit in entries
        )
    }
