"""Takes and gives back a source's generations: at most one is staged and unpublished."""

from enum import StrEnum

from iok_core.db import execute, fetch, transaction
from iok_core.imports.receiving import SHELVES
from iok_core.imports.sources import source_by_id
from iok_core.imports.staging import OvertakenError, forget_seen, hold_source, require_staged
from iok_core.imports.sweeping import sweep
from iok_core.imports.tables import Import, Source
from iok_core.runs.carrying_out import Progress


class ImportState(StrEnum):
    """How an import stands; `IMPORTING` ends in one of the others."""

    IMPORTING = "importing"
    PUBLISHED = "published"
    HELD = "held"
    FAILED = "failed"
    SUPERSEDED = "superseded"
    """Held, or left by a crash, when the next one began."""
    REJECTED = "rejected"
    """Held, and somebody decided that nobody shall see it."""
    REPEATED = "repeated"
    """It said the same as an earlier one, so nothing of it was kept."""


_TAKE = "UPDATE source SET gen = gen + 1, staged = gen + 1 WHERE id = {} AND staged = 0"


async def take(source: int) -> int:
    """Clears away what was staged and never published, and opens the next generation.

    Raises:
        OvertakenError: another import has opened one meanwhile.
    """
    staged = (await source_by_id(source)).staged
    if staged:
        await _make_room(source, staged)
    await forget_seen(source)  # of an import that was cut off just after its end
    async with transaction():
        await hold_source(source)
        if not await execute(_TAKE, source):
            raise OvertakenError(f"source {source} stages what another import has just begun")
        return (await source_by_id(source)).staged


async def _make_room(source: int, staged: int) -> None:
    """What was held may be released at this very moment: then it is not in the way any more."""
    try:
        await abandon(source, staged)
    except OvertakenError:
        if (await source_by_id(source)).staged:
            raise


async def abandon(source: int, gen: int, progress: Progress | None = None) -> None:
    """Takes back a staged generation; what people see does not change.

    From the first moment on it cannot be released any more.

    Raises:
        OvertakenError: the source does not stage it any more.
    """
    async with transaction():
        await require_staged(source, gen)
        await Import.update({Import.state: ImportState.SUPERSEDED}).where(
            (Import.source == source)
            & (Import.gen == gen)
            & Import.state.is_in([ImportState.HELD, ImportState.IMPORTING])
        )
    await sweep(source, gen, SHELVES, progress)
    async with transaction():
        await require_staged(source, gen)
        await Source.update({Source.staged: 0}).where(Source.id == source)


async def rejected_of(module: int) -> list[tuple[int, int]]:
    """Source and generation of what was rejected and is still staged."""
    rows = await fetch(
        "SELECT s.id, s.staged FROM source s JOIN import i ON i.source = s.id AND i.gen = s.staged "
        "WHERE s.module = {} AND i.state = {}",
        module,
        ImportState.REJECTED.value,
    )
    return [(int(source), int(gen)) for source, gen in rows]
