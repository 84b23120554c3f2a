"""An announcement to one flat, as the office would write and show it."""

from iok_core.audit.origin import Origin
from iok_core.noticeboard.announcements import Wording, announcement
from iok_core.noticeboard.audience import Audience
from iok_core.noticeboard.kinds import Reach
from iok_core.noticeboard.writing import Board, save, show
from iok_core.portal import Portal


async def announced(portal: Portal, premises: int, *, by: Origin) -> int:
    board = Board(portal.audit, portal.clock)
    audience = Audience(Reach.PREMISES, premises=(premises,))
    wording = Wording(
        title="Przegląd", body="Jutro.", audience=audience, since=portal.clock.today()
    )
    saved = await save(board, None, wording, by=by)
    assert isinstance(saved, int)
    found = await announcement(saved)
    assert found is not None
    assert await show(board, found, by=by) is None
    return saved
