"""SQL by hand runs on SQLite and PostgreSQL alike; see docs/developers/sql.md."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rules.source import ROOT, tree

ENGINES_OWN = ROOT / "iok_core/db"
FILES = [
    path
    for path in sorted(ROOT.glob("iok_core/**/*.py"))
    if ENGINES_OWN not in path.parents and path.parent.name != "migrations"
]
STATEMENT = re.compile(
    r"\b(SELECT .* FROM|(INSERT( OR \w+)?|REPLACE) INTO|UPDATE \w+ SET|DELETE FROM)\b", re.DOTALL
)

ONE_ENGINE_ONLY = {
    "SQLite alone has it": (
        r"\bINSERT OR\b|\bREPLACE INTO\b|\browid\b|\bPRAGMA\b|\bsqlite_|\bGLOB\b|\bIFNULL\("
        r"|\bjulianday\(|\bstrftime\(|\bdatetime\(|\bgroup_concat\(|\bAUTOINCREMENT\b"
    ),
    "PostgreSQL alone has it": (
        r"::\w|\bILIKE\b|\bFOR (NO KEY )?UPDATE\b|\bFOR SHARE\b|\bDISTINCT ON\b|\bANY *\("
        r"|\bpg_\w+\(|\bnow\(\)|\bstring_agg\("
    ),
    "a truth value is no number": r"\b\w+ (=|<>) (TRUE|FALSE|true|false)\b",
    "a moment comes as an argument": r"\bCURRENT_(TIMESTAMP|DATE|TIME)\b",
    "a placeholder is {}": r"[=<>(] *\?|\$\d",
}


def statements(path: Path) -> Iterator[tuple[int, str]]:
    """Texts that look like SQL; what an f-string computes stands there as a name."""
    for node in ast.walk(tree(path)):
        text = _text(node)
        if text and STATEMENT.search(text):
            yield getattr(node, "lineno", 0), text


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) or "x" for part in node.values)
    return ""


def broken(sql: str) -> list[str]:
    return [why for why, pattern in ONE_ENGINE_ONLY.items() if re.search(pattern, sql)]


def test_sql_by_hand_says_nothing_that_one_engine_alone_knows() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {why}"
        for path in FILES
        for line, sql in statements(path)
        for why in broken(sql)
    ]
    assert found == []


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT OR IGNORE INTO t VALUES (1)",
        "SELECT x::text FROM t",
        "SELECT x FROM t WHERE active = true",
        "SELECT x FROM t WHERE at < CURRENT_TIMESTAMP",
        "SELECT x FROM t WHERE x = ?",
        "SELECT x FROM t FOR UPDATE",
    ],
)
def test_the_rule_finds_what_it_looks_for(sql: str) -> None:
    assert STATEMENT.search(sql)
    assert broken(sql)


def test_the_rule_reads_the_statements_of_the_portal() -> None:
    assert sum(1 for path in FILES for _ in statements(path)) > 30
