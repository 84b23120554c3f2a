"""A table as a file that a spreadsheet opens by a double click."""

import csv
import io
from collections.abc import Iterable, Sequence

from litestar import Response

_BOM = "\ufeff"
"""Without it Excel takes UTF-8 for an old code page and spoils Polish letters."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_file(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Response[bytes]:
    """Divided by semicolons, as Polish spreadsheets expect; no cell is taken for a formula."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return Response(
        (_BOM + text.getvalue()).encode(),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


def _harmless(cell: str) -> str:
    """An apostrophe before what a spreadsheet would compute."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
