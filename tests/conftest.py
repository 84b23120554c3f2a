"""A portal for whoever needs a whole one; see tests/portal.py."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.portal import LivePortal, live_portal, make_folder


@pytest.fixture(scope="session")
def new_portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once; each test gets a copy."""
    folder = tmp_path_factory.mktemp("portal") / "lipowa"
    make_folder(folder)
    return folder


@pytest.fixture
def portal_folder(new_portal: Path, tmp_path: Path) -> Path:
    """What `iok init` and `iok migrate` leave: settings, keys, a database with regulations."""
    return shutil.copytree(new_portal, tmp_path / "lipowa")


@pytest.fixture
def live(portal_folder: Path) -> Iterator[LivePortal]:
    """That portal, served."""
    with live_portal(portal_folder) as portal:
        yield portal
