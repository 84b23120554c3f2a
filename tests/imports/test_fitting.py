import pytest

from iok_core.api import Problem
from iok_core.db.versioned import StagedRow
from iok_core.imports.fitting import problem_of
from iok_core.ledger.intake import ACCOUNTS
from iok_core.premises.intake import TITLES


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("x" * 200, None),
        ("x" * 201, Problem.TOO_LONG),
        ("a\0b", Problem.FORBIDDEN_CHARACTER),
    ],
)
def test_a_text_that_its_column_cannot_hold_is_told(name: str, problem: Problem | None) -> None:
    assert problem_of(StagedRow(ACCOUNTS, "204-1", (1, "operating", name, None))) is problem


def test_a_key_that_is_too_long_is_told() -> None:
    row = StagedRow(ACCOUNTS, "x" * 251, (1, "operating", "", None))
    assert problem_of(row) is Problem.TOO_LONG


@pytest.mark.parametrize(("share", "problem"), [(2**31 - 1, None), (2**31, Problem.NOT_A_NUMBER)])
def test_a_number_that_its_column_cannot_hold_is_told(share: int, problem: Problem | None) -> None:
    values = (1, 1, "ownership", None, None, share, share, None)
    assert problem_of(StagedRow(TITLES, "a|b", values)) is problem
