from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from iok_core.db import Engine
from tests.identity.office import Office, open_office


@pytest.fixture
async def office(engine: Engine, tmp_path: Path) -> AsyncIterator[Office]:
    """On either database."""
    assert engine is not None
    async with open_office(tmp_path) as place:
        yield place
