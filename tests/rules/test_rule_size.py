"""A reader should see a file in a few screens and a function in one."""

import ast
from pathlib import Path

from tests.rules.source import ROOT, python_files, tree, write

PLACES = ("iok_core", "plugins", "run.py")
FILE_LINES = 300
FUNCTION_LINES = 30


def long_files(root: Path) -> list[str]:
    lengths = {
        path: len(path.read_text("utf-8").splitlines()) for path in python_files(root, *PLACES)
    }
    return [f"{path}: {lines} lines" for path, lines in lengths.items() if lines > FILE_LINES]


def long_functions(root: Path) -> list[str]:
    return [
        f"{path}:{node.lineno}: {node.name} has {lines} lines"
        for path in python_files(root, *PLACES)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for lines in [(node.end_lineno or node.lineno) - node.lineno + 1]
        if lines > FUNCTION_LINES
    ]


def test_no_file_is_too_long() -> None:
    assert long_files(ROOT) == []


def test_no_function_is_too_long() -> None:
    assert long_functions(ROOT) == []


def test_the_first_line_too_many_is_seen(tmp_path: Path) -> None:
    write(tmp_path, "iok_core/enough.py", "a = 1\n" * 300)
    write(tmp_path, "plugins/a/too_much.py", "a = 1\n" * 301)
    assert [fault.split()[-2] for fault in long_files(tmp_path)] == ["301"]


def test_the_first_line_too_many_of_a_function_is_seen(tmp_path: Path) -> None:
    write(tmp_path, "run.py", "def enough():\n" + "    a = 1\n" * 29)
    write(tmp_path, "iok_core/x.py", "class X:\n  async def much(self):\n" + "    a = 1\n" * 30)
    assert [fault.split()[1] for fault in long_functions(tmp_path)] == ["much"]


def test_migrations_are_left_alone(tmp_path: Path) -> None:
    write(tmp_path, "iok_core/audit/migrations/first.py", "a = 1\n" * 301)
    assert long_files(tmp_path) == []
