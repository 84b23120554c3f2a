"""`iok audit …` on a portal, and the auditor's program on what it exports."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from iok_core.audit.actions import Action
from iok_core.audit.origin import Origin
from iok_core.cli import main
from iok_core.db import fetch, transaction
from iok_core.portal import Portal
from tests.audit.tampering import tamper
from tests.databases import on_sqlite
from tests.docs.reading import ROOT, blocks
from tests.portal import people

PROGRAM = "verify_audit.py"

pytestmark = on_sqlite


def iok(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--dir", str(folder), "audit", *arguments])


async def act(portal: Portal) -> None:
    for number in range(4):
        async with transaction():
            await portal.audit.record(Action.SIGN_IN, by=Origin.staff(number))


@pytest.fixture
def folder(portal_folder: Path) -> Path:
    people(portal_folder, act)
    return portal_folder


def broken(folder: Path, *statements: str) -> None:
    people(folder, lambda _: tamper(*statements))


def recorded(folder: Path) -> tuple[object, ...]:
    sql = "SELECT action, result, actor_kind, meta FROM audit ORDER BY seq DESC LIMIT 1"
    return people(folder, lambda _: fetch(sql))[0]


def test_aud4_verify_ends_with_0_or_1_and_names_the_first_bad_row(folder: Path) -> None:
    whole = iok(folder, "verify")
    assert (whole.exit_code, "whole" in whole.output) == (0, True)
    assert recorded(folder)[:3] == ("audit_verify", "done", "operator")
    broken(folder, "UPDATE audit SET actor = '9' WHERE seq = 3")
    assert iok(folder, "verify", "--from", "4").exit_code == 0
    bad = iok(folder, "verify")
    assert (bad.exit_code, bad.output.count("\n")) == (1, 1)
    assert bad.output.startswith("row 3 is not as it was written")
    assert recorded(folder) == ("audit_verify", "failed", "operator", '{"bad":3,"rows":2}')


def test_aud4_a_row_that_is_not_there_is_no_beginning(folder: Path) -> None:
    answer = iok(folder, "verify", "--from", "99")
    assert (answer.exit_code, "there is no row 99" in answer.output) == (1, True)


def test_aud5_an_anchor_elsewhere_tells_of_a_cut_tail(folder: Path, tmp_path: Path) -> None:
    anchors = tmp_path / "elsewhere.jsonl"
    line = iok(folder, "anchor", "--to", str(anchors))
    assert anchors.read_text() == line.output
    assert iok(folder, "verify", "--anchor", str(anchors)).exit_code == 0
    broken(folder, "DELETE FROM audit WHERE seq > 3")
    assert iok(folder, "verify").exit_code == 0
    bad = iok(folder, "verify", "--anchor", str(anchors))
    assert (bad.exit_code, "was anchored on" in bad.output) == (1, True)


def test_aud6_prune_first_says_what_would_go(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert iok(folder, "prune").output == "nothing is so old\n"
    monkeypatch.setenv("IOK_AUDIT__KEEP_MONTHS", "0")
    rows = people(folder, lambda _: fetch("SELECT count(*) FROM audit"))
    assert "would go" in iok(folder, "prune").output
    assert people(folder, lambda _: fetch("SELECT count(*) FROM audit")) == rows
    assert "pruned up to row" in iok(folder, "prune", "--yes").output
    assert people(folder, lambda _: fetch("SELECT count(*) FROM audit")) == [(2,)]
    assert iok(folder, "verify").exit_code == 0


def test_aud6_a_chain_that_does_not_hold_is_not_pruned(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IOK_AUDIT__KEEP_MONTHS", "0")
    broken(folder, "UPDATE audit SET actor = '9' WHERE seq = 3")
    answer = iok(folder, "prune", "--yes")
    assert (answer.exit_code, "row 3 is not as it was written" in answer.output) == (1, True)
    assert people(folder, lambda _: fetch("SELECT min(seq) FROM audit")) == [(1,)]


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """As it stands in the docs."""
    (text,) = (
        block.text for block in blocks(ROOT / "docs/operators/audit.md") if block.mark == PROGRAM
    )
    assert len(text.splitlines()) < 100
    path = tmp_path / PROGRAM
    path.write_text(text)
    return path


def check(program: Path, *arguments: str) -> tuple[int, str]:
    """With nothing but Python: no package can be imported, and no file beside it."""
    command = [sys.executable, "-I", "-S", str(program), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout.strip()


@pytest.mark.parametrize("pruned", [False, True])
def test_aud8_the_auditor_s_program_finds_what_we_find(
    folder: Path, program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, pruned: bool
) -> None:
    if pruned:
        monkeypatch.setenv("IOK_AUDIT__KEEP_MONTHS", "0")
        iok(folder, "prune", "--yes")
        people(folder, act)
    export, anchors = tmp_path / "audit.jsonl", tmp_path / "anchors.jsonl"
    iok(folder, "anchor", "--to", str(anchors))
    assert iok(folder, "export", "--to", str(export)).exit_code == 0
    assert recorded(folder)[:3] == ("audit_export", "done", "operator")
    with_key = ("--key", str(folder / "keys/audit.key"))
    with_anchors = ("--anchors", str(anchors))
    rows = export.read_text().splitlines(keepends=True)
    assert check(program, str(export), *with_key, *with_anchors) == (0, f"{len(rows)} rows, whole")
    changed = [row.replace('"staff","actor":"2"', '"staff","actor":"3"') for row in rows]
    export.write_text("".join(changed))
    assert check(program, str(export)) == (0, f"{len(rows)} rows, whole")
    assert "is not as it was written" in check(program, str(export), *with_key)[1]
    export.write_text("".join(rows[:2] + rows[3:]))
    assert "is missing" in check(program, str(export))[1]
    export.write_text("".join(rows[:-3]))
    assert check(program, str(export), *with_anchors)[0] == 1
