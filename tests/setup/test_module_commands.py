"""`iok module …`: what the page of modules does, for whoever has the server."""

import sqlite3
from contextlib import closing
from pathlib import Path

from click.testing import CliRunner, Result

from iok_core.cli import main
from tests.databases import on_sqlite
from tests.imports.bringing import EXPORTS

pytestmark = on_sqlite

EXPORT = EXPORTS / "a-semicolon-cp1250"
OPTIONS = ("--option", f"folder={EXPORT}", "--option", "layout=wn-ma")


def module(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--dir", str(folder), "module", *arguments])


def acts(folder: Path) -> list[tuple[str, str]]:
    sql = "SELECT actor_kind, action FROM audit WHERE action LIKE 'module_%' ORDER BY seq"
    with closing(sqlite3.connect(folder / "iok.sqlite")) as database:
        return database.execute(sql).fetchall()


def test_p5_a_module_is_added_paused_and_resumed(portal_folder: Path) -> None:
    added = module(portal_folder, "add", "files", "--title", "Księgowość", *OPTIONS)
    assert (added.exit_code, added.output) == (0, "ksiegowosc  files  ready\n")
    assert module(portal_folder, "pause", "ksiegowosc").output.startswith("ksiegowosc  files  pau")
    assert module(portal_folder, "list").output.startswith("ksiegowosc  files  paused")
    assert module(portal_folder, "resume", "ksiegowosc").output == "ksiegowosc  files  ready\n"
    assert acts(portal_folder) == [
        ("operator", act)
        for act in ("module_add", "module_enable", "module_pause", "module_enable")
    ]


def test_p5_a_module_that_cannot_work_is_told_and_stays_off(portal_folder: Path) -> None:
    nowhere = ("--option", "folder=/nowhere", "--option", "layout=wn-ma")
    added = module(portal_folder, "add", "files", "--title", "Księgowość", *nowhere)
    assert added.exit_code == 1
    assert "needs_attention" in added.output


def test_p8_a_title_is_asked_for(portal_folder: Path) -> None:
    refused = module(portal_folder, "add", "files", "--title", " ", *OPTIONS)
    assert (refused.exit_code, "--title is empty" in refused.output) == (2, True)
    assert acts(portal_folder) == []
