"""Documents of many payers, made by a run: asking for them, how they stand, giving them up."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.db import Arg, Clock, Prepared, transaction
from iok_core.reports.offers import Offer, module_of
from iok_core.reports.tables import ReportRun
from iok_core.runs import leases
from iok_core.runs import service as runs
from iok_core.runs.states import RunState
from iok_core.web.i18n import language

KIND = "report"


class Whom(StrEnum):
    """Of which payers."""

    ALL = "all"
    """Everybody who holds premises today."""
    BUILDING = "building"
    """Whoever holds premises in one building today."""
    PAYERS = "payers"
    """Those chosen, former holders too."""


class Selection(msgspec.Struct, frozen=True):
    whom: Whom
    building: str = ""
    payers: tuple[int, ...] = ()


class Batch(msgspec.Struct, frozen=True):
    """One run of the kind `report`."""

    run: int
    title: str
    state: RunState
    requested_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    progress_done: int
    progress_total: int
    problem: str
    problem_detail: str
    report: str
    parameters: str
    whom: Whom
    building: str
    payers: str
    lang: str
    documents: int
    skipped: int
    file_bytes: int
    expires_at: datetime | None

    @property
    def selection(self) -> Selection:
        chosen = msgspec.json.decode(self.payers, type=tuple[int, ...])
        return Selection(self.whom, self.building, chosen)

    @property
    def chosen(self) -> dict[str, Any]:
        """Parameters by the names of the form."""
        return msgspec.json.decode(self.parameters, type=dict[str, Any])

    @property
    def under_way(self) -> bool:
        return self.state in (RunState.QUEUED, RunState.RUNNING)

    def has_file(self, now: datetime) -> bool:
        ready = self.state is RunState.DONE and self.file_bytes > 0
        return ready and self.expires_at is not None and now < self.expires_at


_BATCHES = (
    "SELECT r.id AS run, m.title, r.state, r.requested_at, r.started_at, r.finished_at, "
    "r.progress_done, r.progress_total, r.problem, r.problem_detail, b.report, b.parameters, "
    "b.whom, b.building, b.payers, b.lang, b.documents, b.skipped, b.file_bytes, b.expires_at "
    "FROM report_run b JOIN run r ON r.id = b.run JOIN module m ON m.id = r.module "
)
_newest = Prepared(
    lambda: ReportRun.raw(_BATCHES + "ORDER BY r.id DESC LIMIT {}", Arg("limit")), Batch
)
_by_run = Prepared(lambda: ReportRun.raw(_BATCHES + "WHERE r.id = {}", Arg("run")), Batch)


async def newest(limit: int = 50) -> list[Batch]:
    return await _newest(limit=limit)


async def batch(run: int) -> Batch | None:
    return await _by_run.one(run=run)


class Request(msgspec.Struct, frozen=True):
    offer: Offer
    parameters: Mapping[str, Any]
    """By the names of the form, in plain types."""
    selection: Selection
    by: Origin


async def ask(request: Request, *, audit: AuditLog, clock: Clock) -> int:
    """Puts it into the queue; gives the id of the run."""
    wanted, offer = request.selection, request.offer
    async with transaction():
        module = await module_of(offer, clock)
        by = request.by.kind.value
        run = await runs.enqueue(module=module, kind=KIND, by=by, clock=clock)
        row = ReportRun(
            run=run,
            report=offer.name,
            parameters=_json(request.parameters),
            whom=wanted.whom.value,
            building=wanted.building,
            payers=_json(wanted.payers),
            lang=language(),
        )
        await row.save()
        await audit.record(
            Action.REPORT_RUN,
            by=request.by,
            on=ObjectKind.RUN,
            object_id=run,
            meta={"report": offer.info.name, "whom": wanted.whom.value},
        )
    return run


async def cancel(run: int, *, by: Origin, audit: AuditLog, clock: Clock) -> bool:
    """False: it has ended already."""
    async with transaction():
        if not await leases.cancel(run, clock):
            return False
        await audit.record(Action.REPORT_CANCEL, by=by, on=ObjectKind.RUN, object_id=run)
    return True


async def downloaded(run: int, *, by: Origin, audit: AuditLog) -> None:
    async with transaction():
        await audit.record(Action.REPORT_DOWNLOAD, by=by, on=ObjectKind.RUN, object_id=run)


class Result(msgspec.Struct, frozen=True):
    documents: int
    skipped: int
    file_bytes: int
    expires_at: datetime | None


async def keep_result(run: int, result: Result) -> None:
    async with transaction():
        await ReportRun.update(
            {
                ReportRun.documents: result.documents,
                ReportRun.skipped: result.skipped,
                ReportRun.file_bytes: result.file_bytes,
                ReportRun.expires_at: result.expires_at,
            }
        ).where(ReportRun.run == run)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
