"""Takes and gives back a source's generations: at most one is staged and unpublished."""

from enum import StrEnum

from iok_core.db import transaction
from iok_core.imports.receiving import SHELVES
from iok_core.imports.staging import sweep
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
    await abandon(source)
    async with transaction():
        row = await Source.objects().get(Source.id == source)
        row.gen += 1
        row.staged = row.gen
        await row.save([Source.gen, Source.staged])
        return row.gen


async def abandon(source: int) -> None:
    """Takes back the staged generation, if there is one; what people see does not change."""
    staged = (await Source.select(Source.staged).where(Source.id == source).first())["staged"]
    if not staged:
        return
    await sweep(source, staged, SHELVES)
    async with transaction():
        await Source.update({Source.staged: 0}).where(Source.id == source)
        await Import.update({Import.state: ImportState.SUPERSEDED}).where(
            (Import.source == source)
            & (Import.gen == staged)
            & Import.state.is_in([ImportState.HELD, ImportState.IMPORTING])
        )
