"""Rows as a file for a spreadsheet: UTF-8 with a mark, semicolons, and nothing that it would run.

A cell that begins with one of these is a formula to a spreadsheet, also when it came from a file
that somebody else wrote; an apostrophe before it makes it text.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from iok_core.web.filters import WARSAW

_FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")


class Number(str):
    """Digits of our own making: a minus before them is one."""

    __slots__ = ()


Cell = str | int | date | None
"""`Number` among the texts; a moment among the days."""


def zloty(grosze: int | None) -> Cell:
    """-1234,56: as Polish spreadsheets read an amount."""
    if grosze is None:
        return None
    zlote, rest = divmod(abs(grosze), 100)
    return Number(f"{'-' if grosze < 0 else ''}{zlote},{rest:02d}")


def csv_bytes(rows: Iterable[Sequence[Cell]]) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerows([_text(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case Number() | int():
            return str(cell)
        case datetime():
            return f"{cell.astimezone(WARSAW):%Y-%m-%d %H:%M}"
        case date():
            return f"{cell:%Y-%m-%d}"
    return f"'{cell}" if cell.lstrip(" \u00a0").startswith(_FORMULA) else cell
