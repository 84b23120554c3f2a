"""Every installed plugin is asked; a broken one is named with its reason and hurts no other."""

import sys
from pathlib import Path
from typing import Any

import pytest

from iok_core.plugin_host import (
    Plugin,
    PluginProblem,
    PluginState,
    chosen,
    load_plugins,
)

CORE = "0.4.1"
HOOK = "from iok_core.api import hookimpl\n@hookimpl\n"


def load(name: str, core_version: str = CORE) -> Plugin:
    return next(one for one in load_plugins(core_version).plugins if one.name == name)


def assert_broken(plugin: Plugin, problem: PluginProblem, detail: str) -> None:
    assert (plugin.state, plugin.problem) == (PluginState.BROKEN, problem)
    assert detail in plugin.detail
    assert plugin.extensions == ()


def test_a_plugin_is_known_by_its_metadata_and_its_connectors(install: Any) -> None:
    install("acme")
    plugin = load("acme")
    assert (plugin.distribution, plugin.version, plugin.state) == ("iok-acme", "1.2", "ready")
    assert [info.name for info in plugin.extensions] == ["acme"]


def test_the_registry_finds_a_connector_by_its_name(install: Any) -> None:
    install("acme")
    info = load_plugins(CORE).connectors["acme"]
    assert (info.plugin, info.address) == ("acme", "acme_plugin:Sample")


@pytest.mark.parametrize("requires", ["iok>=1,<2", "iok<0.4", "iok==0.3.*"])
def test_a_plugin_for_another_core_version_is_not_imported(install: Any, requires: str) -> None:
    install("old", "raise SystemExit", requires=requires)
    plugin = load("old")
    assert (plugin.state, plugin.problem) == ("incompatible", "other_core_version")
    assert CORE in plugin.detail
    assert "old_plugin" not in sys.modules


def test_a_plugin_that_names_no_core_version_is_not_imported(install: Any) -> None:
    install("vague", requires=None)
    assert (load("vague").state, load("vague").problem) == ("incompatible", "no_core_version")


def test_a_disabled_plugin_is_listed_and_not_imported(install: Any) -> None:
    install("acme")
    registry = load_plugins(CORE, chosen({"IOK_DISABLE_PLUGINS": " acme,x "}))
    assert [one.state for one in registry.plugins if one.name == "acme"] == ["disabled"]
    assert "acme_plugin" not in sys.modules


@pytest.mark.parametrize(
    ("source", "problem", "detail"),
    [
        ("import no_such_module", "import_failed", "no_such_module"),
        ("raise SystemExit(3)", "import_failed", "SystemExit: 3"),
        ("def (", "import_failed", "SyntaxError"),
        ("", "unknown_hook", "@hookimpl"),
        (HOOK + "def iok_conectors(): ...", "unknown_hook", "iok_conectors"),
        (HOOK + "def iok_connectors(extra): ...", "unknown_hook", "extra"),
        (HOOK + "def iok_connectors(): raise SystemExit", "hook_failed", "SystemExit"),
        (HOOK + "def iok_connectors():\n yield 1/0", "hook_failed", "ZeroDivisionError"),
        (HOOK + "async def iok_connectors(): return []", "wrong_colour", "async"),
        (HOOK + "def iok_connectors(): return 5", "wrong_answer", "int"),
        (HOOK + "def iok_connectors(): return [int]", "wrong_answer", "int"),
        (HOOK + "def iok_pages(): return [type('A', (), {'__repr__': int})()]",
         "wrong_answer", "TypeError"),
    ],
)  # fmt: skip
def test_a_plugin_that_cannot_be_asked_is_broken_alone(
    install: Any, source: str, problem: PluginProblem, detail: str
) -> None:
    install("bad", source)
    install("good")
    assert_broken(load("bad"), problem, detail)
    assert load("good").state == "ready"


