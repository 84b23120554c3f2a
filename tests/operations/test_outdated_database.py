"""A release was installed and `iok migrate` has not run: whatever needs the tables says so."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from iok_core.cli import main
from tests.databases import on_sqlite
from tests.processes import free_port

OLDER = "the database is older than this release: run `iok migrate`"
NEEDS_TABLES = [
    ["import", "list"],
    ["module", "list"],
    ["notice", "list"],
    ["report", "list"],
    ["resident", "show", "123456"],
    ["staff", "add", "Ewa Biurowa", "--role", "desk"],
    ["worker", "--once"],
    ["serve", "--port", "{port}"],
]

pytestmark = on_sqlite


@pytest.fixture
def outdated(portal_folder: Path) -> Path:
    """As a release left it that knew no heartbeats."""
    with closing(sqlite3.connect(portal_folder / "iok.sqlite", isolation_level=None)) as database:
        newest = "SELECT max(id) FROM migration"
        database.execute(f"DELETE FROM migration WHERE id = ({newest})")
        database.execute("DROP TABLE heartbeat")
    return portal_folder


def iok(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--dir", str(folder), *arguments])


@pytest.mark.parametrize("command", NEEDS_TABLES, ids=" ".join)
def test_a_command_tells_that_the_database_is_older(outdated: Path, command: list[str]) -> None:
    answer = iok(outdated, *(part.format(port=free_port()) for part in command))
    assert (answer.exit_code, answer.output) == (1, f"Error: {OLDER}\n")


def test_doctor_looks_at_what_needs_no_tables(outdated: Path) -> None:
    answer = iok(outdated, "doctor", "--json")
    assert answer.exit_code == 1
    found = {one["check"]: one["ok"] for one in json.loads(answer.output)}
    assert found == {"migrations": False, "files": True, "disk": True, "log": True}
