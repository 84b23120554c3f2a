"""What the office asks of imports: how one stands, of which days it is, and a new one."""

from collections.abc import Collection
from datetime import date

from iok_core.api import DataKind
from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.db import Clock, hold, transaction
from iok_core.imports.handling import KIND
from iok_core.imports.history import ImportLine
from iok_core.imports.requests import Request, request_import
from iok_core.imports.tables import Snapshot
from iok_core.modules.service import ModuleRow
from iok_core.runs import service as runs
from iok_core.runs.states import RunState

_UNDER_WAY = (RunState.QUEUED, RunState.RUNNING)


async def days_of(lines: Collection[ImportLine]) -> dict[int, dict[DataKind, date]]:
    """By run: the day that each kind of data is of, as far as the source told it."""
    places = {(line.source, line.gen): line.run for line in lines if line.gen}
    rows = await Snapshot.select(
        Snapshot.source, Snapshot.gen, Snapshot.kind, Snapshot.as_of
    ).where(Snapshot.gen.is_in([gen for _, gen in places] or [0]))
    days: dict[int, dict[DataKind, date]] = {line.run: {} for line in lines}
    for row in rows:
        run = places.get((row["source"], row["gen"]))
        if run is not None:
            days[run][DataKind(row["kind"])] = row["as_of"]
    return days


async def ask_for_import(
    module: ModuleRow, *, by: Origin, audit: AuditLog, clock: Clock
) -> tuple[int, bool]:
    """The run, and whether it is a new one: the module's run that is under way is not doubled."""
    async with transaction():
        await hold("import of module", module.id)
        for run in await runs.newest():
            if run.module == module.id and run.kind == KIND and run.state in _UNDER_WAY:
                return run.id, False
        return await request_import(Request(module, by), audit=audit, clock=clock), True