@pytest.mark.parametrize(
    ("before", "after", "problem", "detail"),
    [
        ('name = "bad"', 'name = "Bad Name"', "wrong_answer", "name"),
        ('name = "bad"', "", "wrong_answer", "name"),
        ("Sample(Connector[Options])", "Sample", "wrong_answer", "no Connector"),
        ('title = "Sample"', 'title = " "', "wrong_answer", "title"),
        ("options_type = Options", "options_type = dict", "wrong_answer", "options_type"),
        ("rows: int", "rows: 'Missing'", "wrong_answer", "Missing"),
        ("frozenset({Capability.BALANCES})", "frozenset({1})", "wrong_answer", "Capability"),
        ("Capability.BALANCES", "Capability.CHANGES", "wrong_answer", "pull_changes"),
        ("Capability.BALANCES", "Capability.TAKES_READINGS", "wrong_answer", "take_over"),
        ("Capability.BALANCES", "Capability.REPEATABLE_CHECKPOINTS", "wrong_answer", "pull_rest"),
        ("def check(self)", "def chek(self)", "wrong_answer", "abstract"),
        ("def pull(self)", "async def pull(self)", "wrong_colour", "pull"),
        ("yield Party(", "self.x = Party(", "wrong_colour", "pull"),
        ("def check(self)", "async def check(self)", "wrong_colour", "check"),
        ("[Sample]", "[type('Other', (Sample,), {})]", "wrong_answer", "top of its module"),
        ("return [Sample]", "return [Sample, Sample]", "name_taken", "connector bad"),
    ],
)  # fmt: skip
def test_a_connector_that_could_not_run_breaks_its_plugin(
    install: Any, tmp_path: Path, before: str, after: str, problem: PluginProblem, detail: str
) -> None:
    install("bad")
    path = tmp_path / "bad_plugin.py"
    assert before in path.read_text()
    path.write_text(path.read_text().replace(before, after))
    assert_broken(load("bad"), problem, detail)


def test_the_second_plugin_of_a_name_is_refused(install: Any) -> None:
    install("acme")
    install("zeta", entry_points="acme = zeta_plugin")
    first, second = (one for one in load_plugins(CORE).plugins if one.name == "acme")
    assert (first.distribution, first.state) == ("iok-acme", "ready")
    assert_broken(second, PluginProblem.NAME_TAKEN, "plugin acme")


def test_the_second_connector_of_a_name_is_refused(install: Any, tmp_path: Path) -> None:
    install("acme")
    install("zeta", (tmp_path / "acme_plugin.py").read_text())
    assert load("acme").state == "ready"
    assert_broken(load("zeta"), PluginProblem.NAME_TAKEN, "connector acme")


def test_an_unreadable_list_of_entry_points_is_one_plugin_s_affair(install: Any) -> None:
    install("bad", entry_points="no equals sign here")
    install("good")
    assert_broken(load("iok-bad"), PluginProblem.WRONG_METADATA, "entry_points.txt")
    assert load("good").state == "ready"


def test_a_requirement_that_cannot_be_read_breaks_its_plugin(install: Any) -> None:
    install("bad", requires="iok >= one")
    assert_broken(load("bad"), PluginProblem.WRONG_METADATA, "iok >= one")


LISTED = b"[iok.plugins]\nold = old_plugin\n"


@pytest.mark.parametrize(
    ("metadata", "listed"),
    [(None, LISTED), (b"Name: \xff", LISTED), (b"Name: iok-old", LISTED + b"\xff")],
)
def test_what_pip_left_behind_is_passed_over(
    install: Any, tmp_path: Path, metadata: bytes | None, listed: bytes
) -> None:
    left_behind = tmp_path / "~ok_old-1.0.dist-info"
    left_behind.mkdir()
    (left_behind / "entry_points.txt").write_bytes(listed)
    if metadata is not None:
        (left_behind / "METADATA").write_bytes(metadata)
    install("good")
    assert load("good").state == "ready"
