from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from iok_core.audit.service import AuditLog
from iok_core.audit.tables import Audit
from iok_core.db import bind, execute, open_database
from iok_core.db.append_only import append_only

KEY = bytes(range(32))


class StoppedClock:
    def now(self) -> datetime:
        return datetime(2026, 3, 29, 0, 59, 59, 7, tzinfo=UTC)

    def today(self) -> date:
        return date(2026, 3, 29)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Path]:
    """A real SQLite file with the audit table and its triggers."""
    path = tmp_path / "audit.sqlite"
    engine = open_database(f"sqlite:///{path}", role="worker")
    bind(engine)
    await engine.start_connection_pool()
    await Audit.create_table()
    for trigger in append_only("audit", "seq"):
        await execute(trigger)
    yield path
    await engine.close_connection_pool()


@pytest.fixture
def log(database: Path) -> AuditLog:  # noqa: ARG001
    return AuditLog(KEY, StoppedClock())
