"""The story of the books. A month depends on earlier ones only, never on the day of an export:
that is what keeps the entries of an earlier export unchanged in a later one.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count

from iok_core.demo.cooperative.dice import Dice
from iok_core.demo.cooperative.journal import Page, Running
from iok_core.demo.cooperative.model import Account, PremisesKind, Situation
from iok_core.demo.cooperative.months import add_months, months_between
from iok_core.demo.cooperative.tariff import (
    HEATING,
    Line,
    half_up,
    monthly_lines,
    portion,
    taken_back,
    total,
)
from iok_core.demo.cooperative.workdays import ONE_DAY, workday_from, workday_until
from iok_core.demo.cooperative.world import World

DUE_DAY = 15
TERM = timedelta(days=14)
REFUND_DAY = 12
SETTLING_DAY = 26  # by then the payments of the month are booked and balances known
HEATING_MONTH, TRANSFER_MONTH = 6, 9
INTEREST_RATE = 925  # hundredths of a per cent a year
KEPT_FEES = 3  # so many monthly fees of an overpayment stay where they are
TRANSFER_STEP = 1_000


def tell(world: World) -> Iterator[Page]:
    """Month after month, without end."""
    book = {account.number: Running(account) for account in world.accounts}
    pairs = [(book[one.number], book[other.number]) for one, other in world.transfers]
    interest = [
        (running, book[running.account.debtor.number])
        for running in book.values()
        if running.account.debtor
    ]
    charged = [running for running in book.values() if not running.account.debtor]
    for index in count():
        page = Page(world.start, index, Dice(f"month {world.seed} {index}"))
        for running in charged:
            _month(page, running)
        for running, debtor in interest:
            _interest(page, running, debtor)
        if page.first.month == TRANSFER_MONTH:
            for source, target in pairs:
                _transfer(page, source, target)
        yield page


def _month(page: Page, running: Running) -> None:
    if running.until < page.first:
        _settle(page, running)
        return
    if running.since > page.last:
        return
    if page.first.month == 1 or not running.lines:
        running.bill(_lines(running.account, page.year))
    if running.since > page.first:
        _take_over(page, running)
        return
    due = page.first.replace(day=DUE_DAY)
    page.charge(running, page.first, "NAL", f"Opłaty za {page.name}", running.lines, due)
    _pay(page, running)
    if running.until < page.last:
        _hand_over(page, running)
    elif page.first.month == HEATING_MONTH:
        _heating(page, running)


def _lines(account: Account, year: int) -> tuple[Line, ...]:
    return monthly_lines(account.premises, account.kind, account.share, year)


def _pay(page: Page, running: Running) -> None:
    now = Situation(running.owed, running.fee, page.index)
    for day, amount in running.account.habit(page.dice, now):
        page.receive(running, day, amount)


def _hand_over(page: Page, running: Running) -> None:
    """The seller gets the days after the sale back …"""
    days = (page.last - running.until).days
    booked = workday_from(running.until + ONE_DAY)
    lines = taken_back(portion(running.lines, days, page.last.day))
    text = f"Korekta opłat za {page.name} - zbycie lokalu z dniem {running.until:%d.%m.%Y}"
    page.charge(running, booked, "KOR", text, lines)


def _take_over(page: Page, running: Running) -> None:
    """… and the buyer is charged for the same days with the same amounts."""
    days = (page.last - running.since).days + 1
    booked = workday_from(running.since)
    lines = portion(running.lines, days, page.last.day)
    text = f"Opłaty za {page.name} od dnia {running.since:%d.%m.%Y}"
    page.charge(running, booked, "NAL", text, lines, booked + TERM)


def _settle(page: Page, running: Running) -> None:
    if running.owed > 0:
        page.receive(running, REFUND_DAY, running.owed)
    elif running.owed < 0:
        page.pay_out(running, REFUND_DAY, -running.owed, "Zwrot nadpłaty po zbyciu lokalu")


def _heating(page: Page, running: Running) -> None:
    use = {
        each.symbol: each.heating_use
        for each in running.account.premises
        if each.kind is PremisesKind.FLAT
    }
    months = min(12, months_between(running.since, page.first))
    lines = tuple(
        _heating_line(line, months, use[line.premises])
        for line in running.lines
        if line.component == HEATING and line.premises in use
    )
    amount = total(lines)
    if not amount:
        return
    due = add_months(page.first, 1).replace(day=DUE_DAY) if amount > 0 else None
    outcome = "dopłata" if amount > 0 else "nadpłata"
    text = f"Rozliczenie ogrzewania {page.first.year - 1}/{page.first.year} - {outcome}"
    booked = workday_from(page.first.replace(day=SETTLING_DAY))
    page.charge(running, booked, "ROZ", text, lines, due)


def _heating_line(advance: Line, months: int, use: int) -> Line:
    difference = half_up(advance.amount * months * use, 1000) - advance.amount * months
    return Line(advance.premises, "rozliczenie ogrzewania", "szt.", 100, difference, difference)


def _interest(page: Page, running: Running, debtor: Running) -> None:
    """A quarterly note. The figure is plausible, not the law's: it takes the debt as it stands."""
    _pay(page, running)
    overdue = debtor.owed - debtor.fee
    if page.first.month % 3 or overdue <= 0:
        return
    note = half_up(overdue * INTEREST_RATE * 91, 365 * 10_000)
    if note:
        booked, document = workday_until(page.last), page.number("NO", running.account)
        text = f"Nota odsetkowa za opóźnienie do {page.last:%d.%m.%Y}"
        page.post(running, booked, document, "NO", text, note, due=booked + TERM)


def _transfer(page: Page, source: Running, target: Running) -> None:
    spare = -source.owed - KEPT_FEES * source.fee
    amount = spare // TRANSFER_STEP * TRANSFER_STEP
    if amount <= 0:
        return
    booked = workday_from(page.first.replace(day=SETTLING_DAY))
    document = page.number("PK", source.account)
    given = f"Przeksięgowanie nadpłaty na konto {target.account.number}"
    taken = f"Przeksięgowanie nadpłaty z konta {source.account.number}"
    page.post(source, booked, document, "PK", given, amount)
    page.post(target, booked, document, "PK", taken, -amount)
