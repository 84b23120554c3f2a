"""What an operator does with the command `iok`, in real folders."""

import json
import socket
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from iok_core.cli import main
from iok_core.db import execute
from tests.databases import on_sqlite
from tests.imports.bringing import EXPORTS
from tests.operations.servers import IOK, iok
from tests.portal import people


def typed(folder: Path, *arguments: str) -> Result:
    """As `iok`, without a process of its own, where the process is not what is shown."""
    return CliRunner().invoke(main, ["--dir", str(folder), *arguments])


def read(folder: Path, *arguments: str, expect: int = 0) -> Any:
    done = typed(folder, *arguments, "--json")
    assert done.exit_code == expect, done.output
    return json.loads(done.stdout)


def test_init_makes_a_portal_that_says_what_is_missing(tmp_path: Path) -> None:
    folder = tmp_path / "iok"
    assert "iok staff add" in iok(folder, "init")
    assert (folder / "iok.toml").stat().st_mode & 0o077 == 0
    assert (folder / "keys" / "audit.key").stat().st_mode & 0o377 == 0
    found = {f["check"]: f["ok"] for f in read(folder, "doctor", expect=1)}
    assert found == {
        "migrations": True,
        "audit": True,
        "anchor": True,
        "approvals": True,
        "roles": True,
        "files": True,
        "disk": True,
        "log": True,
        "clock": True,
        "regulations": False,
        "plugins": True,
        "workers": False,
        "sign-ins": True,
        "imports": True,
        "data": False,
        "messages": True,
        "hand-overs": True,
    }


@on_sqlite
def test_init_leaves_a_portal_that_is_there_as_it_is(portal_folder: Path) -> None:
    before = (portal_folder / "iok.toml").read_bytes()
    iok(portal_folder, "init", expect=1)
    assert (portal_folder / "iok.toml").read_bytes() == before


def test_a_folder_without_settings_is_told_in_one_sentence(tmp_path: Path) -> None:
    done = subprocess.run(
        [*IOK, "--dir", str(tmp_path), "doctor"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "iok init" in done.stderr
    assert "Traceback" not in done.stderr


def import_of(folder: Path, variant: str = "", *more: str, expect: int = 0) -> Any:
    export = EXPORTS / "a-semicolon-cp1250" / variant
    options = ["--option", f"folder={export}", "--option", "layout=wn-ma", *more]
    return read(folder, "import", "run", "--plugin", "files", *options, expect=expect)


def test_an_export_is_brought_in_listed_and_shown(portal_folder: Path) -> None:
    done = import_of(portal_folder)
    assert (done["state"], done["counts"]["entries"], done["reasons"]) == ("published", 303, [])
    held = import_of(portal_folder, "wrong-totals", expect=1)
    assert (held["state"], [r["code"] for r in held["reasons"]]) == ("held", ["totals_disagree"])
    lines = read(portal_folder, "import", "list")
    assert [line["state"] for line in lines] == ["held", "published"]
    truncated = import_of(portal_folder, "truncated", expect=1)
    (row,) = read(portal_folder, "import", "show", str(truncated["run"]))["rejected_rows"]
    assert (row["source"], row["row"], row["problem"]) == ("zapisy.csv", 185, "wrong_columns")
    assert "expected 92982.58 found 92882.58" in typed(portal_folder, "import", "show", "2").output


@on_sqlite
def test_a_module_is_imported_again_by_its_name(portal_folder: Path) -> None:
    import_of(portal_folder)
    again = read(portal_folder, "import", "run", "--module", "files")
    assert again["state"] == "repeated"


@on_sqlite
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--plugin", "files"), "folder"),
        (("--plugin", "files", "--option", "colour=red", "--option", "folder=x"), "colour"),
        (("--plugin", "nothing"), "nothing"),
        (("--module", "nothing"), "nothing"),
        (("--plugin", "files", "--option", "folder"), "KEY=VALUE"),
        ((), "--module or --plugin"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(
    portal_folder: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = typed(portal_folder, "import", "run", *arguments)
    assert done.exit_code in (1, 2)
    assert said in done.stderr
    assert isinstance(done.exception, SystemExit)


def test_the_worker_takes_what_waits(portal_folder: Path) -> None:
    import_of(portal_folder)
    queue = (
        "INSERT INTO run (module, kind, state, requested_at, requested_by, attempt, lease_owner, "
        "progress_done, progress_total, problem, problem_source, problem_detail, log) "
        "SELECT module, kind, 'queued', requested_at, 'staff', 0, '', 0, 0, '', '', '', '' FROM run"
    )
    people(portal_folder, lambda _: execute(queue))
    iok(portal_folder, "worker", "--once")
    states = [line["state"] for line in read(portal_folder, "import", "list")]
    assert states == ["repeated", "published"]


@on_sqlite
def test_a_port_that_is_taken_is_refused(portal_folder: Path) -> None:
    """The server would else share it with another one and answer half of the requests."""
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        for command in (["serve"], ["demo", "--dir", str(portal_folder / "demo")]):
            done = subprocess.run(
                [*IOK, "--dir", str(portal_folder), *command, "--port", port],
                capture_output=True,
                text=True,
                check=False,
                timeout=20,
            )
            assert done.returncode == 1
            assert port in done.stderr
        assert not (portal_folder / "demo").exists()
