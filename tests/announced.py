"""An announcement, a document, a break in the work: as the office would make them."""

from datetime import timedelta

from iok_core.audit.origin import Origin
from iok_core.maintenance.windows import Plans, plan
from iok_core.noticeboard import filing
from iok_core.noticeboard.announcements import Wording, announcement
from iok_core.noticeboard.audience import Audience
from iok_core.noticeboard.filing import NewDocument
from iok_core.noticeboard.kinds import Category, Circle, Reach
from iok_core.noticeboard.writing import Board, save, show
from iok_core.portal import Portal

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


async def documented(portal: Portal, *, by: Origin) -> int:
    board, today = Board(portal.audit, portal.clock), portal.clock.today()
    new = NewDocument(
        title="Statut",
        category=Category.STATUTES,
        circle=Circle.PUBLIC,
        since=today,
        until=None,
        content=PDF,
    )
    added = await filing.add(board, new, by=by)
    assert isinstance(added, int)
    assert await filing.show(board, added, by=by) is None
    return added


async def planned_break(portal: Portal, *, by: Origin) -> int:
    """In ten days: nobody is told of it yet."""
    begins = portal.clock.now() + timedelta(days=10)
    plans = Plans(portal.audit, portal.clock)
    planned = await plan(plans, begins, begins + timedelta(hours=1), "", by=by)
    assert isinstance(planned, int)
    return planned


async def announced(portal: Portal, premises: int, *, by: Origin) -> int:
    board = Board(portal.audit, portal.clock)
    audience = Audience(Reach.PREMISES, premises=(premises,))
    wording = Wording(
        title="Przegląd", body="Jutro.", audience=audience, since=portal.clock.today()
    )
    file = await filing.attach(board, "Plan", PDF, by=by)
    assert isinstance(file, int)
    saved = await save(board, None, wording, [file], by=by)
    assert isinstance(saved, int)
    found = await announcement(saved)
    assert found is not None
    assert await show(board, found, by=by) is None
    return saved
