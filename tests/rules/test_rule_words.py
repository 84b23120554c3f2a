"""Names say what a thing is, and nothing is left for later."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rules.source import ROOT, python_files, tree, write

PLACES = ("iok_core", "plugins", "tests", "run.py")
EMPTY_CLASS_NAME = re.compile(
    r"(Manager|Helpers?|Utils?|Utilities)$|^(Base|Abstract)[A-Z]|^I[A-Z][a-z]"
)
EMPTY_MODULE_NAME = re.compile(r"(^|_)(managers?|helpers?|utils?|common|misc|base|data)$")
LEFT_FOR_LATER = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
TEXTS = {".py", ".html", ".css", ".js", ".md", ".toml", ".typ", ".txt", ".sql", ".po", ""}


def empty_names(root: Path) -> list[str]:
    faults = []
    for path in python_files(root, *PLACES):
        if EMPTY_MODULE_NAME.search(path.stem):
            faults.append(f"{path}: name it after what it holds")
        faults += [
            f"{path}:{node.lineno}: {node.name} says nothing"
            for node in ast.walk(tree(path))
            if isinstance(node, ast.ClassDef) and EMPTY_CLASS_NAME.search(node.name)
        ]
    return faults


def texts(root: Path) -> Iterator[Path]:
    for place in ("iok_core", "plugins", "themes", "tests", "docs", "deploy", ".ci"):
        for path in sorted((root / place).rglob("*")):
            if path.is_file() and path.suffix in TEXTS and "vendor" not in path.parts:
                yield path
    yield from sorted(path for path in root.glob("[!.]*.*") if path.suffix in TEXTS)


def left_for_later(root: Path) -> list[str]:
    return [
        f"{path}:{number}: {line.strip()}"
        for path in texts(root)
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1)
        if LEFT_FOR_LATER.search(line)
    ]


def test_every_name_says_something() -> None:
    assert empty_names(ROOT) == []


def test_nothing_is_left_for_later() -> None:
    assert left_for_later(ROOT) == []


@pytest.mark.parametrize("name", ["PluginManager", "FormHelper", "BasePage", "DateUtils"])
def test_an_empty_class_name_is_seen(name: str, tmp_path: Path) -> None:
    write(tmp_path, "plugins/a/a/x.py", f"class {name}: ...")
    assert len(empty_names(tmp_path)) == 1


@pytest.mark.parametrize("name", ["utils", "form_helpers", "base"])
def test_an_empty_module_name_is_seen(name: str, tmp_path: Path) -> None:
    write(tmp_path, f"iok_core/{name}.py", "")
    assert len(empty_names(tmp_path)) == 1


def test_ordinary_names_are_left_alone(tmp_path: Path) -> None:
    write(tmp_path, "iok_core/database.py", "class Baseline: ...\nclass Import: ...")
    assert empty_names(tmp_path) == []


@pytest.mark.parametrize("word", ["TO" + "DO", "FIX" + "ME", "XX" + "X"])
def test_a_thing_left_for_later_is_seen(word: str, tmp_path: Path) -> None:
    write(tmp_path, "themes/default/page.html", f"<!-- {word} the rest -->")
    write(tmp_path, "README.md", f"{word}: write it")
    assert len(left_for_later(tmp_path)) == 2
