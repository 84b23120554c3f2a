from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from piccolo.table import create_db_tables

from iok_core.audit.tables import Audit
from iok_core.db import Engine, execute
from iok_core.db.append_only import append_only
from iok_core.events.tables import Event
from iok_core.identity.tables import Identity, Session, Staff
from iok_core.premises.tables import Person
from tests.identity.office import Office


@pytest.fixture
async def office(engine: Engine, tmp_path: Path) -> AsyncIterator[Office]:  # noqa: ARG001
    await create_db_tables(Person, Staff, Identity, Session, Audit, Event)
    for trigger in append_only("audit", "seq"):
        await execute(trigger)
    place = Office(tmp_path)
    place.open()
    place.clerk = await place.add_clerk()
    yield place
    place.ctx.hashing.close()
