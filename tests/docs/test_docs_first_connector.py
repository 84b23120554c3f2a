"""The plugin of docs/developers/first-connector.md, built as a package and run."""

import os
import subprocess
import sys
from pathlib import Path

from tests.databases import on_sqlite
from tests.docs.reading import ROOT
from tests.docs.unpacking import iok

PAGE = ROOT / "docs/developers/first-connector.md"


@on_sqlite
def test_the_shown_plugin_is_found_by_its_entry_point(installed: Path, portal_folder: Path) -> None:
    plugins = iok(installed, portal_folder, "plugin", "list")
    states = {one["name"]: (one["state"], one["extensions"]) for one in plugins}
    assert states["czynsz"] == ("ready", [{"kind": "connector", "name": "czynsz"}])


def test_the_shown_test_passes(installed: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests"],
        cwd=installed,
        env={**os.environ, "PYTHONPATH": f"{installed / 'site'}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "1 passed" in done.stdout, done.stdout + done.stderr


@on_sqlite
def test_the_shown_plugin_publishes_and_is_held_as_the_page_says(
    installed: Path, portal_folder: Path
) -> None:
    ask = ("import", "run", "--plugin", "czynsz", "--option", "file=czynsz.json")
    first = iok(installed, portal_folder, *ask)
    assert (first["state"], first["reasons"]) == ("published", [])
    assert first["counts"]["entries"] == 3
    export = installed / "czynsz.json"
    cut_off = export.read_text("utf-8").replace('"entries": 3', '"entries": 4')
    export.write_text(cut_off, "utf-8")
    second = iok(installed, portal_folder, *ask)
    assert [reason["code"] for reason in second["reasons"]] == ["totals_disagree"]
    assert second["state"] == "held"
