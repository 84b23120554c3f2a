"""Before a closing view ends its reader is told, and may take the own documents along (K12-5)."""

from datetime import date, timedelta

from iok_core.db import hold, transaction
from iok_core.endings.proposals import Endings
from iok_core.events.kinds import EventKind
from iok_core.events.service import emit, was_said
from iok_core.identity.service import everybody_with_access
from iok_core.imports.service import published_sources
from iok_core.ledger.settling import person_in
from iok_core.months import months_after
from iok_core.premises.desk import with_ended_titles
from iok_core.premises.service import Stage, open_on


async def tell_before_the_end(endings: Endings) -> None:
    """A chore of the worker: once for each person, premises and last day."""
    published, today = await published_sources(), endings.identity.clock.today()
    back = months_after(today, -endings.closing.closing_months - 1)
    known = set(await everybody_with_access())
    for person in sorted(await with_ended_titles(published, back, today) & known):
        view = await person_in(person, published, today)
        for premises, decision in open_on(view, today, endings.closing).items():
            if decision.stage is Stage.CLOSING and decision.until is not None:
                await _tell(endings, person, premises, decision.until)


async def _tell(endings: Endings, person: int, premises: int, last: date) -> None:
    clock = endings.identity.clock
    if last - clock.today() > timedelta(days=endings.closing.told_days_before):
        return
    subject = {"person": person, "premises": premises, "until": last.toordinal()}
    async with transaction():
        await hold("end of closing view", person)
        if not await was_said(EventKind.VIEW_ENDS, subject):
            await emit(EventKind.VIEW_ENDS, at=clock.now(), request_id="", **subject)
