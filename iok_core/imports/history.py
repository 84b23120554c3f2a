"""How imports went: for the office's pages and for `iok import list` and `show`."""

from datetime import datetime
from enum import StrEnum

import msgspec

from iok_core.api import DataKind, Problem, Remark
from iok_core.db import Arg, Prepared
from iok_core.imports.generations import ImportState
from iok_core.imports.guard import Reason
from iok_core.imports.tables import Import, RejectedRow
from iok_core.runs.states import RunState


class Standing(StrEnum):
    """How an import stands, its run and what came of it taken together."""

    WAITING = "waiting"
    RUNNING = "running"
    PUBLISHED = "published"
    HELD = "held"
    REJECTED = "rejected"
    REPEATED = "repeated"
    SUPERSEDED = "superseded"
    FAILED = "failed"


class Sought(msgspec.Struct, frozen=True):
    """Which imports; the first ones come from the end."""

    module: int | None = None
    standing: Standing | None = None
    skip: int = 0
    limit: int = 50


class ImportLine(msgspec.Struct, frozen=True):
    """One run of the kind `import`; the import's own fields are None until it has begun."""

    run: int
    module: str
    title: str
    run_state: RunState
    standing: Standing
    requested_at: datetime
    finished_at: datetime | None
    progress_done: int
    progress_total: int
    problem: str
    problem_source: str
    problem_detail: str
    import_id: int | None
    source: int | None
    gen: int | None
    state: ImportState | None
    reasons: str | None
    counts: str | None
    remarks: str | None
    rejected: int | None
    judged_against: int | None
    """The generation that people saw when it was judged; 0: none."""
    repeats: int | None

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
    account: str


_STANDING = (
    "CASE WHEN r.state = 'queued' THEN 'waiting' WHEN r.state = 'running' THEN 'running' "
    "WHEN i.state IN ('published', 'held', 'rejected', 'repeated', 'superseded') THEN i.state "
    "ELSE 'failed' END"
)
_LINES = (
    "SELECT r.id AS run, m.name AS module, m.title, r.state AS run_state, "
    f"{_STANDING} AS standing, r.requested_at, r.finished_at, r.progress_done, r.progress_total, "
    "r.problem, r.problem_source, r.problem_detail, i.id AS import_id, i.source, i.gen, i.state, "
    "i.reasons, i.counts, i.remarks, i.rejected, i.judged_against, i.repeats "
    "FROM run r JOIN module m ON m.id = r.module "
    "LEFT JOIN import i ON i.id = (SELECT max(n.id) FROM import n WHERE n.run = r.id) "
    "WHERE r.kind = 'import' "
)
_sought = Prepared(
    lambda: Import.raw(
        _LINES + f"AND m.id = coalesce({{}}, m.id) AND {_STANDING} = coalesce({{}}, {_STANDING}) "
        "ORDER BY r.id DESC LIMIT {} OFFSET {}",
        Arg("module"),
        Arg("standing"),
        Arg("limit"),
        Arg("skip"),
    ),
    ImportLine,
)
_of_run = Prepared(lambda: Import.raw(_LINES + "AND r.id = {}", Arg("run")), ImportLine)
_of_gen = Prepared(
    lambda: Import.raw(_LINES + "AND i.source = {} AND i.gen = {}", Arg("source"), Arg("gen")),
    ImportLine,
)
_last = Prepared(
    lambda: Import.raw(
        _LINES + "AND m.active AND r.id = "
        "(SELECT max(n.id) FROM run n WHERE n.module = r.module AND n.kind = r.kind) ORDER BY r.id"
    ),
    ImportLine,
)
_rejected = Prepared(
    lambda: (
        RejectedRow.select(
            RejectedRow.kind,
            RejectedRow.problem,
            RejectedRow.source,
            RejectedRow.row,
            RejectedRow.field,
            RejectedRow.value,
            RejectedRow.account,
        )
        .where(RejectedRow.of_import == Arg("of_import"))
        .order_by(RejectedRow.id)
    ),
    Rejection,
)


async def newest(limit: int = 50) -> list[ImportLine]:
    return await sought(Sought(limit=limit))


async def sought(which: Sought) -> list[ImportLine]:
    """The newest first."""
    return await _sought(**msgspec.structs.asdict(which))


async def last_of_each_module() -> list[ImportLine]:
    """Of the modules that are switched on."""
    return await _last()


async def of_generation(source: int, gen: int) -> ImportLine | None:
    """The import that brought it."""
    return await _of_gen.one(source=source, gen=gen)


async def of_run(run: int) -> ImportLine | None:
    return await _of_run.one(run=run)


async def rejected_rows(line: ImportLine) -> list[Rejection]:
    """At most the first thousand; `line.rejected` counts them all."""
    return [] if line.import_id is None else await _rejected(of_import=line.import_id)
