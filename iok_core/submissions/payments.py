"""Payments that residents have declared and the accounting system has not booked yet.

None is ever counted. The entries of the generation that somebody reads tell whether one is booked:
an import that brings it, or an undo that takes it back, needs nobody to write that down.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

import msgspec
from msgspec.structs import replace

from iok_core.api import Judgement, Payment
from iok_core.db import fetch
from iok_core.ledger.money import to_grosze
from iok_core.ledger.service import EntryView, credits_of
from iok_core.ledger.sheets import Reader, Sheet
from iok_core.submissions.forms import MOST_CONFIRMATIONS
from iok_core.submissions.kinds import OPEN
from iok_core.submissions.matching import DeclaredPaymentView, booked, fits, taken_by_others
from iok_core.submissions.tables import DeclaredPayment
from iok_core.web.filters import day, money
from iok_core.web.i18n import gettext as _

LOOKED_BACK = timedelta(days=400)
"""What was booked longer ago cannot be the entry of anything that is declared today."""
_OPEN = ", ".join(f"'{state}'" for state in sorted(OPEN))
COUNTS = f"(s.state IN ({_OPEN}) OR d.booked_on >= {{}})"
"""Of `submission s` and `declared_payment d`: not settled by a person, or booked not long ago."""
_COUNTED = (
    "SELECT d.submission, s.number, s.person, p.name, s.address, s.sent_at, d.account, d.source, "
    "d.seen_gen, d.amount, d.paid_on, d.booked_on FROM declared_payment d "
    "JOIN submission s ON s.id = d.submission JOIN person p ON p.id = s.person "
    f"WHERE {COUNTS} AND "
)


async def declare(submission: int, sheet: Sheet, payment: Payment) -> None:
    """In the transaction in which the submission is made."""
    row = DeclaredPayment(
        submission=submission,
        account=sheet.account.id,
        source=sheet.account.source,
        seen_gen=sheet.generation,
        amount=to_grosze(payment.amount),
        paid_on=payment.paid_on,
    )
    await row.save()


async def not_booked(
    reader: Reader, sheets: Collection[Sheet]
) -> Mapping[int, Sequence[DeclaredPaymentView]]:
    """By account, what its reader is told beside the balance.

    Of an account that goes with its premises everybody is told of their own alone; all who read one
    without limits act for its payer.
    """
    accounts = {sheet.account.id: sheet for sheet in sheets}
    found = await counted(accounts, reader.today)
    return {
        account: [
            one
            for one in await waiting(declared, accounts[account].generation)
            if one.person == reader.person.id or not accounts[account].spans
        ]
        for account, declared in found.items()
    }


async def all_not_booked(published: Mapping[int, int], today: date) -> list[DeclaredPaymentView]:
    """Of everybody, the earliest first."""
    accounts = await fetch(
        "SELECT DISTINCT d.account FROM declared_payment d JOIN submission s "
        f"ON s.id = d.submission WHERE s.state IN ({_OPEN})"
    )
    found = await counted([int(account) for (account,) in accounts], today)
    lines = [
        one
        for declared in found.values()
        for one in await waiting(declared, published.get(declared[0].source, 0))
    ]
    return sorted(lines, key=lambda one: one.submission)


async def counted(
    accounts: Collection[int], today: date
) -> Mapping[int, Sequence[DeclaredPaymentView]]:
    """By account, the booked ones, too: each keeps its entry from the others."""
    if not accounts:
        return {}
    marks = ", ".join("{}" for _one in accounts)
    sql = f"{_COUNTED}d.account IN ({marks}) ORDER BY d.submission"
    by_account: dict[int, list[DeclaredPaymentView]] = {}
    for row in await fetch(sql, today - LOOKED_BACK, *accounts):
        one = DeclaredPaymentView(*row)
        by_account.setdefault(one.account, []).append(one)
    return by_account


async def waiting(
    declared: Sequence[DeclaredPaymentView], published: int
) -> list[DeclaredPaymentView]:
    """Those of an account whose entry a generation does not show."""
    found = await look_among(declared, published)
    return [
        replace(one, taken=one.submission in found.taken)
        for one in declared
        if one.submission not in found.days
    ]


class Found(msgspec.Struct, frozen=True):
    days: Mapping[int, date]
    """By submission, on which each that is there was booked."""
    taken: Collection[int]
    """Submissions that lack an entry because it is another one's."""


async def look_among(declared: Sequence[DeclaredPaymentView], published: int) -> Found:
    """The entries of an account, for all that is declared of it."""
    account, source = declared[0].account, declared[0].source
    known = {
        gen: {credit.key for credit in await credits_of(account, source, gen)}
        for gen in {one.seen_gen for one in declared}
    }
    entries = await credits_of(account, source, published)
    return Found(booked(declared, entries, known), taken_by_others(declared, entries, known))


def told_of_like(said: Judgement, sheet: Sheet) -> Judgement:
    """Whoever declares what is there already has to say that it is another payment."""
    if said.payment is None:
        return said
    like = _like(sheet, said.payment)
    if like is None:
        return said
    told = _(
        "A payment of %(amount)s is there already: it was booked on %(day)s. Mine is another one."
    ) % {"amount": money(like.credit), "day": day(like.booking_date)}
    return replace(said, confirmations=[told, *said.confirmations][:MOST_CONFIRMATIONS])


def _like(sheet: Sheet, payment: Payment) -> EntryView | None:
    """What might be it among the entries that this reader sees: of others' nobody is told."""
    amount, entries = to_grosze(payment.amount), [line.entry for line in sheet.statement.lines]
    return next((one for one in entries if fits(one, amount, payment.paid_on)), None)
