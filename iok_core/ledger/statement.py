"""An account as its holder reads it: what led to the balance, and the balance after each entry."""

from collections.abc import Sequence
from datetime import date

import msgspec

from iok_core.ledger.service import EntryView
from iok_core.premises.service import Span


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


def within(whole: Statement, spans: Sequence[Span]) -> Statement:
    """The part of a statement that falls into a holder's own days.

    What came before is one amount brought forward; what came after is not told at all.
    """
    lines = [line for line in whole.lines if falls(line.entry.booking_date, spans)]
    if not lines:
        return _unmoved(whole, max(span.since for span in spans))
    first, last = lines[-1], lines[0]
    entries = [line.entry for line in lines]
    return msgspec.structs.replace(
        whole,
        opening=first.after - first.entry.debit + first.entry.credit,
        debit=sum(e.debit for e in entries),
        credit=sum(e.credit for e in entries),
        closing=last.after,
        lines=lines,
        oldest_unpaid=_oldest_unpaid(entries, last.after),
    )


def _unmoved(whole: Statement, since: date) -> Statement:
    """Nothing was booked in a holder's days: what they came into is what there is."""
    before = (line.after for line in whole.lines if line.entry.booking_date < since)
    brought = next(before, whole.opening)
    return msgspec.structs.replace(
        whole, opening=brought, debit=0, credit=0, closing=brought, lines=[], oldest_unpaid=None
    )


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


def falls(day: date, spans: Sequence[Span]) -> bool:
    return any(s.since <= day and (s.until is None or day <= s.until) for s in spans)
