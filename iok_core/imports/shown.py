"""What the log of publications says about when a generation was shown."""

from datetime import datetime

import msgspec

from iok_core.db import fetch


class Shown(msgspec.Struct, frozen=True):
    before: int
    """The generation that people saw until this one took its place; 0: none."""
    now: int
    """The one that they see now."""


async def shown(source: int, gen: int) -> Shown | None:
    """Of the first time that a generation was published; None: it never was."""
    rows = await fetch(
        "SELECT s.published, coalesce((SELECT b.gen FROM publication b WHERE b.id = ("
        "SELECT max(c.id) FROM publication c WHERE c.source = s.id AND c.id < p.first)), 0) "
        "FROM source s JOIN (SELECT source, min(id) AS first FROM publication "
        "WHERE source = {} AND gen = {} GROUP BY source) p ON p.source = s.id",
        source,
        gen,
    )
    return Shown(before=int(rows[0][1]), now=int(rows[0][0])) if rows else None


async def shown_before(moment: datetime) -> dict[int, int]:
    """The generation of each source that people saw then, where its rows are still kept."""
    rows = await fetch(
        "SELECT p.source, p.gen FROM publication p JOIN source s ON s.id = p.source WHERE p.id IN "
        "(SELECT max(c.id) FROM publication c WHERE c.at < {} GROUP BY c.source) "
        "AND p.gen >= s.whole_since ORDER BY p.source",
        moment,
    )
    return {int(source): int(gen) for source, gen in rows}
