"""The shape of the source tree."""

import tomllib
from collections import Counter
from pathlib import Path

from tests.rules.source import ROOT, write

INSTALLED_BY_TESTS = {"broken_plugins", "sample_plugin"}
WITH_FIXTURES_OF_THEIR_OWN = {"browser"}
"""Fixtures of a package end with it; there is no other way to end a browser before the run."""


def packages(root: Path) -> list[Path]:
    """The import package of each distribution lies in its folder under its own name."""
    plugins = sorted(path.parent for path in root.glob("plugins/*/pyproject.toml"))
    return [root / "iok_core", *(plugin / plugin.name for plugin in plugins)]


def untyped(root: Path) -> list[str]:
    return [str(package) for package in packages(root) if not (package / "py.typed").exists()]


def repeated_test_names(root: Path) -> list[str]:
    files = [*root.glob("tests/**/test_*.py"), *root.glob("plugins/*/tests/**/test_*.py")]
    return [name for name, times in Counter(path.name for path in files).items() if times > 1]


def unknown_to_mypy(root: Path) -> list[str]:
    """Without its own base folder a plugin's modules would have two names each."""
    settings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    known = settings["tool"]["mypy"]["mypy_path"].split(":")
    plugins = [package.parent.relative_to(root).as_posix() for package in packages(root)[1:]]
    return [plugin for plugin in plugins if plugin not in known]


def test_every_package_says_that_it_is_typed() -> None:
    assert untyped(ROOT) == []


def test_every_test_file_has_its_own_name() -> None:
    assert repeated_test_names(ROOT) == []


def test_other_tests_are_no_package() -> None:
    found = {path.relative_to(ROOT).parts[1] for path in ROOT.glob("tests/**/__init__.py")}
    assert found == INSTALLED_BY_TESTS | WITH_FIXTURES_OF_THEIR_OWN


def test_mypy_knows_where_each_plugin_begins() -> None:
    assert unknown_to_mypy(ROOT) == []


def test_an_untyped_plugin_is_seen(tmp_path: Path) -> None:
    write(tmp_path, "iok_core/py.typed", "")
    write(tmp_path, "plugins/a/pyproject.toml", "")
    assert untyped(tmp_path) == [str(tmp_path / "plugins/a/a")]


def test_a_repeated_test_name_is_seen(tmp_path: Path) -> None:
    for name in ("tests/db/test_x.py", "plugins/a/tests/test_x.py", "tests/test_y.py"):
        write(tmp_path, name, "")
    assert repeated_test_names(tmp_path) == ["test_x.py"]


def test_a_plugin_that_mypy_does_not_know_is_seen(tmp_path: Path) -> None:
    write(tmp_path, "pyproject.toml", '[tool.mypy]\nmypy_path = ".:plugins/a"')
    write(tmp_path, "plugins/a/pyproject.toml", "")
    write(tmp_path, "plugins/b/pyproject.toml", "")
    assert unknown_to_mypy(tmp_path) == ["plugins/b"]
