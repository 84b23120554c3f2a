"""What the guard looks at, put together from what the portal keeps."""

from collections.abc import Mapping
from datetime import date

import msgspec

from iok_core.api import ControlTotal, DataKind
from iok_core.imports import guard, publishing
from iok_core.imports.changed_hands import changed_hands
from iok_core.imports.findings import Findings, findings, premises_gone
from iok_core.imports.received import Received
from iok_core.imports.renamed import replaced
from iok_core.imports.sources import source_by_id
from iok_core.imports.tables import Import


async def case_of(
    source: int, gen: int, days: Mapping[DataKind, date], received: Received, today: date
) -> guard.Case:
    """A generation that is staged to its end, beside the one that people see."""
    standing = await source_by_id(source)
    seen = standing.published
    return guard.Case(
        staged=await findings(source, gen, dict(days)),
        published=await figures_of(source, seen) if seen else None,
        premises_gone=await premises_gone(source, gen, seen) if seen else 0,
        changed_hands=await changed_hands(source, gen, seen) if seen else {},
        payers_replaced=len(await replaced(source, seen, gen, today)) if seen else 0,
        received=received,
        gives_totals=standing.gives_totals,
        against=seen,
    )


async def figures_of(source: int, gen: int) -> Findings:
    """What a generation amounts to: as its import noted it, else added up now."""
    rows = await Import.select(Import.figures).where(
        (Import.source == source) & (Import.gen == gen) & (Import.figures != "")
    )
    if rows:
        return msgspec.json.decode(rows[0]["figures"], type=Findings)
    return await findings(source, gen, await publishing.as_of(source, gen))


async def judge_again(
    row: Import, limits: guard.Limits, today: date
) -> tuple[guard.Case, list[guard.Reason]]:
    """A held import against what people see by now."""
    days = await publishing.as_of(row.source, row.gen)
    case = await case_of(row.source, row.gen, days, _received(row), today)
    return case, guard.judge(case, limits)


def _received(row: Import) -> Received:
    received = Received()
    received.counts.update(msgspec.json.decode(row.counts, type=dict[DataKind, int]))
    received.controls = msgspec.json.decode(row.controls or "[]", type=list[ControlTotal])
    received.rejected_in_all = row.rejected
    return received
