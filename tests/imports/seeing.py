"""Everything that residents could see, row by row and day by day."""

from iok_core.db import fetch
from iok_core.imports.publishing import as_of
from iok_core.imports.receiving import SHELVES
from iok_core.imports.service import published_sources


async def seen() -> dict[str, object]:
    rows: dict[str, object] = {}
    for source, gen in (await published_sources()).items():
        rows[f"{source} as of"] = await as_of(source, gen)
        for shelf in SHELVES:
            columns = ", ".join(("key", *shelf.columns))
            rows[f"{source} {shelf.name}"] = await fetch(
                f"SELECT {columns} FROM {shelf.name} WHERE source = {{}} "
                "AND since_gen <= {} AND until_gen > {} ORDER BY key",
                source,
                gen,
                gen,
            )
    return rows
