"""How the rules read a tree. Each is a function of its root, so that it can be shown a bad one."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


LEFT_ALONE = {"migrations", "broken_plugins"}
"""What a tool wrote, and what is wrong on purpose."""


def python_files(root: Path, *places: str) -> Iterator[Path]:
    for place in places:
        found = [root / place] if place.endswith(".py") else sorted((root / place).rglob("*.py"))
        yield from (path for path in found if path.exists() and LEFT_ALONE.isdisjoint(path.parts))


def tree(path: Path) -> ast.Module:
    return _parsed(path.read_text("utf-8"))


@cache
def _parsed(text: str) -> ast.Module:
    """Once for all rules; none of them changes what it reads."""
    return ast.parse(text)


def imported_names(path: Path, root: Path) -> Iterator[str]:
    """Full dotted names: `from a.b import c` gives a.b.c, whether c is a module or not."""
    package = path.relative_to(root).with_suffix("").parts
    for node in _imports(path.read_text("utf-8")):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        else:
            above = package[: len(package) - node.level] if node.level else ()
            source = [*above, *(node.module or "").split(".")]
            yield from (".".join([*filter(None, source), alias.name]) for alias in node.names)


@cache
def _imports(text: str) -> list[ast.Import | ast.ImportFrom]:
    return [n for n in ast.walk(_parsed(text)) if isinstance(n, ast.Import | ast.ImportFrom)]


def write(root: Path, name: str, text: str) -> Path:
    """A file of a bad tree."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path
