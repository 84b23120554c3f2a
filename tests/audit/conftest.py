from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from iok_core.audit.anchoring import Anchoring
from iok_core.audit.service import AuditLog
from iok_core.audit.tables import Audit
from iok_core.db import Engine, execute
from iok_core.db.append_only import append_only
from iok_core.web.filters import WARSAW

KEY = bytes(range(32))


class StoppedClock:
    """Stands until somebody moves it."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 3, 29, 0, 59, 59, 7, tzinfo=UTC)

    def go_on(self, by: timedelta) -> None:
        self.moment += by

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.astimezone(WARSAW).date()


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
async def log(engine: Engine, clock: StoppedClock) -> AuditLog:  # noqa: ARG001 (it is bound)
    """Of a real database with the audit table and its triggers."""
    await Audit.create_table()
    for trigger in append_only("audit", "seq"):
        await execute(trigger)
    return AuditLog(KEY, clock)


@pytest.fixture
def anchoring(log: AuditLog, clock: StoppedClock, tmp_path: Path) -> Anchoring:
    return Anchoring(KEY, log, clock, tmp_path / "anchors.jsonl")
