"""Portals that show an export already, and a source with a journal to bring into an empty one."""

import shutil
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.imports.deciding import BASE
from tests.imports.journal import Journal
from tests.imports.rewriting import ORIGINAL
from tests.offices import imported
from tests.portal import LivePortal, people
from tests.portals import Portals


@pytest.fixture
def showing(database_kind: str, portals: Portals) -> Callable[[str], Path]:
    """The folder of a portal into which an export was brought, once for all tests."""

    def made(export: str) -> Path:
        def bring(folder: Path) -> None:
            people(folder, partial(imported, export=export))

        return portals.copy(database_kind, portals.place("office"), f"office_{export[0]}", bring)

    return made


@pytest.fixture
def base_folder(showing: Callable[[str], Path]) -> Path:
    return showing(BASE)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """A copy of the files of that export, to be changed."""
    folder = tmp_path / "export"
    folder.mkdir()
    for file in ORIGINAL.glob("*.csv"):
        shutil.copy(file, folder)
    return folder


@pytest.fixture
def base(base_folder: Path, portals: Portals) -> Iterator[LivePortal]:
    """The portal that shows the first export, served."""
    with portals.serve(base_folder) as portal:
        yield portal


@pytest.fixture
def journal(portal_folder: Path, tmp_path: Path) -> Callable[..., None]:
    folder = tmp_path / "source"
    folder.mkdir()

    def check(work: Callable[[Journal], Awaitable[None]]) -> None:
        people(portal_folder, lambda portal: work(Journal(portal, folder)))

    return check
