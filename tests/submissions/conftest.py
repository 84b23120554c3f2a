"""A portal with an export in it, which all tests of a file share."""

from collections.abc import Iterator

import pytest

from tests.offices import Office, office
from tests.portals import Portals
from tests.reports.reading import EXPORT_A


@pytest.fixture(scope="module")
def served(portals: Portals) -> Iterator[Office]:
    """On SQLite; test_sending_at_once does what differs on both engines."""
    with office(portals, "sqlite", EXPORT_A) as served:
        yield served
