"""What a report type returns: a neutral document. How it looks is the portal's affair.

Texts are in the language of the extract. The portal itself puts on every page of every format where
the amounts come from, that they are for information, and the name of the cooperative.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    Cell = str | date | Decimal | int | None
else:
    Cell = Any  # on its way to the portal a cell is a text; what it means, its column says


class CellKind(StrEnum):
    """What stands in a column or a figure; None leaves it empty."""

    TEXT = "text"
    DAY = "day"
    """A `date`."""
    MONTH = "month"
    """Any `date` of the month."""
    AMOUNT = "amount"
    """`Decimal` in PLN with at most two places."""
    NUMBER = "number"
    """`Decimal` or `int`: a quantity, a rate, a count."""


class Column(msgspec.Struct, frozen=True):
    title: str
    kind: CellKind = CellKind.TEXT


class Row(msgspec.Struct, frozen=True):
    """As many cells as the table has columns."""

    cells: Sequence[Cell]
    total: bool = False
    """A subtotal or a total, which stands out."""


class Table(msgspec.Struct, frozen=True, tag="table"):
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]


class Figure(msgspec.Struct, frozen=True):
    label: str
    value: Cell
    kind: CellKind = CellKind.AMOUNT
    total: bool = False
    """What the figures above it lead to."""


class Figures(msgspec.Struct, frozen=True, tag="figures"):
    """A few values, each with what it is called, one below the other."""

    items: Sequence[Figure]


class Paragraph(msgspec.Struct, frozen=True, tag="paragraph"):
    text: str
    important: bool = False


class Section(msgspec.Struct, frozen=True):
    title: str
    parts: Sequence[Figures | Table | Paragraph]


class Document(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    period: str = ""
    """Of which day or days it is, as people read it."""
    sections: Sequence[Section]
    file_name: str = ""
    """Without an ending; letters, digits and hyphens are kept."""
