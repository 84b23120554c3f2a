"""On the office's first page: demands that wait, and those that are late."""

from collections.abc import Iterable

import msgspec

from iok_core.db import Clock
from iok_core.demand_desk.words import KINDS
from iok_core.demands.service import open_demands
from iok_core.identity.service import Permission
from iok_core.web.attention import Attention
from iok_core.web.filters import day
from iok_core.web.i18n import gettext as _
from iok_core.web.visitor import Visitor

DEMANDS_PAGE = "/biuro/zadania"


class Demanded(msgspec.Struct, frozen=True):
    clock: Clock

    async def look(self, visitor: Visitor) -> Iterable[Attention]:
        if Permission.BLOCK_ACCESS not in visitor.permissions:
            return []
        today = self.clock.today()
        late, waits = _("Overdue demand: %(what)s"), _("Carry out the demand: %(what)s")
        return [
            Attention(
                text=(late if today > line.due_on else waits) % {"what": _(KINDS[line.kind])},
                detail=_("%(name)s, by %(day)s") % {"name": line.name, "day": day(line.due_on)},
                href=f"{DEMANDS_PAGE}/{line.id}",
                permission=Permission.BLOCK_ACCESS,
                since=line.received_on,
            )
            for line in await open_demands()
        ]
