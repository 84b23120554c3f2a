"""What was accepted, as files that the accounting program takes in: one for each thing."""

import os
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from iok_connector_files.layout import Format, Layout
from iok_core.api import (
    AcceptedOccupants,
    AcceptedReading,
    ConnectorError,
    ConnectorProblem,
    Medium,
    TakenOver,
    TakeOverResult,
)

COLUMNS = (
    "id",
    "submission",
    "accepted_on",
    "kind",
    "premises",
    "meter",
    "meter_number",
    "medium",
    "day",
    "value",
    "unit",
)
DONE = "done"
"""Sub-folder into which the program moves what it has taken in."""
_ID = re.compile("[0-9A-Za-z]{1,64}")


class Unwritable(Exception):  # noqa: N818 (a state)
    """In Polish, as the office reads it."""


class Drop:
    """A folder, and how the program reads files."""

    def __init__(self, folder: Path, layout: Layout) -> None:
        self._folder = folder
        self._format = layout.format
        self._media = _own_words(layout.words.medium)

    def check(self) -> None:
        if not self._folder.is_dir():
            raise ConnectorError(ConnectorProblem.UNREACHABLE, str(self._folder), "no such folder")
        if not os.access(self._folder, os.W_OK | os.X_OK):
            raise ConnectorError(
                ConnectorProblem.UNREACHABLE, str(self._folder), "it cannot be written to"
            )

    def put(self, one: AcceptedOccupants | AcceptedReading) -> TakenOver:
        """Raises OSError: the folder cannot be worked with now."""
        if not _ID.fullmatch(one.id):
            raise ValueError("an id of letters and digits")
        name = f"{one.id}.csv"
        if any((place / name).exists() for place in (self._folder, self._folder / DONE)):
            return TakenOver(id=one.id, result=TakeOverResult.TAKEN_BEFORE)
        try:
            content = self._content(one)
        except Unwritable as error:
            return TakenOver(id=one.id, result=TakeOverResult.REFUSED, detail=str(error))
        write_whole(self._folder, name, content)
        return TakenOver(id=one.id, result=TakeOverResult.TAKEN)

    def _content(self, one: AcceptedOccupants | AcceptedReading) -> bytes:
        rows = [COLUMNS, [self._cells(one).get(column, "") for column in COLUMNS]]
        lines = [self._format.separator.join(map(self._quoted, row)) for row in rows]
        try:
            return "".join(f"{line}\r\n" for line in lines).encode(self._format.encoding)
        except UnicodeEncodeError as error:
            sign = error.object[error.start : error.end]
            raise Unwritable(f"Kodowanie {self._format.encoding} nie ma znaku {sign}") from None

    def _cells(self, one: AcceptedOccupants | AcceptedReading) -> Mapping[str, str]:
        head = {
            "id": one.id,
            "submission": one.submission,
            "accepted_on": written_day(self._format, one.accepted_on),
            "premises": one.premises,
        }
        if isinstance(one, AcceptedOccupants):
            since = written_day(self._format, one.counts_from) if one.counts_from else ""
            return {**head, "kind": "occupants", "day": since, "value": str(one.occupants)}
        return {
            **head,
            "kind": "reading",
            "meter": one.meter,
            "meter_number": one.number,
            "medium": self._media.get(one.medium, one.medium.value),
            "day": written_day(self._format, one.day),
            "value": written_number(self._format, one.value),
            "unit": one.unit,
        }

    def _quoted(self, cell: str) -> str:
        separator, quote = self._format.separator, self._format.quote
        if not any(sign in cell for sign in (separator, quote or separator, "\r", "\n")):
            return cell
        if not quote:
            raise Unwritable(f"W „{cell}” jest separator, a układ nie zna cudzysłowu")
        return f"{quote}{cell.replace(quote, quote * 2)}{quote}"


def written_day(form: Format, day: date) -> str:
    """By the same pattern by which days are read."""
    known = {"yyyy": f"{day:%Y}", "dd": f"{day:%d}", "mm": f"{day:%m}"}
    known |= {"d": str(day.day), "m": str(day.month)}
    return re.sub("yyyy|dd?|mm?", lambda mark: known[mark[0]], form.date)


def written_number(form: Format, number: Decimal) -> str:
    return f"{number:.3f}".replace(".", form.decimal)


def write_whole(folder: Path, name: str, content: bytes) -> None:
    """Nobody ever sees a part of it, and after a power cut it is there or it is not."""
    part = folder / f".{name}.part"
    part.unlink(missing_ok=True)
    opened = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    with open(opened, "wb") as file:  # noqa: PTH123 - it is open already
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / name)
    inside = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(inside)
    finally:
        os.close(inside)


def _own_words(words: Mapping[str, Medium]) -> dict[Medium, str]:
    """The program's first word for each."""
    found: dict[Medium, str] = {}
    for word, medium in words.items():
        found.setdefault(medium, word)
    return found
