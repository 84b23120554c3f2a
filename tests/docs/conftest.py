"""The plugin that a page shows, for a module that names the page in `PAGE`."""

import shutil
from pathlib import Path

import pytest

from tests.docs.unpacking import unpacked


@pytest.fixture(scope="module")
def built_once(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpacked(request.module.PAGE, tmp_path_factory.mktemp("page"))


@pytest.fixture
def installed(built_once: Path, tmp_path: Path) -> Path:
    """A copy of its own for each test."""
    return shutil.copytree(built_once, tmp_path / "page")
