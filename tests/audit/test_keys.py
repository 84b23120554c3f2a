import stat
from pathlib import Path

import pytest

from iok_core.keys import KEY_BYTES, KeyFileError, make_key_file, read_key_file


def test_s13_a_new_key_file_can_be_read_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "audit.key"
    make_key_file(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert len(read_key_file(path)) == KEY_BYTES


def test_two_key_files_hold_two_keys(tmp_path: Path) -> None:
    keys = []
    for name in ("a", "b"):
        make_key_file(tmp_path / name)
        keys.append(read_key_file(tmp_path / name))
    assert keys[0] != keys[1]


@pytest.mark.parametrize("mode", [0o440, 0o404, 0o640, 0o644, 0o420, 0o401])
def test_s13_a_key_file_open_to_others_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "audit.key"
    make_key_file(path)
    path.chmod(mode)
    with pytest.raises(KeyFileError, match="chmod 400"):
        read_key_file(path)


def test_a_key_file_that_its_owner_may_write_is_read(tmp_path: Path) -> None:
    path = tmp_path / "audit.key"
    make_key_file(path)
    path.chmod(0o600)
    assert read_key_file(path)


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "audit.key"
    make_key_file(path)
    before = read_key_file(path)
    with pytest.raises(FileExistsError):
        make_key_file(path)
    assert read_key_file(path) == before


@pytest.mark.parametrize("text", ["", "abc", "00" * 16, "00" * 33, "zz" * 32, "ł" * 20])
def test_a_file_that_holds_no_key_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "audit.key"
    path.write_text(text)
    path.chmod(0o400)
    with pytest.raises(KeyFileError, match="hexadecimal"):
        read_key_file(path)
