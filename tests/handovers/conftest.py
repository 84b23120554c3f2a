from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from iok_core.portal import PROBED, build_portal, running
from iok_core.settings import load
from tests.handovers.flat import Flat, clock_from_now
from tests.handovers.peer import Peer, listening
from tests.handovers.takers import BROKEN, HTTP, UNTOUCHED, installed
from tests.installing import probed_before


@pytest.fixture(scope="module")
def takers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[bytes]:
    """For `PROBED` of portals."""
    site, bodies = tmp_path_factory.mktemp("takers"), {"http": HTTP, **BROKEN, **UNTOUCHED}
    with pytest.MonkeyPatch.context() as patch, installed(site, bodies):
        patch.syspath_prepend(site)
        yield probed_before(bodies)


@pytest.fixture
async def flat(portal_folder: Path, takers: bytes) -> AsyncIterator[Flat]:
    (portal_folder / PROBED).write_bytes(takers)
    clock = clock_from_now()
    async with running(build_portal(load(portal_folder, {}), "worker", clock)) as portal:
        yield await Flat.built(portal, clock)


@pytest.fixture
def peer() -> Iterator[Peer]:
    with listening(Peer()) as peer:
        yield peer
