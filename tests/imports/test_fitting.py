import pytest

from iok_core.api import Problem
from iok_core.db.versioned import StagedRow
from iok_core.imports.fitting import sorted_out
from iok_core.ledger.intake import ACCOUNTS
from iok_core.premises.intake import TITLES


def account(name: str, key: str = "204-1") -> StagedRow:
    return StagedRow(ACCOUNTS, key, (1, "operating", name, None))


def title(share: int) -> StagedRow:
    return StagedRow(TITLES, "a|b", (1, 1, "ownership", None, None, share, share, None))


@pytest.mark.parametrize(
    "row",
    [
        account(""),
        account("x" * 200),
        account("", "x" * 250),
        title(2**31 - 1),
        title(-(2**31) + 1),
    ],
)
def test_what_its_columns_can_hold_is_kept(row: StagedRow) -> None:
    assert sorted_out([row]) == ([row], [])
    misfit = account("x" * 201) if row.shelf is ACCOUNTS else title(2**31)
    fit, misfits = sorted_out([row, misfit])
    assert (fit, [one for one, _ in misfits]) == ([row], [misfit])


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (account("x" * 201), Problem.TOO_LONG),
        (account("a\0b"), Problem.FORBIDDEN_CHARACTER),
        (account("", "x" * 251), Problem.TOO_LONG),
        (title(2**31), Problem.NOT_A_NUMBER),
        (title(-(2**31)), Problem.NOT_A_NUMBER),
    ],
)
def test_only_what_a_column_cannot_hold_is_sorted_out(row: StagedRow, problem: Problem) -> None:
    others = [account("Lipowa"), account("")] if row.shelf is ACCOUNTS else [title(1), title(2)]
    fit, misfits = sorted_out([others[0], row, *others[1:]])
    assert misfits == [(row, problem)]
    assert sorted(fit, key=others.index) == others
