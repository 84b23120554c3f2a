"""One delimited text file: its header, its rows, and where in the file a row stands."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from io import BufferedReader, TextIOWrapper
from pathlib import Path
from typing import Self

from iok_connector_files.decoding import check_decodes, codec
from iok_connector_files.layout import Format
from iok_core.api import ConnectorError, ConnectorProblem


class Table:
    """An open file. Cells come trimmed, and empty where the layout says that they mean nothing."""

    def __init__(self, path: Path, form: Format) -> None:
        self.name = path.name
        self.line = 1
        """Line on which the current row begins, as a person counts."""
        self._empty = dict.fromkeys(form.empty, "")
        self._bytes = BufferedReader(path.open("rb", buffering=0), 1 << 18)
        self._text = TextIOWrapper(self._bytes, codec(form.encoding), "strict", newline="")
        self._reader = csv.reader(
            self._text,
            delimiter=form.separator,
            quotechar=form.quote or None,
            quoting=csv.QUOTE_MINIMAL if form.quote else csv.QUOTE_NONE,
            strict=True,
        )
        self.header = next(self.rows(), [])

    @classmethod
    def opened(cls, path: Path, form: Format, columns: Iterable[str]) -> Self:
        """Opens a file that is in the right code page and has these columns.

        Raises:
            ConnectorError: it is missing, undecodable, or has not all of the columns just once.
        """
        if not path.is_file():
            raise ConnectorError(ConnectorProblem.MISSING_FILE, path.name)
        check_decodes(path, form.encoding)
        table = cls(path, form)
        try:
            table._require(dict.fromkeys(columns))
        except ConnectorError:
            table.close()
            raise
        return table

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._text.close()

    @property
    def bytes_read(self) -> int:
        return self._bytes.tell()

    def rows(self) -> Iterator[list[str]]:
        """Every row of any width; blank lines are none, broken quotes come as an empty row."""
        empty = self._empty
        while True:
            self.line = self._reader.line_num + 1
            try:
                row = next(self._reader)
            except StopIteration:
                return
            except csv.Error:
                yield []
                continue
            except UnicodeDecodeError:
                detail = f"after line {self.line}: changed while it was read"
                raise ConnectorError(ConnectorProblem.UNDECODABLE, self.name, detail) from None
            if row:
                cells = list(map(str.strip, row))
                yield [empty.get(cell, cell) for cell in cells] if empty else cells

    def _require(self, columns: Iterable[str]) -> None:
        count = Counter(self.header)
        if missing := [column for column in columns if not count[column]]:
            raise ConnectorError(ConnectorProblem.MISSING_COLUMN, self.name, ", ".join(missing))
        if twice := [column for column in columns if count[column] > 1]:
            detail = "more than once: " + ", ".join(twice)
            raise ConnectorError(ConnectorProblem.WRONG_LAYOUT, self.name, detail)
