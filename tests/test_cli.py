"""The root command: what it says, and how little it takes to say it."""

import subprocess
import sys
from pathlib import Path

import click
import pytest

from iok_core.cli import COMMANDS, main
from tests.databases import on_sqlite

WEB = {"litestar", "jinja2", "xlsxwriter", "black"}
"""What takes long to import, and only pages and some files need; black nothing of ours."""


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_says_of_a_command_what_it_says_of_itself(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.get_short_help_str(limit=1000) == COMMANDS[name].help


def test_the_help_needs_no_subject() -> None:
    assert not imported("--help") & {"piccolo", "msgspec", *WEB}


@on_sqlite
def test_a_worker_needs_nothing_of_the_web(portal_folder: Path) -> None:
    modules = imported("--dir", str(portal_folder), "worker", "--once")
    assert "iok_connector_files" in modules
    assert not modules & WEB


def imported(*arguments: str) -> set[str]:
    """The packages that a process of this command has at its end."""
    work = f"main({arguments!r}, standalone_mode=False); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; from iok_core.cli import main; {work}"],
        capture_output=True,
        text=True,
        check=True,
    )
    return {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()}
