"""What a column cannot hold is one rejected row; PostgreSQL would refuse the whole batch."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from piccolo.columns import BigInt, ForeignKey, Integer, Varchar

from iok_core.api import Problem
from iok_core.db.versioned import KEY_LENGTH, Shelf, StagedRow

_SMALL, _LARGE = 2**31 - 1, 2**63 - 1


Misfit = tuple[StagedRow, Problem]


def sorted_out(rows: Sequence[StagedRow]) -> tuple[Sequence[StagedRow], list[Misfit]]:
    """Of rows of one shelf those that its columns can hold, and the others."""
    if _all_fit(rows):
        return rows, []
    judged = [(row, problem_of(row)) for row in rows]
    fit = [row for row, problem in judged if problem is None]
    return fit, [(row, problem) for row, problem in judged if problem is not None]


def _all_fit(rows: Sequence[StagedRow]) -> bool:
    """Column by column, which takes a tenth of the time that row by row does."""
    columns = [[row.key for row in rows], *zip(*(row.values for row in rows), strict=True)]
    return all(map(_fit, columns, _most(rows[0].shelf)))


def _fit(column: Sequence[Any], most: int | None) -> bool:
    """As `_problem` judges each of the values; they have one type."""
    values = [value for value in column if value]
    if not values:
        return True
    if isinstance(values[0], str):
        return "\0" not in "".join(values) and (most is None or max(map(len, values)) <= most)
    return most is None or -most <= min(values) <= max(values) <= most


def problem_of(row: StagedRow) -> Problem | None:
    for value, most in zip((row.key, *row.values), _most(row.shelf), strict=True):
        problem = _problem(value, most)
        if problem is not None:
            return problem
    return None


def is_key(text: str) -> bool:
    return _problem(text, KEY_LENGTH) is None


def _problem(value: object, most: int | None) -> Problem | None:
    if isinstance(value, str):
        if "\0" in value:
            return Problem.FORBIDDEN_CHARACTER
        return Problem.TOO_LONG if most is not None and len(value) > most else None
    if isinstance(value, int) and most is not None and abs(value) > most:
        return Problem.NOT_A_NUMBER
    return None


@cache
def _most(shelf: Shelf) -> tuple[int | None, ...]:
    """The longest text or largest number of the key and of each column."""
    return KEY_LENGTH, *(_most_of(shelf, name) for name in shelf.columns)


def _most_of(shelf: Shelf, name: str) -> int | None:
    column = shelf.table._meta.get_column_by_name(name)
    if isinstance(column, Varchar):
        return column.length
    if isinstance(column, (BigInt, ForeignKey)):
        return _LARGE
    return _SMALL if isinstance(column, Integer) else None
