"""What is known of an export while its files are read one after the other."""

from decimal import Decimal
from typing import NamedTuple

from iok_connector_files.cells import remembered
from iok_connector_files.forms import Days, Numbers, Unfit
from iok_connector_files.layout import Layout
from iok_core.api import Measure, Problem

ZERO = Decimal(0)


class Tally:
    """What one file holds, added up as it is read. A row counts also when it is rejected."""

    __slots__ = ("amount", "credit", "debit", "rows", "volume")

    def __init__(self) -> None:
        self.rows = 0
        self.debit = self.credit = self.amount = self.volume = ZERO

    def found(self, measure: Measure) -> Decimal:
        return Decimal(getattr(self, measure.value))


class Link(NamedTuple):
    premises: str
    line: int


class Reading:
    """Forms of the layout, and the keys that came so far."""

    def __init__(self, layout: Layout) -> None:
        self.words = layout.words
        self.line = 1
        """Where the row stands that is being read."""
        self.premises: set[str] = set()
        self.parties: set[str] = set()
        self.accounts: set[str] = set()
        self.meters: set[str] = set()
        self.links: dict[str, list[Link]] = {}
        """Premises by account, where a file of its own links them."""
        self.prefixes = tuple(layout.accounts.prefixes)
        form = layout.format
        numbers = Numbers(form.decimal, form.thousands)
        self.amount = remembered(numbers.amount)
        self.figure = remembered(numbers.figure)
        self.day = remembered(Days(form.date))
        self.month = remembered(Days(form.period))

    def account(self, cell: str) -> str | None:
        """A resident's account; None for one that is not theirs by its prefix."""
        if cell in self.accounts:
            return cell
        if self.is_foreign(cell):
            return None
        raise Unfit(Problem.UNKNOWN_REFERENCE)

    def is_foreign(self, account: str) -> bool:
        return bool(self.prefixes) and not account.startswith(self.prefixes)
