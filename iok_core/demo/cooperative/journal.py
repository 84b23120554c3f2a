"""One month of the books while it is being written."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from iok_core.demo.cooperative.dice import Dice
from iok_core.demo.cooperative.model import Account
from iok_core.demo.cooperative.months import add_months, last_day
from iok_core.demo.cooperative.tariff import Line, total
from iok_core.demo.cooperative.wording import month_name, payer_title
from iok_core.demo.cooperative.workdays import ONE_DAY, statement_number, workday_from

LAST_PAYING_DAY = 24  # even over Christmas it is booked within its month


class Entry(NamedTuple):
    account: Account
    booked: date
    dated: date
    due: date | None
    document: str
    kind: str
    text: str
    amount: int  # grosze, positive = debit


class Charge(NamedTuple):
    """The components of one charge entry: they share account and document."""

    account: Account
    booked: date
    document: str
    month: date
    lines: tuple[Line, ...]
    amount: int  # what they sum to


class Receipt(NamedTuple):
    booked: date
    dated: date
    document: str


class Running:
    """An account while its story is being told: grosze, positive = the resident owes."""

    __slots__ = ("account", "fee", "lines", "owed", "since", "until")

    def __init__(self, account: Account) -> None:
        self.account = account
        self.owed = account.opening
        self.since = account.since or date.min
        self.until = account.until or date.max
        self.bill(())

    def bill(self, lines: tuple[Line, ...]) -> None:
        self.lines, self.fee = lines, total(lines)


class Page:
    def __init__(self, start: date, index: int, dice: Dice) -> None:
        self.first = add_months(start, index)
        self.last = last_day(self.first)
        self.index = index
        self.year = self.first.year - start.year
        self.dice = dice
        self.name = month_name(self.first)
        self.charges: list[Charge] = []
        self._by_day: list[list[Entry]] = [[] for _ in range(self.last.day + 1)]
        self._receipts = [self._receipt(day) for day in range(1, LAST_PAYING_DAY + 1)]

    def entries(self) -> Iterator[Entry]:
        """In the order of booking."""
        for day in self._by_day:
            yield from day

    def number(self, kind: str, account: Account) -> str:
        return f"{kind}/{self.first.year}/{self.first.month:02}/{account.serial:06}"

    def post(
        self,
        running: Running,
        booked: date,
        document: str,
        kind: str,
        text: str,
        amount: int,
        *,
        dated: date | None = None,
        due: date | None = None,
    ) -> None:
        """An amount above nought is a debit."""
        entry = Entry(running.account, booked, dated or booked, due, document, kind, text, amount)
        self._by_day[booked.day].append(entry)
        running.owed += amount

    def charge(
        self,
        running: Running,
        booked: date,
        kind: str,
        text: str,
        lines: tuple[Line, ...],
        due: date | None = None,
    ) -> None:
        account, document = running.account, self.number(kind, running.account)
        amount = running.fee if lines is running.lines else total(lines)
        self.charges.append(Charge(account, booked, document, self.first, lines, amount))
        self.post(running, booked, document, kind, text, amount, due=due)

    def receive(self, running: Running, day: int, amount: int) -> None:
        account, (booked, dated, document) = running.account, self._receipts[day - 1]
        if account.cash:
            document = f"KP/{dated:%Y/%m%d}/{account.serial:06}"
            text = f"Wpłata w kasie za {self.name}"
            self.post(running, dated, document, "KP", text, -amount)
        else:
            text = payer_title(account, self.first)
            self.post(running, booked, document, "WB", text, -amount, dated=dated)

    def pay_out(self, running: Running, day: int, amount: int, text: str) -> None:
        booked, dated, document = self._receipts[day - 1]
        self.post(running, booked, document, "WB", text, amount, dated=dated)

    def _receipt(self, day: int) -> Receipt:
        dated = workday_from(self.first.replace(day=day))
        number = f"WB/{statement_number(dated)}/{dated.year}"
        return Receipt(workday_from(dated + ONE_DAY), dated, number)
