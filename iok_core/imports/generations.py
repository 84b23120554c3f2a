"""Takes and gives back a source's generations: at most one is staged and unpublished."""

from enum import StrEnum

from iok_core.db import execute, transaction
from iok_core.imports.receiving import SHELVES
from iok_core.imports.sources import source_by_id
from iok_core.imports.staging import forget_seen, require_staged, sweep
from iok_core.imports.tables import Import, Source


class ImportState(StrEnum):
    """How an import stands; `IMPORTING` ends in one of the others."""

    IMPORTING = "importing"
    PUBLISHED = "published"
    HELD = "held"
    FAILED = "failed"
    SUPERSEDED = "superseded"
    """Held, or left by a crash, when the next one began."""


async def take(source: int) -> int:
    """Clears away what was staged and never published, and opens the next generation."""
    staged = (await source_by_id(source)).staged
    if staged:
        await abandon(source, staged)
    await forget_seen(source)  # of an import that was cut off just after its end
    async with transaction():
        await execute("UPDATE source SET gen = gen + 1, staged = gen + 1 WHERE id = {}", source)
        return (await source_by_id(source)).staged


async def abandon(source: int, gen: int) -> None:
    """Takes back a staged generation; what people see does not change.

    Raises:
        OvertakenError: the source stages another one by now.
    """
    await sweep(source, gen, SHELVES)
    async with transaction():
        await require_staged(source, gen)
        await Source.update({Source.staged: 0}).where(Source.id == source)
        await Import.update({Import.state: ImportState.SUPERSEDED}).where(
            (Import.source == source)
            & (Import.gen == gen)
            & Import.state.is_in([ImportState.HELD, ImportState.IMPORTING])
        )
