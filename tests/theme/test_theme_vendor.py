"""The files from npm are those that were pinned."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

THEME = Path(__file__).parents[2] / "themes" / "default"


def vendor_check(theme: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(theme / "vendor.py"), "--check"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def append_byte(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b" ")


def test_the_vendored_files_are_as_they_were_fetched() -> None:
    checked = vendor_check(THEME)
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize(
    ("file", "change", "told"),
    [
        ("static/icons.svg", append_byte, "static/icons.svg: changed"),
        ("vendor.toml", append_byte, "vendor.toml: changed"),
        ("static/fonts/LICENSE", Path.unlink, "static/fonts/LICENSE: missing"),
        ("fonts/Unknown.ttf", Path.touch, "fonts/Unknown.ttf: extra"),
    ],
)
def test_the_check_finds_a_changed_missing_or_extra_file(
    tmp_path: Path, file: str, change: Callable[[Path], None], told: str
) -> None:
    copy = shutil.copytree(THEME, tmp_path / "default")
    change(copy / file)
    checked = vendor_check(copy)
    assert checked.returncode == 1
    assert checked.stderr.splitlines() == [told]


def test_no_pin_names_the_host_it_came_from() -> None:
    for name in ("vendor.toml", "vendor.py", "VENDORED.json"):
        text = (THEME / name).read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "://" not in text, name
