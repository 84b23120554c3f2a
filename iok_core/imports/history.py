"""How imports went: for the office's pages and for `iok import list` and `show`."""

from datetime import datetime

import msgspec

from iok_core.api import DataKind, Problem, Remark
from iok_core.db import Arg, Prepared
from iok_core.imports.generations import ImportState
from iok_core.imports.guard import Reason
from iok_core.imports.tables import Import, RejectedRow
from iok_core.runs.states import RunState


class ImportLine(msgspec.Struct, frozen=True):
    """One run of the kind `import`; the import's own fields are None until it has begun."""

    run: int
    module: str
    title: str
    run_state: RunState
    requested_at: datetime
    finished_at: datetime | None
    progress_done: int
    progress_total: int
    problem: str
    problem_source: str
    problem_detail: str
    import_id: int | None
    gen: int | None
    state: ImportState | None
    reasons: str | None
    counts: str | None
    remarks: str | None
    rejected: int | None

    @property
    def why(self) -> list[Reason]:
        """The guard's reasons to hold it."""
        return msgspec.json.decode(self.reasons or "[]", type=list[Reason])

    @property
    def received(self) -> dict[DataKind, int]:
        return msgspec.json.decode(self.counts or "{}", type=dict[DataKind, int])

    @property
    def said(self) -> list[Remark]:
        return msgspec.json.decode(self.remarks or "[]", type=list[Remark])


class Rejection(msgspec.Struct, frozen=True):
    kind: DataKind
    problem: Problem
    source: str
    row: int
    field: str
    value: str


_LINES = (
    "SELECT r.id AS run, m.name AS module, m.title, r.state AS run_state, r.requested_at, "
    "r.finished_at, r.progress_done, r.progress_total, r.problem, r.problem_source, "
    "r.problem_detail, i.id AS import_id, i.gen, i.state, i.reasons, i.counts, i.remarks, "
    "i.rejected FROM run r JOIN module m ON m.id = r.module "
    "LEFT JOIN import i ON i.id = (SELECT max(n.id) FROM import n WHERE n.run = r.id) "
    "WHERE r.kind = 'import' "
)
_newest = Prepared(
    lambda: Import.raw(_LINES + "ORDER BY r.id DESC LIMIT {}", Arg("limit")), ImportLine
)
_of_run = Prepared(lambda: Import.raw(_LINES + "AND r.id = {}", Arg("run")), ImportLine)
_rejected = Prepared(
    lambda: (
        RejectedRow.select(
            RejectedRow.kind,
            RejectedRow.problem,
            RejectedRow.source,
            RejectedRow.row,
            RejectedRow.field,
            RejectedRow.value,
        )
        .where(RejectedRow.of_import == Arg("of_import"))
        .order_by(RejectedRow.id)
    ),
    Rejection,
)


async def newest(limit: int = 50) -> list[ImportLine]:
    return await _newest(limit=limit)


async def of_run(run: int) -> ImportLine | None:
    return await _of_run.one(run=run)


async def rejected_rows(line: ImportLine) -> list[Rejection]:
    """At most the first thousand; `line.rejected` counts them all."""
    return [] if line.import_id is None else await _rejected(of_import=line.import_id)
