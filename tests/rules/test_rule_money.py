"""Money is whole grosze or Decimal: no binary fraction is written where amounts are handled."""

import ast
from pathlib import Path

import pytest

from tests.rules.source import ROOT, python_files, tree, write

PLACES = ("iok_core/imports", "iok_core/ledger", "iok_core/premises", "iok_core/reports", "plugins")


def floats(root: Path) -> list[str]:
    return [
        f"{path}:{node.lineno}: a binary fraction"
        for path in python_files(root, *PLACES)
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Call) and ast.unparse(node.func) == "float")
    ]


def test_no_binary_fraction_where_money_is() -> None:
    assert floats(ROOT) == []


@pytest.mark.parametrize("line", ["amount = 12.5", "amount = float(text)", "def f(rate=1e2): ..."])
def test_a_binary_fraction_is_seen(line: str, tmp_path: Path) -> None:
    write(tmp_path, "iok_core/ledger/service.py", line)
    assert len(floats(tmp_path)) == 1


def test_whole_numbers_and_durations_are_left_alone(tmp_path: Path) -> None:
    write(tmp_path, "plugins/a/a/pull.py", "grosze = 1250\ndef wait(seconds: float) -> None: ...")
    assert floats(tmp_path) == []
