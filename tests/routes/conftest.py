"""A house on each of the databases, which all tests of a file share."""

from collections.abc import Iterator

import pytest

from tests.databases import ENGINES
from tests.house import House
from tests.inhabitants import inhabited
from tests.portals import Portals


@pytest.fixture(scope="module", params=ENGINES)
def house(request: pytest.FixtureRequest, portals: Portals) -> Iterator[House]:
    with inhabited(portals, request.param, portals.place("house")) as house:
        yield house
