from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from iok_core.db import bind, open_database
from tests.identity.office import Office, open_office


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    engine = open_database(f"sqlite:///{tmp_path / 'office.sqlite'}", role="worker")
    bind(engine)
    await engine.start_connection_pool()
    async with open_office(tmp_path) as place:
        yield place
    await engine.close_connection_pool()
