"""Where pulls can go on from: the place that an import has reached, and what a delta stands on."""

import msgspec

from iok_core.db import Arg, Prepared, execute, fetch, transaction
from iok_core.imports.received import Received
from iok_core.imports.staging import require_staged
from iok_core.imports.tables import ImportCheckpoint

Marks = dict[str, int]


class OutdatedChangesError(Exception):
    """People see another generation than the one that these are the changes of."""


class Checkpointed(msgspec.Struct, frozen=True):
    based_on: int
    said: str
    marks: str
    received: str

    @property
    def rows(self) -> Marks:
        return msgspec.json.decode(self.marks, type=Marks)

    @property
    def so_far(self) -> Received:
        return msgspec.json.decode(self.received, type=Received)


_of = Prepared(
    lambda: ImportCheckpoint.select(
        ImportCheckpoint.based_on,
        ImportCheckpoint.said,
        ImportCheckpoint.marks,
        ImportCheckpoint.received,
    ).where((ImportCheckpoint.source == Arg("source")) & (ImportCheckpoint.gen == Arg("gen"))),
    Checkpointed,
)
_KEEP = """
    INSERT INTO import_checkpoint (source, gen, based_on, said, marks, received)
    VALUES ({}, {}, 0, {}, {}, {})
    ON CONFLICT (source, gen) DO UPDATE
    SET said = excluded.said, marks = excluded.marks, received = excluded.received
"""


async def checkpoint_of(source: int, gen: int) -> Checkpointed | None:
    return await _of.one(source=source, gen=gen)


async def begin_delta(source: int, gen: int, based_on: int) -> None:
    await ImportCheckpoint.insert(
        ImportCheckpoint(source=source, gen=gen, based_on=based_on, said="", marks="", received="")
    )


async def keep(source: int, gen: int, said: str, marks: Marks, received: Received) -> None:
    """Everything until here is staged; should the run be cut off, it can go on from here."""
    values = (said, _json(marks), _json(received))
    async with transaction(durable=False):
        await require_staged(source, gen)
        await execute(_KEEP, source, gen, *values)


async def ended(source: int, gen: int) -> None:
    """What was received stands in the import by now."""
    await execute(
        "UPDATE import_checkpoint SET marks = '', received = '' WHERE source = {} AND gen = {}",
        source,
        gen,
    )


async def based_on(source: int, gen: int) -> int:
    """The generation that this one has the changes of; 0: it was a whole pull."""
    found = await checkpoint_of(source, gen)
    return found.based_on if found else 0


async def require_base(source: int, gen: int) -> None:
    """What a delta was added to is still what people see; holds in the transaction that publishes.

    Raises:
        OutdatedChangesError: somebody undid or redid meanwhile; only a whole pull can help.
    """
    base = await based_on(source, gen)
    if base and not await fetch(
        "SELECT 1 FROM source WHERE id = {} AND published = {}", source, base
    ):
        raise OutdatedChangesError(f"source {source} does not show generation {base} any more")


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
