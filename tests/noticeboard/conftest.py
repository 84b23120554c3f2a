from collections.abc import Iterator

import pytest

from tests.noticeboard.town import Town
from tests.portals import Portals


@pytest.fixture(scope="module")
def town(portals: Portals) -> Iterator[Town]:
    """One for each file, on SQLite: each test adds people and announcements of its own."""
    with portals.serve(portals.copy("sqlite", portals.place("board"))) as live:
        yield Town(live)
