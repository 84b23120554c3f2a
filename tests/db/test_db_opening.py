import os
import stat
from pathlib import Path

import pytest

from iok_core.db import DatabaseError, open_database


@pytest.mark.parametrize(
    "url", ["mysql://host/iok", "sqlite://x", "sqlite:///", "iok.sqlite", "postgresql:iok"]
)
def test_an_address_that_is_not_known_is_told_with_the_known_ones(url: str) -> None:
    with pytest.raises(DatabaseError, match="sqlite:////folder/file"):
        open_database(url, role="web")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://iok:pass#word@host/iok",
        "postgresql://iok:password@host:port/iok",
        "postgresql://iok:password@host",
        "postgres://:password@host/iok",
    ],
)
def test_an_address_with_a_password_is_refused_without_a_word_of_it(url: str) -> None:
    with pytest.raises(DatabaseError, match="cannot be read") as refused:
        open_database(url, role="web")
    assert "pass" not in str(refused.value).replace("password@host:port/database", "").replace(
        "of the password", ""
    )
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


def test_a_folder_that_is_not_there_is_told_to_the_operator(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match=r"No such file or directory.*folder must exist"):
        open_database(f"sqlite:///{tmp_path}/missing/iok.sqlite", role="web")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told_to_the_operator(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(DatabaseError, match="Permission denied"):
        open_database(f"sqlite:///{tmp_path}/iok.sqlite", role="web")


def _modes(folder: Path) -> dict[str, int]:
    return {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}


async def test_a_new_database_and_its_log_are_readable_by_their_owner_alone(
    tmp_path: Path,
) -> None:
    engine = open_database(f"sqlite:///{tmp_path}/iok.sqlite", role="worker")
    await engine.start_connection_pool()
    await engine.changed("CREATE TABLE t (x INTEGER)", ())
    modes = _modes(tmp_path)
    await engine.close_connection_pool()
    assert modes.keys() > {"iok.sqlite", "iok.sqlite-wal"}
    assert set(modes.values()) == {0o600}


def test_a_relative_address_begins_in_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    open_database("sqlite:///mine%20.sqlite", role="worker")
    assert (tmp_path / "mine .sqlite").exists()


async def test_an_engine_that_is_not_started_says_so(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path}/iok.sqlite", role="web")
    with pytest.raises(DatabaseError, match="start_connection_pool"):
        await engine.truncate_wal()
