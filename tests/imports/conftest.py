"""A source that keeps a journal, and a portal to bring it into."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.imports.journal import Journal
from tests.portal import people


@pytest.fixture
def journal(portal_folder: Path, tmp_path: Path) -> Callable[..., None]:
    folder = tmp_path / "source"
    folder.mkdir()

    def check(work: Callable[[Journal], Awaitable[None]]) -> None:
        people(portal_folder, lambda portal: work(Journal(portal, folder)))

    return check
