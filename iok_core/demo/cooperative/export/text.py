from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TextIO

END = "\r\n"


class Counted(NamedTuple):
    """A file and what sumy.csv says of it; amounts in grosze."""

    file: str
    title: str
    as_of: date
    rows: int
    debit: int = 0
    credit: int = 0


def money(grosze: int) -> str:
    return hundredths(grosze) if grosze else ""


@lru_cache(maxsize=1 << 15)
def hundredths(number: int) -> str:
    whole, rest = divmod(abs(number), 100)
    sign = "-" if number < 0 else ""
    return f"{sign}{whole:,}".replace(",", " ") + f",{rest:02}"


@lru_cache(maxsize=1 << 12)
def day(moment: date | None) -> str:
    return f"{moment.day:02}.{moment.month:02}.{moment.year}" if moment else ""


@lru_cache(maxsize=1 << 8)
def month(first: date) -> str:
    return f"{first.month:02}.{first.year}"


def create(path: Path) -> TextIO:
    return path.open("w", encoding="cp1250", newline="")


def write(path: Path, header: str, rows: Iterable[str]) -> int:
    """Writes a whole file and counts its rows."""
    lines = [header, *rows]
    with create(path) as file:
        file.writelines(line + END for line in lines)
    return len(lines) - 1
