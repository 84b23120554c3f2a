"""An office that hears of losses, without pages."""

from iok_core.db import fetch
from iok_core.losses.context import LossContext
from iok_core.losses.settings import LossSettings
from iok_core.working_days import WorkingDays
from tests.identity.office import Office

HERE, THERE = "203.0.113.0/24", "198.51.100.0/24"


class LossOffice:
    def __init__(self, office: Office) -> None:
        self.office = office
        self.clock = office.clock
        self.ctx = self.with_limits(LossSettings())

    def with_limits(self, limits: LossSettings, key: bytes = b"n" * 32) -> LossContext:
        return LossContext(self.office.ctx, WorkingDays(), limits, key, b"c" * 32)

    async def open_sessions(self) -> int:
        rows = await fetch("SELECT count(*) FROM session WHERE ended_at IS NULL")
        return int(rows[0][0])

    async def acts(self) -> list[tuple[object, ...]]:
        sql = "SELECT action, result, actor_kind FROM audit ORDER BY seq"
        return [tuple(row) for row in await fetch(sql)]
