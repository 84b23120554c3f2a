from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from iok_core.db import Engine
from tests.identity.administrators import Administrators
from tests.identity.office import open_office


@pytest.fixture
async def administrators(
    engine: Engine,  # noqa: ARG001 (it is bound)
    tmp_path: Path,
) -> AsyncIterator[Administrators]:
    async with open_office(tmp_path) as place:
        three = Administrators(place)
        await three.come()
        yield three
