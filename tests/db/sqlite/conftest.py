"""What only SQLite has."""

from pathlib import Path

import pytest

from tests.databases import Database


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(engine="sqlite", url=f"sqlite:///{tmp_path / 'test.sqlite'}")
