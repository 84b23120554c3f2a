"""On the office's first page: what waits for a second person, unless one asked for it oneself;
and what was approved for one to do."""

import msgspec

from iok_core.approvals.context import Approvals
from iok_core.approvals.rows import approved_of, waiting
from iok_core.approvals.viewing import open_to, told
from iok_core.web.attention import Attention
from iok_core.web.i18n import gettext as _
from iok_core.web.visitor import Visitor

APPROVALS_PAGE = "/biuro/do-zatwierdzenia"


class Waiting(msgspec.Struct, frozen=True):
    tools: Approvals

    async def look(self, visitor: Visitor) -> list[Attention]:
        return [*await self._to_decide(visitor), *await self._to_do(visitor)]

    async def _to_do(self, visitor: Visitor) -> list[Attention]:
        rows = await approved_of(visitor.staff or 0, self.tools.clock.now())
        open_rows = [row for row in rows if row.kind in open_to(self.tools, visitor)]
        names = await self.tools.names() if open_rows else {}
        found = [await told(self.tools, row, visitor, names) for row in open_rows]
        return [
            Attention(
                text=_("Approved, go on: %(act)s") % {"act": one.title},
                detail=_("%(name)s has approved: %(what)s")
                % {"name": one.decided_by, "what": next(iter(one.sentences), "")},
                href=one.shown_at,
                permission=self.tools.kinds[one.row.kind].permission,
                since=one.row.decided_at,
            )
            for one in found
            if one.to_do
        ]

    async def _to_decide(self, visitor: Visitor) -> list[Attention]:
        rows = await waiting(open_to(self.tools, visitor), self.tools.clock.now())
        others = [row for row in rows if row.asked_by != visitor.staff]
        names = await self.tools.names() if others else {}
        found = [await told(self.tools, row, visitor, names) for row in others]
        return [
            Attention(
                text=_("Approve or reject: %(act)s") % {"act": one.title},
                detail=_("%(name)s asks: %(what)s")
                % {"name": one.asked_by, "what": next(iter(one.sentences), "")},
                href=f"{APPROVALS_PAGE}/{one.row.id}",
                permission=self.tools.kinds[one.row.kind].permission,
                since=one.row.asked_at,
            )
            for one in found
        ]
