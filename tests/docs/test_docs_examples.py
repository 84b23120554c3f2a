"""What the pages tell the reader to type, and the files that they show."""

import json
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from iok_core.settings import load
from tests.databases import on_sqlite
from tests.docs.reading import ROOT, Block, blocks, commands, pages, prose
from tests.portal import LivePortal

INSTALL = ROOT / "docs/operators/install.md"
BEFORE = {ROOT / "docs/operators/importing.md"}
"""Pages that begin where the installation ended."""
MARKED = [page for page in pages() if any(block.mark == "run" for block in blocks(page))]


def typed(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    program, *arguments = shlex.split(command)
    assert program == "iok"
    whole = [sys.executable, "-m", "iok_core", *arguments]
    return subprocess.run(whole, cwd=folder, capture_output=True, text=True, check=False)


def all_blocks(language: str) -> list[Any]:
    return [
        pytest.param(block, id=f"{page.relative_to(ROOT)}:{number}")
        for page in pages()
        for number, block in enumerate(blocks(page))
        if block.language == language
    ]


@on_sqlite
@pytest.mark.parametrize("page", MARKED, ids=lambda page: page.stem)
def test_marked_commands_work_one_after_the_other(
    page: Path, tmp_path: Path, portal_folder: Path
) -> None:
    if page in BEFORE:
        shutil.copytree(portal_folder, tmp_path / "portal")
    for block in blocks(page):
        for command in commands(block) if block.mark == "run" else []:
            done = typed(command, tmp_path)
            assert done.returncode == 0, f"{command}: {done.stderr}"


@pytest.mark.parametrize("block", all_blocks("toml"))
def test_shown_toml_can_be_read(block: Block) -> None:
    assert tomllib.loads(block.text)


@pytest.mark.parametrize("block", all_blocks("python"))
def test_shown_python_can_be_read(block: Block) -> None:
    compile(block.text, block.mark or "example", "exec")


@on_sqlite
@pytest.mark.parametrize("block", [b for b in all_blocks("python") if b.values[0].mark == "test"])
def test_shown_tests_pass(block: Block, live: LivePortal) -> None:
    shown: dict[str, Any] = {}
    exec(compile(block.text, "example", "exec"), shown)  # noqa: S102 - our own page
    tests = [value for name, value in shown.items() if name.startswith("test_")]
    assert tests
    for test in tests:
        test(live)


@on_sqlite
def test_every_check_of_the_doctor_is_explained(portal_folder: Path) -> None:
    done = typed(f"iok --dir {portal_folder} doctor --json", portal_folder)
    page = prose(ROOT / "docs/operators/doctor.md")
    assert [one for one in json.loads(done.stdout) if f"| `{one['check']}` |" not in page] == []


@on_sqlite
@pytest.mark.parametrize("block", [b for b in all_blocks("toml") if b.values[0].mark == "settings"])
def test_shown_settings_are_taken(block: Block, portal_folder: Path) -> None:
    shown = {
        f"IOK_{section}__{key}".upper(): str(value)
        for section, values in tomllib.loads(block.text).items()
        for key, value in values.items()
    }
    taken = load(portal_folder, shown)
    for section, values in tomllib.loads(block.text).items():
        assert msgspec.structs.asdict(getattr(taken, section)).items() >= values.items()
