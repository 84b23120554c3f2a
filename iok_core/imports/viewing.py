"""Imports as the office's lists and pages show them."""

from collections.abc import Mapping
from datetime import date

import msgspec

from iok_core.api import DataKind
from iok_core.db import snapshot
from iok_core.imports import office, words
from iok_core.imports.course import course_of
from iok_core.imports.difference import Difference, difference
from iok_core.imports.freshness import Freshness, Stale, stale
from iok_core.imports.history import ImportLine, Rejection, Standing, of_generation
from iok_core.imports.moving import is_whole
from iok_core.imports.publishing import Provenance, balances_day, provenance
from iok_core.imports.sources import SourceRow, all_sources
from iok_core.modules.service import ModuleRow
from iok_core.web.i18n import gettext as _


class Part(msgspec.Struct, frozen=True):
    """One kind of data: how many records were read, and of which day they are."""

    kind: str
    records: str
    as_of: date | None


class Row(msgspec.Struct, frozen=True):
    """An import as lists and its own page show it."""

    line: ImportLine
    records: str
    parts: list[Part]
    as_of: date | None
    """The day of the balances."""
    shown: bool
    """Residents see it now."""
    undone: bool
    """Residents saw it, until somebody undid it."""


class RejectedRow(msgspec.Struct, frozen=True):
    rejection: Rejection
    what: str
    do: str


class SourceCard(msgspec.Struct, frozen=True):
    """What people see of one source, and where one can go from there."""

    module: ModuleRow
    source: int | None
    """None: nothing was ever asked of it."""
    seen: ImportLine | None = None
    origin: Provenance | None = None
    old: list[Stale] = []
    can_undo: bool = False
    can_redo: bool = False


async def rows(lines: list[ImportLine], published: Mapping[int, int]) -> list[Row]:
    days = await office.days_of(lines)
    undone = {source: (await course_of(source)).undone for source in published}
    return [_row(line, days[line.run], published, undone) for line in lines]


def _row(
    line: ImportLine,
    days: Mapping[DataKind, date],
    published: Mapping[int, int],
    undone: Mapping[int, tuple[int, ...]],
) -> Row:
    counts, source = line.received, line.source or 0
    return Row(
        line=line,
        records=words.figure(sum(counts.values())) if counts else "",
        parts=[_part(kind, counts, days) for kind in DataKind if kind in counts or kind in days],
        as_of=balances_day(days),
        shown=line.gen is not None and published.get(source) == line.gen,
        undone=line.gen in undone.get(source, ()),
    )


def _part(kind: DataKind, counts: Mapping[DataKind, int], days: Mapping[DataKind, date]) -> Part:
    records = words.figure(counts[kind]) if kind in counts else ""
    return Part(_(words.KINDS[kind]), records, days.get(kind))


def rejected(row: Rejection) -> RejectedRow:
    advice = words.PROBLEMS[row.problem]
    return RejectedRow(row, _(advice.what), _(advice.do))


async def source_cards(
    modules: list[ModuleRow], limits: Freshness, today: date
) -> list[SourceCard]:
    sources = {source.module: source for source in await all_sources()}
    return [await _card(module, sources.get(module.id), limits, today) for module in modules]


async def _card(
    module: ModuleRow, source: SourceRow | None, limits: Freshness, today: date
) -> SourceCard:
    if source is None or not source.published:
        return SourceCard(module, source.id if source else None)
    course = await course_of(source.id)
    origin = await provenance(source.id, source.published)
    return SourceCard(
        module=module,
        source=source.id,
        seen=await of_generation(source.id, source.published),
        origin=origin,
        old=stale(origin.as_of, limits, today),
        can_undo=course.before > 0 and await is_whole(source.id, course.before),
        can_redo=course.next > 0 and await is_whole(source.id, course.next),
    )


async def difference_of(line: ImportLine, published: Mapping[int, int]) -> Difference | None:
    """Held: against what residents see now; published: against what they had seen before."""
    if line.source is None or line.gen is None:
        return None
    held = line.standing is Standing.HELD
    before = published.get(line.source, 0) if held else line.judged_against or 0
    if not held and line.standing is not Standing.PUBLISHED:
        return None
    async with snapshot():  # nothing is taken away between the look and the comparison
        for gen in filter(None, (before, line.gen)):
            if not await is_whole(line.source, gen):
                return None
        return await difference(line.source, before, line.gen, published)
