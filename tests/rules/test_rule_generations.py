"""Rows of a source are read as of one generation: what is staged or undone changes no page."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from iok_core.imports.receiving import SHELVES
from tests.rules.source import ROOT, python_files, tree, write

TABLES = "|".join(shelf.name for shelf in SHELVES)
READS = re.compile(rf"\b(?:FROM|JOIN) (?:{TABLES})\b(?: ([a-z]\w*))?")
BOUND = r"visible\('{alias}'\)|\b{alias}\.since_gen\b"


def unbound(root: Path) -> Iterator[str]:
    """SQL that takes rows of a source whatever their generation: where, and as what."""
    for path in python_files(root, "iok_core"):
        for node in sql_texts(tree(path)):
            text = ast.unparse(node)
            for read in READS.finditer(text):
                if not re.search(BOUND.format(alias=read[1] or "no alias"), text):
                    yield f"{path.relative_to(root).as_posix()}:{node.lineno} {read[0]}"


def sql_texts(module: ast.Module) -> Iterator[ast.expr]:
    """Constants and f-strings, each whole."""
    nodes = list(ast.walk(module))
    parts = {part for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in nodes:
        if isinstance(node, ast.JoinedStr) or (
            isinstance(node, ast.Constant) and node not in parts
        ):
            yield node


def test_p7_rows_of_a_source_are_read_as_of_a_generation() -> None:
    assert list(unbound(ROOT)) == []


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ('"SELECT 1 FROM entry"', "FROM entry"),
        ("f\"SELECT 1 FROM charge c WHERE {visible('d')}\"", "FROM charge c"),
        ("f\"SELECT 1 FROM title t JOIN balance b ON {visible('t')}\"", "JOIN balance b"),
        ('"SELECT 1 FROM title t WHERE t.since_gen <= {}"', None),
        ('"SELECT 1 FROM entrance"', None),
    ],
)
def test_a_read_of_every_generation_is_seen(sql: str, told: str | None, tmp_path: Path) -> None:
    write(tmp_path, "iok_core/a/b.py", f"SQL = {sql}\n")
    assert list(unbound(tmp_path)) == ([f"iok_core/a/b.py:1 {told}"] if told else [])
