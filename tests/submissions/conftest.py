"""A portal with an export in it, which all tests of a file share."""

from collections.abc import Iterator
from functools import partial

import pytest

from iok_core.identity.service import Role
from tests.browsing import Browser
from tests.offices import Office, office, payer
from tests.portal import Access
from tests.portals import Portals
from tests.reports.reading import EXPORT_A
from tests.submissions.pairs import DARK, Pair, sent


@pytest.fixture(scope="module")
def served(portals: Portals) -> Iterator[Office]:
    """On SQLite; test_sending_at_once does what differs on both engines."""
    with office(portals, "sqlite", EXPORT_A) as served:
        yield served


@pytest.fixture(scope="module")
def neighbours(served: Office) -> list[Access]:
    return [served.live.do(partial(payer, key=key)) for key in ("K0004", "K0008")]


@pytest.fixture
def pair(served: Office, neighbours: list[Access]) -> Pair:
    first, second = neighbours
    return Pair(sent(served, first), sent(served, second, typed=DARK), first, second)


@pytest.fixture(scope="module")
def clerk(served: Office) -> Browser:
    """Of the department that deals with faults."""
    return served.browser_of_staff(Role.TECHNICAL)
