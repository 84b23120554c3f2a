"""Which source a module feeds."""

import msgspec

from iok_core.db import Arg, Prepared, hold, transaction
from iok_core.imports.tables import Source
from iok_core.modules.service import ModuleRow


class SourceRow(msgspec.Struct, frozen=True):
    id: int
    module: int
    title: str
    gives_totals: bool
    staged: int
    published: int


_COLUMNS = (
    Source.id,
    Source.module,
    Source.title,
    Source.gives_totals,
    Source.staged,
    Source.published,
)
_of_module = Prepared(
    lambda: Source.select(*_COLUMNS).where(Source.module == Arg("module")), SourceRow
)
_all = Prepared(lambda: Source.select(*_COLUMNS).order_by(Source.id), SourceRow)
_by_id = Prepared(lambda: Source.select(*_COLUMNS).where(Source.id == Arg("id")), SourceRow)


async def source_of(module: ModuleRow) -> SourceRow:
    """The module's source, made when it is first asked for."""
    found = await _of_module.one(module=module.id)
    if found is None:
        async with transaction():
            await hold("source of module", module.id)
            if not await _of_module(module=module.id):
                await Source.insert(Source(module=module.id, title=module.title))
        found = await _of_module.one(module=module.id)
    if found is None:
        raise LookupError(f"module {module.name} has no source")
    return found


async def all_sources() -> list[SourceRow]:
    return await _all()


async def source_by_id(source: int) -> SourceRow:
    """Raises LookupError for a source that does not exist."""
    found = await _by_id.one(id=source)
    if found is None:
        raise LookupError(f"there is no source {source}")
    return found


async def expect_totals(source: int, *, gives_totals: bool) -> None:
    """A person says whether this source declares control totals."""
    async with transaction():
        await Source.update({Source.gives_totals: gives_totals}).where(Source.id == source)


async def rename_source(module: int, title: str) -> None:
    """Residents read the new name beside amounts from now on."""
    async with transaction():
        await Source.update({Source.title: title}).where(Source.module == module)


async def published_sources() -> dict[int, int]:
    """The generation that people see of each source, for what runs outside a request."""
    rows = await Source.select(Source.id, Source.published).where(Source.published > 0)
    return {row["id"]: row["published"] for row in rows}
