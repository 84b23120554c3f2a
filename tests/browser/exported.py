"""The demonstration's files as anybody reads them: csv alone, nothing of the portal."""

import csv
from pathlib import Path
from typing import Self

import msgspec

Row = dict[str, str]


class Entry(msgspec.Struct, frozen=True, order=True):
    """As a page shows it: days as `dd.mm.yyyy`, amounts in grosze."""

    day: str
    document: str
    charged: int
    paid: int


class Payer(msgspec.Struct, frozen=True):
    key: str
    name: str
    accounts: tuple[str, ...]


class Exported(msgspec.Struct, frozen=True):
    files: dict[str, list[Row]]

    @classmethod
    def read(cls, folder: Path) -> Self:
        return cls({path.stem: _rows(path) for path in sorted(folder.glob("*.csv"))})

    def payers(self) -> list[Payer]:
        """Those with a name of their own who hold every premises of their accounts for good."""
        names = [row["Nazwa pełna"] for row in self.files["kontrahenci"]]
        return [
            Payer(row["Symbol"], row["Nazwa pełna"], accounts)
            for row in self.files["kontrahenci"]
            if names.count(row["Nazwa pełna"]) == 1
            and (accounts := self._accounts_of(row["Symbol"]))
        ]

    def balance(self, account: str) -> int:
        """Above zero: to pay."""
        return self._of_balances(account, "Bilans zamknięcia")

    def opening(self, account: str) -> int:
        return self._of_balances(account, "Bilans otwarcia")

    def as_of(self, file: str) -> str:
        """The day of a file's figures; of the last booked bank statement for no file."""
        return next(row["Stan na"] for row in self.files["sumy"] if row["Plik"] == file)

    def entries(self, account: str) -> list[Entry]:
        return [
            Entry(
                row["Data księgowania"],
                row["Dokument"],
                grosze(row["Kwota Wn"]),
                grosze(row["Kwota Ma"]),
            )
            for row in self.files["zapisy"]
            if row["Konto"] == account
        ]

    def _accounts_of(self, payer: str) -> tuple[str, ...]:
        mine = [row for row in self.files["konta"] if row["Kontrahent"] == payer]
        kept = all(self._holds(payer, row["Symbole lokali"].split("+")) for row in mine)
        return tuple(row["Numer konta"] for row in mine) if kept else ()

    def _holds(self, payer: str, premises: list[str]) -> bool:
        held = {
            row["Lokal"]
            for row in self.files["tytuly"]
            if row["Kontrahent"] == payer and not row["Do"]
        }
        return held.issuperset(premises)

    def _of_balances(self, account: str, column: str) -> int:
        row = next(row for row in self.files["salda"] if row["Numer konta"] == account)
        return grosze(row[f"{column} Wn"]) - grosze(row[f"{column} Ma"])


def grosze(text: str) -> int:
    """`1 234,56` and `1 234,56 zł`, whatever blanks stand in it; nought for an empty field."""
    digits = "".join(character for character in text if character.isdecimal())
    return int(digits or "0") * (-1 if text.startswith(("-", "\u2212")) else 1)


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="cp1250", newline="") as file:
        return list(csv.DictReader(file, delimiter=";", quoting=csv.QUOTE_NONE))
