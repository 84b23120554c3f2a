"""A copy of an export, changed as somebody changes it in a spreadsheet."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

from iok_core.imports.history import ImportLine
from iok_core.portal import Portal
from tests.imports.bringing import EXPORTS, LAYOUTS, bring_in
from tests.imports.deciding import BASE

ORIGINAL = EXPORTS / BASE

Row = dict[str, str]
Change = Callable[[list[Row]], None]


def read(folder: Path, file: str) -> list[Row]:
    return list(csv.DictReader(io.StringIO((folder / file).read_text("cp1250")), delimiter=";"))


def rewritten(folder: Path, file: str, change: Change) -> None:
    rows = read(folder, file)
    columns = list(rows[0])
    change(rows)
    with (folder / file).open("w", encoding="cp1250", newline="") as out:
        writer = csv.DictWriter(out, columns, delimiter=";", lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)


def counted_anew(folder: Path, file: str) -> None:
    """Its control total says how many rows it has now."""

    def say(told: list[Row]) -> None:
        for row in told:
            if row["Plik"] == file:
                row["Liczba wierszy"] = str(len(read(folder, file)))

    rewritten(folder, "kontrola.csv", say)


async def brought(portal: Portal, folder: Path) -> ImportLine:
    return await bring_in(portal, {"folder": str(folder), "layout": LAYOUTS[BASE]})
