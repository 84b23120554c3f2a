"""An account as its holder reads it: what led to the balance, and the balance after each entry."""

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from iok_core.ledger.service import EntryView
from iok_core.premises.service import Span, falls


class Line(msgspec.Struct, frozen=True):
    entry: EntryView
    after: int
    """Balance after the entry; above zero the payer owes."""


class Statement(msgspec.Struct, frozen=True):
    """Amounts in grosze. `opening` + `debit` − `credit` = `closing` where `adds_up`."""

    opening: int
    debit: int
    credit: int
    closing: int
    adds_up: bool
    lines: Sequence[Line]
    """The newest first."""
    oldest_unpaid: EntryView | None
    """The oldest charge that the payments do not reach, if they settle the oldest charges first."""

    @property
    def since(self) -> date | None:
        """Day of the oldest entry."""
        return self.lines[-1].entry.booking_date if self.lines else None

    @property
    def years(self) -> list[int]:
        return sorted({line.entry.booking_date.year for line in self.lines}, reverse=True)


def statement(entries: Sequence[EntryView], opening: int, closing: int) -> Statement:
    """Of a whole account; `entries` are all of the period, the newest first."""
    debit, credit = sum(e.debit for e in entries), sum(e.credit for e in entries)
    return Statement(
        opening=opening,
        debit=debit,
        credit=credit,
        closing=closing,
        adds_up=opening + debit - credit == closing,
        lines=_lines(entries, closing),
        oldest_unpaid=_oldest_unpaid(entries, closing),
    )


def within(whole: Statement, spans: Sequence[Span], told_from: date) -> Statement:
    """The part of a statement that falls into a holder's own days, as if there were no other.

    What came before is theirs only if they held the premises on the day before the data begin,
    `told_from`. Else a balance brought forward would tell of whoever was there before them.
    """
    entries = [x.entry for x in whole.lines if falls(x.entry.booking_date, spans)]
    theirs = falls(told_from - timedelta(days=1), spans)
    if theirs and len(entries) == len(whole.lines) and spans[-1].until is None:
        return whole
    opening = whole.opening if theirs else 0
    debit, credit = sum(e.debit for e in entries), sum(e.credit for e in entries)
    own = statement(entries, opening, opening + debit - credit)
    return msgspec.structs.replace(own, adds_up=whole.adds_up)


def _lines(entries: Sequence[EntryView], closing: int) -> list[Line]:
    lines, after = [], closing
    for entry in entries:
        lines.append(Line(entry, after))
        after -= entry.debit - entry.credit
    return lines


def _oldest_unpaid(entries: Sequence[EntryView], closing: int) -> EntryView | None:
    """Goes back over the charges until they make up the balance."""
    unpaid, oldest = closing, None
    for entry in entries:
        if unpaid <= 0:
            break
        if entry.debit > 0:
            oldest = entry
            unpaid -= entry.debit
    return oldest
