from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from piccolo.table import create_db_tables

from iok_core.db import Engine
from iok_core.losses.tables import Breach, LossReport, LossTry
from tests.identity.office import open_office
from tests.losses.loss_office import LossOffice


@pytest.fixture
async def losses(engine: Engine, tmp_path: Path) -> AsyncIterator[LossOffice]:
    """On either database."""
    assert engine is not None
    async with open_office(tmp_path) as place:
        await create_db_tables(LossReport, LossTry, Breach)
        yield LossOffice(place)
