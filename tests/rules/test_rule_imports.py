"""Who may import what, as far as the layers in pyproject.toml can not say it."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.rules.source import ROOT, imported_names, python_files, write

Rule = Callable[[Path], list[str]]

MACHINERY = {"api", "approvals", "child", "db", "demo", "plugin_host", "testing", "web"}
CONTRACT = {"api": {"msgspec", "pluggy"}, "child": {"msgspec"}}


def core_imports(root: Path) -> Iterator[tuple[Path, str, str]]:
    """File, the package of iok_core that it lies in ("" at the top), imported name."""
    for path in python_files(root, "iok_core"):
        package, *rest = path.relative_to(root / "iok_core").parts
        for name in imported_names(path, root):
            yield path, package if rest else "", name


def is_or_is_in(name: str, *modules: str) -> bool:
    return any(name == module or name.startswith(module + ".") for module in modules)


def http_in_services(root: Path) -> list[str]:
    return [
        f"{path}: only pages import {name}"
        for path, package, name in core_imports(root)
        if package and package not in MACHINERY and not path.stem.endswith("_pages")
        if is_or_is_in(name, "litestar")
    ]


def sql_in_pages(root: Path) -> list[str]:
    return [
        f"{path}: pages never import {name}"
        for path, _, name in core_imports(root)
        if path.stem.endswith("_pages") and is_or_is_in(name, "piccolo")
    ]


def pluggy_elsewhere(root: Path) -> list[str]:
    return [
        f"{path}: pluggy belongs to the plugin host"
        for path in python_files(root, "iok_core", "plugins")
        if "plugin_host" not in path.parts and path.parts[-2:] != ("api", "hooks.py")
        if any(is_or_is_in(name, "pluggy") for name in imported_names(path, root))
    ]


def foreign_tables_and_pages(root: Path) -> list[str]:
    """A foreign key has to name the other table; admission and app see several subjects at once;
    machinery offers pages to all of them."""
    return [
        f"{path}: ask the service of {parts[1]} instead of {name}"
        for path, package, name in core_imports(root)
        if package
        for parts in [name.split(".")]
        if parts[0] == "iok_core" and len(parts) > 2 and parts[1] != package
        if (parts[2] == "tables" and path.name != "tables.py")
        or (parts[2].endswith("_pages") and parts[1] not in MACHINERY)
    ]


def contract_beyond_its_means(root: Path) -> list[str]:
    return [
        f"{path}: {package} may not import {name}"
        for path, package, name in core_imports(root)
        if package in CONTRACT and not is_or_is_in(name, "iok_core.api", "iok_core.child")
        if name not in ("iok_core.api", "iok_core.child")
        if name.split(".")[0] not in sys.stdlib_module_names | CONTRACT[package]
    ]


def plugins_beyond_the_contract(root: Path) -> list[str]:
    plugins = {path.parent.name for path in root.glob("plugins/*/pyproject.toml")}
    return [
        f"{path}: a plugin may not import {name}"
        for plugin in sorted(plugins)
        for path in python_files(root, f"plugins/{plugin}")
        for name in imported_names(path, root)
        if is_or_is_in(name, "iok_core", *plugins - {plugin})
        if not is_or_is_in(name, "iok_core.api", "iok_core.testing")
    ]


def generator_beyond_itself(root: Path) -> list[str]:
    """What the generator shared with the reader of its files would prove nothing about either."""
    return [
        f"{path}: the generator may not import {name}"
        for path, _, name in core_imports(root)
        if path.is_relative_to(root / "iok_core/demo/cooperative")
        if is_or_is_in(name, "iok_core", "iok_connector_files")
        if not is_or_is_in(name, "iok_core.demo.cooperative")
    ]


RULES: dict[Rule, tuple[str, str]] = {
    http_in_services: ("iok_core/ledger/service.py", "from litestar import Request"),
    sql_in_pages: ("iok_core/ledger/resident_pages.py", "import piccolo.columns"),
    pluggy_elsewhere: ("iok_core/modules/service.py", "import pluggy"),
    foreign_tables_and_pages: (
        "iok_core/ledger/service.py",
        "from ..premises import tables",
    ),
    contract_beyond_its_means: ("iok_core/api/records.py", "from ..db import clock"),
    plugins_beyond_the_contract: ("plugins/a/a/pull.py", "from iok_core import db"),
    generator_beyond_itself: (
        "iok_core/demo/cooperative/places.py",
        "from iok_core import ledger",
    ),
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_tree_keeps_the_rule(rule: Rule) -> None:
    assert rule(ROOT) == []


@pytest.mark.parametrize(("rule", "bad"), RULES.items(), ids=lambda x: getattr(x, "__name__", ""))
def test_the_rule_refuses_a_bad_tree(rule: Rule, bad: tuple[str, str], tmp_path: Path) -> None:
    write(tmp_path, "plugins/a/pyproject.toml", "")
    write(tmp_path, *bad)
    assert len(rule(tmp_path)) == 1


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("iok_core/ledger/resident_pages.py", "from litestar import get"),
        ("iok_core/ledger/tables.py", "from iok_core.premises.tables import Party"),
        ("iok_core/plugin_host/registry.py", "import pluggy"),
        ("iok_core/api/hooks.py", "import pluggy, msgspec"),
        ("iok_core/demo/commands.py", "from iok_core import app"),
        (
            "iok_core/demo/cooperative/places.py",
            "from iok_core.demo.cooperative.model import World",
        ),
        ("plugins/a/a/pull.py", "from iok_core import api\nfrom a import wire\nimport litestar"),
    ],
)
def test_a_good_import_is_left_alone(file: str, line: str, tmp_path: Path) -> None:
    write(tmp_path, "plugins/a/pyproject.toml", "")
    write(tmp_path, file, line)
    assert [fault for rule in RULES for fault in rule(tmp_path)] == []


def test_two_plugins_stay_apart(tmp_path: Path) -> None:
    write(tmp_path, "plugins/a/pyproject.toml", "")
    write(tmp_path, "plugins/b/pyproject.toml", "")
    write(tmp_path, "plugins/a/a/pull.py", "import b.wire")
    assert len(plugins_beyond_the_contract(tmp_path)) == 1
