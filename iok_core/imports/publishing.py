"""Makes a staged generation the one that people see, in one transaction."""

from datetime import date

from iok_core.api import DataKind
from iok_core.audit import service as audit
from iok_core.db import Clock, fetch, transaction
from iok_core.events import service as events
from iok_core.imports.tables import Publication, Snapshot, Source


async def publish(source: int, gen: int, clock: Clock) -> None:
    """Residents see the generation from now on; what they saw before stays in the log."""
    async with transaction():
        await Publication.insert(Publication(source=source, gen=gen, at=clock.now()))
        await Source.update({Source.published: gen, Source.staged: 0}).where(Source.id == source)


async def keep_as_of(source: int, gen: int, as_of: dict[DataKind, date]) -> None:
    rows = [
        Snapshot(source=source, gen=gen, kind=kind.value, as_of=day) for kind, day in as_of.items()
    ]
    if rows:
        await Snapshot.insert(*rows)


async def as_of(source: int, gen: int) -> dict[DataKind, date]:
    """How far each kind of data reaches in a generation."""
    rows = await Snapshot.select(Snapshot.kind, Snapshot.as_of).where(
        (Snapshot.source == source) & (Snapshot.gen == gen)
    )
    return {DataKind(row["kind"]): row["as_of"] for row in rows}
