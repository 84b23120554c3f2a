"""The files of an export, read by nothing but what their description says."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path

Row = dict[str, str]

FILES = (
    *("lokale", "kontrahenci", "tytuly", "konta", "zapisy", "naliczenia", "salda"),
    *("liczniki", "odczyty", "sumy"),
)


def grosze(text: str) -> int:
    """`-1 234,56` is -123456, an empty amount nought."""
    if not text:
        return 0
    whole, _, rest = text.partition(",")
    assert len(rest) == 2, text
    return int(whole.replace(" ", "") + rest)


def day(text: str) -> date:
    return date(int(text[6:]), int(text[3:5]), int(text[:2]))


class Export:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in FILES:
            setattr(self, name, self._rows(name))

    lokale: list[Row]
    kontrahenci: list[Row]
    tytuly: list[Row]
    konta: list[Row]
    zapisy: list[Row]
    naliczenia: list[Row]
    salda: list[Row]
    liczniki: list[Row]
    odczyty: list[Row]
    sumy: list[Row]

    def text(self, name: str) -> str:
        return (self.folder / f"{name}.csv").read_bytes().decode("cp1250")

    def balance(self, account: str) -> int:
        """As salda.csv closes it: grosze, positive = the resident owes."""
        (row,) = (row for row in self.salda if row["Numer konta"] == account)
        return balance(row, "zamknięcia")

    def accounts_that_do_not_add_up(self) -> list[str]:
        debit = summed(self.zapisy, "Kwota Wn", "Konto")
        credit = summed(self.zapisy, "Kwota Ma", "Konto")
        return [
            row["Numer konta"]
            for row in self.salda
            for key in [(row["Numer konta"],)]
            if grosze(row["Obroty Wn"]) != debit.get(key, 0)
            or grosze(row["Obroty Ma"]) != credit.get(key, 0)
            or balance(row, "otwarcia") + debit.get(key, 0) - credit.get(key, 0)
            != balance(row, "zamknięcia")
        ]

    def entries(self, account: str, *kinds: str) -> list[Row]:
        return [
            row
            for row in self.zapisy
            if row["Konto"] == account and (not kinds or row["Typ"] in kinds)
        ]

    def account(self, number: str) -> Row:
        (row,) = (row for row in self.konta if row["Numer konta"] == number)
        return row

    def titles(self, party: str) -> dict[str, Row]:
        return {row["Lokal"]: row for row in self.tytuly if row["Kontrahent"] == party}

    def as_of(self, file: str) -> date:
        return day(self.control(file)["Stan na"])

    def control(self, file: str) -> Row:
        (row,) = (row for row in self.sumy if row["Plik"] == file)
        return row

    def _rows(self, name: str) -> list[Row]:
        lines = self.text(name).split("\r\n")
        assert lines.pop() == "", f"{name}.csv ends in the middle of a line"
        reader = csv.DictReader(lines, delimiter=";", quoting=csv.QUOTE_NONE, strict=True)
        rows = list(reader)
        assert all(None not in row and None not in row.values() for row in rows), name
        return rows


def balance(row: Row, of: str) -> int:
    debit, credit = row[f"Bilans {of} Wn"], row[f"Bilans {of} Ma"]
    assert not (debit and credit), row
    return grosze(debit) - grosze(credit)


def summed(rows: Iterable[Row], column: str, *keys: str) -> dict[tuple[str, ...], int]:
    sums: dict[tuple[str, ...], int] = defaultdict(int)
    for row in rows:
        sums[tuple(row[key] for key in keys)] += grosze(row[column])
    return dict(sums)
