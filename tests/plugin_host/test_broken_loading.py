"""Each broken plugin is judged as it deserves, named with its reason, and leaves no trace."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from iok_core.plugin_host import Plugin, load_plugins
from iok_core.plugin_host.choice import FIRST_PARTY
from iok_core.plugin_host.probing import Probe, Verdict, probed
from iok_core.plugin_host.standings import Standing
from iok_core.plugin_host.words import sentence
from tests.installing import BROKEN, forget, install

CORE = "0.1.0"

REFUSED = {
    "import-error": ("broken", "import_failed", "no_such_module"),
    "system-exit": ("broken", "import_failed", "SystemExit: 3"),
    "syntax-error": ("broken", "import_failed", "SyntaxError"),
    "newer-core": ("incompatible", "other_core_version", "iok>=99"),
    "hook-raises": ("broken", "hook_failed", "ZeroDivisionError"),
    "hook-async": ("broken", "wrong_colour", "iok_connectors is async"),
    "unknown-hook": ("broken", "unknown_hook", "iok_conectors"),
    "wrong-answer": ("broken", "wrong_answer", "is no Connector"),
    "half-registered": ("broken", "unknown_hook", "unknown"),
    "bad-route": ("broken", "foreign_page", "/biuro"),
    "duplicate-path": ("broken", "bad_page", "/wtyczki/duplicate-path/here"),
    "bad-template": ("broken", "bad_template", "panel.html, line 1"),
}
FAILS_IN_A_CHILD = {
    *("check-hangs", "pull-raises", "pull-hangs", "pull-segfaults", "pull-deaf", "pull-floods"),
    *("pull-prints", "channel-raises", "report-raises", "report-floods"),
}
FAILS_LATER = FAILS_IN_A_CHILD | {
    *("panel-raises", "panel-hangs", "page-fails", "bad-migration"),
    *("form-raises", "form-hangs", "form-answers-wrongly"),
}
NOT_EVEN_TRIED = {"import-kills", "import-hangs"}


@pytest.fixture
def loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Plugin]]:
    """All of them, but for those that would end this process or keep it for ever."""
    monkeypatch.syspath_prepend(tmp_path)
    for name in (*REFUSED, *FAILS_LATER):
        install(BROKEN / name, tmp_path)
    yield {one.name: one for one in load_plugins(CORE).plugins}
    forget("iok_broken_")


def test_every_broken_package_is_tried() -> None:
    found = {path.parent.name for path in BROKEN.glob("*/pyproject.toml")}
    assert found == {*REFUSED, *FAILS_LATER, *NOT_EVEN_TRIED}


def test_p4_p9_each_is_refused_with_its_own_reason(loaded: dict[str, Plugin]) -> None:
    found = {name: (loaded[name].state, loaded[name].problem) for name in REFUSED}
    assert found == {name: (state, problem) for name, (state, problem, _) in REFUSED.items()}
    for name, (_, _, detail) in REFUSED.items():
        assert detail in loaded[name].detail


def test_nothing_is_kept_of_a_refused_plugin(loaded: dict[str, Plugin]) -> None:
    for name in REFUSED:
        one = loaded[name]
        assert (one.extensions, one.pages, one.panels, one.templates) == ((), (), (), None)


def test_those_that_fail_later_are_ready_and_so_are_their_neighbours(
    loaded: dict[str, Plugin],
) -> None:
    assert {loaded[name].state for name in (*FAILS_LATER, "files")} == {"ready"}


def test_each_has_one_sentence_for_the_office(loaded: dict[str, Plugin]) -> None:
    for name in REFUSED:
        said = sentence(Standing(loaded[name]))
        assert said.endswith(".")
        assert said.count(". ") == 0


@pytest.mark.parametrize(
    ("name", "came", "detail"),
    [("import-kills", "died", "exit 0"), ("import-hangs", "hung", "after 1 s")],
)
def test_what_an_import_would_do_to_the_portal_is_found_out_in_a_child(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, came: str, detail: str
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    install(BROKEN / name, tmp_path)
    verdict = probed(f"iok_broken_{name.replace('-', '_')}", seconds=1)
    assert (verdict.came, detail in verdict.detail) == (came, True)


def test_a_plugin_that_would_end_the_portal_is_never_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    install(BROKEN / "import-kills", tmp_path)
    stamps = tmp_path / "probed.json"
    plugins = load_plugins(CORE, require=Probe(stamps).require).plugins
    (one,) = (one for one in plugins if one.name == "import-kills")
    assert (one.state, one.problem) == ("broken", "import_kills")
    assert stamps.exists()


def test_a_plugin_is_probed_again_only_when_its_files_have_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    install(BROKEN / "import-error", tmp_path)
    asked: list[str] = []

    def counted(module: str, seconds: float) -> Verdict:
        asked.append(module)
        return probed(module, seconds)

    monkeypatch.setattr("iok_core.plugin_host.probing.probed", counted)
    for _ in range(2):
        load_plugins(CORE, require=Probe(tmp_path / "probed.json").require)
    assert len(asked) == 1
    module = tmp_path / "iok_broken_import_error/__init__.py"
    module.write_text("import another_that_is_missing\n")
    load_plugins(CORE, require=Probe(tmp_path / "probed.json").require)
    assert len(asked) == 2


def test_what_comes_with_the_portal_is_known_by_the_whole_names_of_its_distributions() -> None:
    projects = (Path(__file__).parents[2] / "plugins").glob("*/pyproject.toml")
    shipped = {tomllib.loads(path.read_text("utf-8"))["project"]["name"] for path in projects}
    assert shipped == FIRST_PARTY
