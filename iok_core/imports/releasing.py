"""Publishes a held import because somebody says so, or throws it away."""

import msgspec

from iok_core.api import DataKind, Step
from iok_core.db import execute, fetch, transaction
from iok_core.imports import checkpoints, decisions, generations, publishing
from iok_core.imports.decisions import DecidedError, Deciding, DecisionKind, Wish
from iok_core.imports.generations import ImportState
from iok_core.imports.guard import Reason
from iok_core.imports.incomplete import mark_incomplete
from iok_core.imports.judging import judge_again
from iok_core.imports.publishing import MovedError, as_of
from iok_core.imports.sources import source_by_id
from iok_core.imports.tables import Import
from iok_core.runs import service as runs
from iok_core.runs.carrying_out import Progress
from iok_core.runs.leases import Claim
from iok_core.runs.outcome import Outcome

SWEEP = "import_sweep"
"""The kind of a run that takes the rows of a rejected import away."""


class ReasonsChangedError(Exception):
    """What people see has changed, and the import looks wrong in new ways: look at it again."""

    def __init__(self, new: list[Reason]) -> None:
        super().__init__(new)
        self.new = new


class UndatedError(Exception):
    """The source does not say of which day the amounts are: none can be shown."""


async def release(tools: Deciding, run: int, wish: Wish) -> None:
    """Residents see the import's data from now on; accounts with rejected rows are marked.

    Raises:
        LookupError: the run has no import.
        DecidedError: it is not held any more.
        UndatedError: no amount could be shown with its day.
        ReasonsChangedError: it was judged anew; the reasons are kept, nothing was published.
        OutdatedChangesError: it has the changes of another generation than people see.
    """
    row = await _held(run)
    if not {DataKind.BALANCES, DataKind.ENTRIES} & (await as_of(row.source, row.gen)).keys():
        raise UndatedError(run)
    await checkpoints.require_base(row.source, row.gen)
    if wish.seen is not None and wish.seen != row.judged_against:
        raise ReasonsChangedError([])
    if (await source_by_id(row.source)).published != row.judged_against:
        await _look_again(tools, row)
    try:
        await _publish(tools, row, wish)
    except MovedError as error:
        raise ReasonsChangedError([]) from error


async def _publish(tools: Deciding, row: Import, wish: Wish) -> None:
    async with transaction():
        await _take_from_hold(row, ImportState.PUBLISHED)
        await mark_incomplete(row)
        decision = await decisions.keep(tools, DecisionKind.RELEASE, row.source, row.gen, wish)
        await publishing.publish(
            row.source,
            row.gen,
            against=row.judged_against,
            decision=decision,
            by=wish.by,
            audit=tools.audit,
            clock=tools.clock,
        )


async def reject(tools: Deciding, run: int, wish: Wish) -> int:
    """Nobody will see the import's data; gives the run that takes their rows away.

    Raises:
        LookupError: the run has no import.
        DecidedError: it is not held any more.
    """
    row = await _held(run)
    async with transaction():
        await _take_from_hold(row, ImportState.REJECTED)
        await decisions.keep(tools, DecisionKind.REJECT, row.source, row.gen, wish)
        module = (await source_by_id(row.source)).module
        return await runs.enqueue(
            module=module, kind=SWEEP, by=wish.by.kind.value, clock=tools.clock
        )


async def sweep_rejected(claim: Claim, progress: Progress) -> Outcome:
    """A run's work: takes away, in portions, what a rejected import had staged."""
    for source, gen in await generations.rejected_of(claim.module):
        await generations.abandon(source, gen, progress)
    return Outcome()


async def sweeping(source: int, gen: int) -> Step | None:
    """How far the rows of a rejected import are taken away; None: they are, or never were."""
    rows = await fetch(
        "SELECT r.progress_done, r.progress_total FROM run r JOIN source s ON s.module = r.module "
        "WHERE s.id = {} AND s.staged = {} AND r.kind = {} AND r.state IN ('queued', 'running') "
        "ORDER BY r.id DESC LIMIT 1",
        source,
        gen,
        SWEEP,
    )
    return Step(done=rows[0][0], total=rows[0][1]) if rows else None


async def _held(run: int) -> Import:
    row = (
        await Import.objects().where(Import.run == run).order_by(Import.id, ascending=False).first()
    )
    if row is None:
        raise LookupError(f"run {run} has no import")
    if row.state != ImportState.HELD:
        raise await _decided(row)
    return row


async def _take_from_hold(row: Import, state: ImportState) -> None:
    """Of two who decide at once, one finds it held."""
    changed = await execute(
        "UPDATE import SET state = {} WHERE id = {} AND state = {} "
        "AND gen = (SELECT staged FROM source WHERE id = import.source)",
        state.value,
        row.id,
        ImportState.HELD.value,
    )
    if not changed:
        raise await _decided(row)


async def _decided(row: Import) -> DecidedError:
    return DecidedError(next(reversed(await decisions.about(row.source, row.gen)), None))


async def _look_again(tools: Deciding, row: Import) -> None:
    """Keeps the reasons as they are now; raises if there are any that nobody has read."""
    known = msgspec.json.decode(row.reasons, type=list[Reason])
    case, reasons = await judge_again(row, tools.limits, tools.clock.today())
    row.judged_against = case.against
    async with transaction():
        await Import.update(
            {
                Import.reasons: msgspec.json.encode(reasons).decode(),
                Import.judged_against: case.against,
            }
        ).where((Import.id == row.id) & (Import.state == ImportState.HELD.value))
    new = [reason for reason in reasons if reason not in known]
    if new:
        raise ReasonsChangedError(new)
