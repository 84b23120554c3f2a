"""How many people an announcement reaches, before it is shown."""

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from iok_core.identity.service import everybody_with_access
from iok_core.imports.service import published_sources
from iok_core.noticeboard.announcements import announcement
from iok_core.noticeboard.audience import Audience, membership_unknown, reached
from iok_core.premises.standings import Standing, all_standings


class Reached(msgspec.Struct, frozen=True):
    persons: int
    """Who can read it in the portal."""
    without_access: int
    """Whom it is meant for, and who have never got an access."""
    unknown: int
    """Of whom the data do not say whether they are members."""


async def people_reached(audience: Audience, published: Mapping[int, int], day: date) -> set[int]:
    """With an access or without."""
    return _meant(audience, await all_standings(published, day), await everybody_with_access())


async def count_reached(audience: Audience, published: Mapping[int, int], day: date) -> Reached:
    standings, known = await all_standings(published, day), set(await everybody_with_access())
    meant = _meant(audience, standings, known)
    unknown = membership_unknown(audience, standings)
    return Reached(len(meant & known), len(meant - known), len(unknown))


def _meant(audience: Audience, standings: Iterable[Standing], known: Iterable[int]) -> set[int]:
    """Who holds nothing today counts where everybody is meant."""
    meant = reached(audience, standings)
    return meant | set(known) if audience.everybody else meant


async def persons_told(announcement_id: int, day: date) -> list[int]:
    """Whom word of it goes to, of those with an access; nobody once it is withdrawn."""
    found = await announcement(announcement_id)
    if found is None or not found.shown_on(day):
        return []
    meant = await people_reached(found.audience, await published_sources(), day)
    return sorted(meant & set(await everybody_with_access()))
