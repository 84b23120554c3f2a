"""Rows as the answer to a request: a file that the browser saves."""

from collections.abc import Iterable, Sequence

from litestar import Response

from iok_core.web.csv_file import Cell, csv_bytes

MEDIA_TYPE = "text/csv"


def csv_answer(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response[bytes]:
    """`name` is that of the file, in ASCII."""
    return Response(
        csv_bytes([header, *rows]),
        media_type=MEDIA_TYPE,
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )
