"""Readings that somebody at the office should look at."""

from iok_core.db import fetch
from iok_core.db.versioned import visible

# Of a meter that was exchanged under its key the new one begins lower, as a rule with nothing.
_FALLEN = (
    "SELECT m.number FROM (SELECT r.meter, r.day, r.thousandths, "
    "lag(r.day) OVER (PARTITION BY r.meter ORDER BY r.day, r.thousandths) AS day_before, "
    "lag(r.thousandths) OVER (PARTITION BY r.meter ORDER BY r.day, r.thousandths) AS shown_before "
    f"FROM meter_reading r WHERE {visible('r')}) AS pairs "
    f"JOIN meter_version m ON m.meter = pairs.meter AND {visible('m')} "
    "WHERE pairs.thousandths < pairs.shown_before AND (m.installed_on IS NULL "
    "OR m.installed_on <= pairs.day_before OR m.installed_on > pairs.day) ORDER BY m.number"
)


async def fallen(source: int, gen: int) -> list[str]:
    """Numbers of meters that show less than before, once for each time."""
    rows = await fetch(_FALLEN, source, gen, gen, source, gen, gen)
    return [str(number) for (number,) in rows]
