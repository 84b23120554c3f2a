"""One month of the books while it is being written."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from iok_core.demo.dice import Dice
from iok_core.demo.model import Account
from iok_core.demo.months import last_day
from iok_core.demo.tariff import Line, total
from iok_core.demo.wording import month_name, payer_title
from iok_core.demo.workdays import ONE_DAY, statement_number, workday_from

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
    def __init__(self, first: date, index: int, dice: Dice) -> None:
        self.first = first
        self.last = last_day(first)
        self.index = index
        self.dice = dice
        self.name = month_name(first)
        self.charges: list[Charge] = []
        self._by_day: list[list[Entry]] = [[] for _ in range(self.last.day + 1)]
        self._receipts = [self._receipt(day) for day in range(1, LAST_PAYING_DAY + 1)]

    def entries(self) -> Iterator[Entry]:
        """In the order of booking."""
        for day in self._by_day:
            yield from day

    def number(self, kind: str, account: Account) -> str:
        return f"{kind}/{self.first.year}/{self.first.month:02}/{account.serial:06}"

    def post(self, running: Running, entry: Entry) -> None:
        self._by_day[entry.booked.day].append(entry)
        running.owed += entry.amount

    def charge(
        self,
        running: Running,
        kind: str,
        booked: date,
        due: date | None,
        text: str,
        lines: tuple[Line, ...],
    ) -> None:
        account, document = running.account, self.number(kind, running.account)
        amount = running.fee if lines is running.lines else total(lines)
        self.charges.append(Charge(account, booked, document, self.first, lines, amount))
        self.post(running, Entry(account, booked, booked, due, document, kind, text, amount))

    def receive(self, running: Running, day: int, amount: int) -> None:
        account, receipt = running.account, self._receipts[day - 1]
        if not account.cash:
            title = payer_title(account, self.first)
            self.post(
                running,
                Entry(
                    account,
                    receipt.booked,
                    receipt.dated,
                    None,
                    receipt.document,
                    "WB",
                    title,
                    -amount,
                ),
            )
            return
        paid = receipt.dated
        document = f"KP/{paid:%Y/%m%d}/{account.serial:06}"
        text = f"Wpłata w kasie za {self.name}"
        self.post(running, Entry(account, paid, paid, None, document, "KP", text, -amount))

    def pay_out(self, running: Running, day: int, amount: int, text: str) -> None:
        receipt = self._receipts[day - 1]
        self.post(
            running,
            Entry(running.account, *receipt[:2], None, receipt.document, "WB", text, amount),
        )

    def _receipt(self, day: int) -> Receipt:
        dated = workday_from(self.first.replace(day=day))
        number = f"WB/{statement_number(dated)}/{dated.year}"
        return Receipt(workday_from(dated + ONE_DAY), dated, number)
