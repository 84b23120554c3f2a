"""An export in which a column has slipped by a row: all its sums agree, and it is everybody else's.

What is to be told is counted in the files, before and after.
"""

import shutil
from collections import defaultdict
from pathlib import Path

import pytest

from iok_core.api import DataKind
from iok_core.imports.generations import ImportState
from iok_core.imports.guard import Reason, ReasonCode
from iok_core.portal import Portal
from tests.databases import on_sqlite
from tests.imports.rewriting import (
    ORIGINAL,
    Change,
    Row,
    brought,
    counted_anew,
    read,
    rewritten,
)
from tests.imports.seeing import seen
from tests.portal import people


def slipped(column: str) -> Change:
    def slip(rows: list[Row]) -> None:
        values = [row[column] for row in rows]
        for row, value in zip(rows, [values[-1], *values[:-1]], strict=True):
            row[column] = value

    return slip


def differing(before: list[Row], after: list[Row], key: str, column: str) -> int:
    now = {row[key]: row[column] for row in after}
    pairs = [(row[column], now[row[key]]) for row in before]
    return sum(1 for old, new in pairs if old and new and old != new)


def without_their_holders(before: list[Row], after: list[Row], *_: str) -> int:
    """Premises of which nobody has remained whose title had no end."""
    holders: list[dict[str, set[str]]] = []
    for rows in (before, after):
        found = defaultdict(set)
        for row in rows:
            if not row["Do"]:
                found[row["Kod lokalu"]].add(row["Kod kontrahenta"])
        holders.append(found)
    old, new = holders
    return sum(1 for one in old if not old[one] & new[one])


@pytest.mark.parametrize(
    ("kind", "file", "key", "column"),
    [
        (DataKind.PREMISES, "lokale.csv", "Kod lokalu", "Nr lokalu"),
        (DataKind.PREMISES, "lokale.csv", "Kod lokalu", "Rachunek do wpłat"),
        (DataKind.PARTIES, "kontrahenci.csv", "Kod", "Nazwa"),
        (DataKind.ACCOUNTS, "konta.csv", "Konto", "Kod kontrahenta"),
        (DataKind.TITLES, "tytuly.csv", "Kod lokalu", "Kod kontrahenta"),
        (DataKind.ENTRIES, "zapisy.csv", "Nr zapisu", "Konto"),
    ],
)
def test_p7_s05_a_column_that_slipped_by_a_row_is_held_and_nobody_reads_what_is_anothers(
    base_folder: Path, export: Path, kind: DataKind, file: str, key: str, column: str
) -> None:
    rewritten(export, file, slipped(column))
    counted = without_their_holders if kind is DataKind.TITLES else differing
    changed = counted(read(ORIGINAL, file), read(export, file), key, column)
    of = len(read(ORIGINAL, "lokale.csv" if kind is DataKind.TITLES else file))
    told = Reason(code=ReasonCode.CHANGED_HANDS, kind=kind, expected=of, found=changed)

    async def check(portal: Portal) -> None:
        before = await seen()
        line = await brought(portal, export)
        assert line.state is ImportState.HELD
        assert [one for one in line.why if one.code is ReasonCode.CHANGED_HANDS] == [told]
        assert await seen() == before

    people(base_folder, check)


def sold(symbols: list[str]) -> Change:
    def sell(rows: list[Row]) -> None:
        for row in [row for row in rows if row["Kod lokalu"] in symbols and not row["Do"]]:
            row["Do"] = "30.09.2026"
            rows.append(row | {"Kod kontrahenta": another(row), "Od": "01.10.2026", "Do": ""})

    return sell


def another(row: Row) -> str:
    return next(key for key in ("K0001", "K0002", "K0005") if key != row["Kod kontrahenta"])


def held_premises() -> list[str]:
    return sorted({row["Kod lokalu"] for row in read(ORIGINAL, "tytuly.csv") if not row["Do"]})


@on_sqlite
@pytest.mark.parametrize("number", [1, 2, 3])
def test_p7_sales_are_shown_until_they_are_a_fifth_of_the_premises(
    base_folder: Path, export: Path, number: int
) -> None:
    rewritten(export, "tytuly.csv", sold(held_premises()[:number]))
    counted_anew(export, "tytuly.csv")

    async def check(portal: Portal) -> None:
        line = await brought(portal, export)
        assert (line.state is ImportState.PUBLISHED) == (number < 3), line.why

    people(base_folder, check)


@on_sqlite
def test_p7_an_export_without_titles_is_held_as_nobody_would_see_anything(
    base_folder: Path, export: Path
) -> None:
    rewritten(export, "tytuly.csv", lambda rows: rows.clear())
    counted_anew(export, "tytuly.csv")
    found = len(held_premises())
    told = Reason(code=ReasonCode.CHANGED_HANDS, kind=DataKind.TITLES, expected=13, found=found)

    async def check(portal: Portal) -> None:
        assert (await brought(portal, export)).why == [told]

    people(base_folder, check)


@on_sqlite
def test_p7_premises_that_two_have_sold_together_are_counted_once(
    base_folder: Path, export: Path, tmp_path: Path
) -> None:
    symbols = held_premises()[:2]

    def to_couples(rows: list[Row]) -> None:
        theirs = [row for row in rows if row["Kod lokalu"] in symbols and not row["Do"]]
        rows.extend(row | {"Kod kontrahenta": "K0004"} for row in theirs)

    rewritten(export, "tytuly.csv", to_couples)
    counted_anew(export, "tytuly.csv")
    later = Path(shutil.copytree(export, tmp_path / "later"))
    rewritten(later, "tytuly.csv", sold(symbols))
    counted_anew(later, "tytuly.csv")

    async def check(portal: Portal) -> None:
        for folder in (export, later):
            line = await brought(portal, folder)
            assert line.state is ImportState.PUBLISHED, line.why

    people(base_folder, check)


@on_sqlite
def test_p7_what_changed_hands_before_is_not_counted_again(base_folder: Path, export: Path) -> None:
    def passed_on(begin: int) -> Change:
        def pass_on(rows: list[Row]) -> None:
            for row in rows[begin : begin + 2]:
                row["Kod kontrahenta"] = another(row)

        return pass_on

    async def check(portal: Portal) -> None:
        for begin in (0, 2, 4):
            rewritten(export, "konta.csv", passed_on(begin))
            line = await brought(portal, export)
            assert line.state is ImportState.PUBLISHED, line.why

    people(base_folder, check)


@on_sqlite
def test_p7_what_becomes_known_of_everything_is_shown(
    portal_folder: Path, export: Path, tmp_path: Path
) -> None:
    def unknown(rows: list[Row]) -> None:
        for row in rows:
            row["Rachunek do wpłat"] = ""

    earlier = Path(shutil.copytree(export, tmp_path / "earlier"))
    rewritten(earlier, "lokale.csv", unknown)

    async def check(portal: Portal) -> None:
        for folder in (earlier, export):
            line = await brought(portal, folder)
            assert line.state is ImportState.PUBLISHED, line.why

    people(portal_folder, check)
