"""How a cell reads. On pages and on paper as people write it; in a CSV so that programs read it."""

from datetime import date
from decimal import Decimal

from iok_core.api import Cell, CellKind
from iok_core.web import csv_file
from iok_core.web.filters import day_short, decimal, money, month, orphans

RIGHT = frozenset({CellKind.AMOUNT, CellKind.NUMBER})


def shown(cell: Cell, kind: CellKind) -> str:
    match cell, kind:
        case int(), CellKind.AMOUNT:
            return money(cell)
        case date(), CellKind.DAY:
            return day_short(cell)
        case date(), CellKind.MONTH:
            return month(cell)
        case Decimal(), CellKind.NUMBER:
            return decimal(f"{cell:f}")
        case str(), CellKind.TEXT:
            return orphans(cell)
    return ""


def plain(cell: Cell, kind: CellKind) -> csv_file.Cell:
    """Decimal comma, no unit, 2026-05-31: what spreadsheets with Polish settings take."""
    match cell, kind:
        case int(), CellKind.AMOUNT:
            return csv_file.zloty(cell)
        case date(), CellKind.MONTH:
            return f"{cell:%Y-%m}"
        case Decimal(), CellKind.NUMBER:
            return csv_file.Number(f"{cell:f}".replace(".", ","))
        case ((str() | date()), _):
            return cell
    return None
