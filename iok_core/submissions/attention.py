"""On the office's first page: what is urgent, and what should have been answered by now."""

from collections.abc import Iterable

import msgspec

from iok_core.db import Clock
from iok_core.submissions.desks import PERMISSIONS, QUEUE, desks_of
from iok_core.submissions.rows import SubmissionLine, open_submissions
from iok_core.web.attention import Attention
from iok_core.web.i18n import gettext as _
from iok_core.web.visitor import Visitor


class Unanswered(msgspec.Struct, frozen=True):
    clock: Clock

    async def look(self, visitor: Visitor) -> Iterable[Attention]:
        today = self.clock.today()
        found = await open_submissions(desks_of(visitor.permissions))
        urgent = [_urgent(one) for one in found if one.emergency]
        return urgent + [_late(one) for one in found if one.overdue(today) and not one.emergency]


def _urgent(line: SubmissionLine) -> Attention:
    return Attention(
        text=_("Urgent fault: %(what)s") % {"what": line.summary},
        detail=line.address,
        href=f"{QUEUE}/{line.id}",
        permission=PERMISSIONS[line.desk],
        since=line.sent_at,
    )


def _late(line: SubmissionLine) -> Attention:
    return Attention(
        text=_("Answer overdue: %(title)s, no. %(number)s")
        % {"title": line.title, "number": line.number},
        detail=line.address,
        href=f"{QUEUE}/{line.id}",
        permission=PERMISSIONS[line.desk],
        since=line.due_on,
    )
