from datetime import UTC, date, datetime

import pytest

from iok_core.audit.service import AuditLog
from iok_core.audit.tables import Audit
from iok_core.db import Engine, execute
from iok_core.db.append_only import append_only

KEY = bytes(range(32))


class StoppedClock:
    def now(self) -> datetime:
        return datetime(2026, 3, 29, 0, 59, 59, 7, tzinfo=UTC)

    def today(self) -> date:
        return date(2026, 3, 29)


@pytest.fixture
async def log(engine: Engine) -> AuditLog:  # noqa: ARG001 (it is bound)
    """Of a real database with the audit table and its triggers."""
    await Audit.create_table()
    for trigger in append_only("audit", "seq"):
        await execute(trigger)
    return AuditLog(KEY, StoppedClock())
