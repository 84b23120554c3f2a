"""zapisy.csv, naliczenia.csv and salda.csv, written month by month: memory grows with accounts."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import takewhile
from pathlib import Path
from typing import TextIO

from iok_core.demo.cooperative.export.text import (
    END,
    Counted,
    create,
    day,
    hundredths,
    money,
    month,
    write,
)
from iok_core.demo.cooperative.journal import Charge, Entry
from iok_core.demo.cooperative.ledger import tell
from iok_core.demo.cooperative.tariff import Line
from iok_core.demo.cooperative.world import World

ENTRIES = (
    "Nr zapisu;Data operacji;Data księgowania;Dokument;Typ;Opis;Konto;Kwota Wn;Kwota Ma;"
    "Termin zapłaty"
)
CHARGES = "Miesiąc;Dokument;Konto;Lokal;Składnik opłaty;Jednostka;Ilość;Cena;Wartość"
BALANCES = (
    "Numer konta;Bilans otwarcia Wn;Bilans otwarcia Ma;Obroty Wn;Obroty Ma;"
    "Bilans zamknięcia Wn;Bilans zamknięcia Ma"
)
FIRST_NUMBER = 500_001


def write_books(world: World, folder: Path, until: date) -> Iterator[Counted]:
    with create(folder / "zapisy.csv") as entries, create(folder / "naliczenia.csv") as charges:
        journal, components = Journal(entries), Components(charges)
        for page in takewhile(lambda page: page.first <= until, tell(world)):
            journal.write(entry for entry in page.entries() if entry.booked <= until)
            components.write(charge for charge in page.charges if charge.booked <= until)
    yield journal.counted(until)
    yield components.counted()
    yield _write_balances(world, folder, journal, until)


class Journal:
    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._file.write(ENTRIES + END)
        self._rows = 0
        self.debit: dict[str, int] = defaultdict(int)  # by account
        self.credit: dict[str, int] = defaultdict(int)

    def write(self, entries: Iterator[Entry]) -> None:
        number = FIRST_NUMBER + self._rows
        rows = [self._row(number, entry) for number, entry in enumerate(entries, number)]
        self._rows += len(rows)
        self._file.write("".join(rows))

    def counted(self, as_of: date) -> Counted:
        debit, credit = sum(self.debit.values()), sum(self.credit.values())
        return Counted("zapisy.csv", "Zapisy", as_of, self._rows, debit, credit)

    def _row(self, number: int, entry: Entry) -> str:
        account, booked, dated, due, document, kind, text, amount = entry
        code = account.number
        if amount > 0:
            self.debit[code] += amount
            sides = f"{money(amount)};"
        else:
            self.credit[code] -= amount
            sides = f";{money(-amount)}"
        return (
            f"{number};{day(dated)};{day(booked)};{document};{kind};{text};{code};{sides};"
            f"{day(due)}{END}"
        )


class Components:
    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._file.write(CHARGES + END)
        self._rows = 0
        self._total = 0
        self._last = date.min
        self._tails: dict[str, tuple[tuple[Line, ...], list[str]]] = {}

    def write(self, charges: Iterator[Charge]) -> None:
        self._file.write("".join(map(self._rows_of, charges)))

    def _rows_of(self, charge: Charge) -> str:
        code = charge.account.number
        known, tails = self._tails.get(code, ((), []))
        if known is not charge.lines:
            tails = [_tail(line) for line in charge.lines]
            self._tails[code] = charge.lines, tails
        self._rows += len(tails)
        self._total += charge.amount
        self._last = max(self._last, charge.booked)
        head = f"{month(charge.month)};{charge.document};{code};"
        return head + head.join(tails)

    def counted(self) -> Counted:
        return Counted("naliczenia.csv", "Naliczenia", self._last, self._rows, self._total)


def _tail(line: Line) -> str:
    return (
        f"{line.premises};{line.component};{line.unit};{hundredths(line.quantity)};"
        f"{hundredths(line.rate)};{hundredths(line.amount)}{END}"
    )


def _write_balances(world: World, folder: Path, journal: Journal, as_of: date) -> Counted:
    rows, owed, overpaid = [], 0, 0
    for account in world.accounts:
        code, opening = account.number, account.opening
        debit, credit = journal.debit[code], journal.credit[code]
        closing = opening + debit - credit
        owed += max(closing, 0)
        overpaid += max(-closing, 0)
        rows.append(f"{code};{_sides(opening)};{money(debit)};{money(credit)};{_sides(closing)}")
    written = write(folder / "salda.csv", BALANCES, rows)
    return Counted("salda.csv", "Salda", as_of, written, owed, overpaid)


def _sides(balance: int) -> str:
    return f"{money(max(balance, 0))};{money(max(-balance, 0))}"
