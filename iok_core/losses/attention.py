"""On the office's first page, before everything else: losses that somebody has told."""

from collections.abc import Iterable

import msgspec

from iok_core.identity.service import Permission
from iok_core.losses.breaches import all_breaches
from iok_core.losses.context import LossContext
from iok_core.losses.rows import open_losses
from iok_core.web.attention import Attention
from iok_core.web.filters import moment
from iok_core.web.i18n import gettext as _
from iok_core.web.visitor import Visitor

LOSSES_PAGE = "/biuro/utraty"


class Reported(msgspec.Struct, frozen=True):
    tools: LossContext

    async def look(self, visitor: Visitor) -> Iterable[Attention]:
        if Permission.BLOCK_ACCESS not in visitor.permissions:
            return []
        return [*await self._losses(), *await self._breaches()]

    async def _losses(self) -> list[Attention]:
        return [
            Attention(
                text=_("Urgent: call back and block the access, loss reported"),
                detail=_("Reported %(moment)s") % {"moment": moment(line.reported_at)},
                href=f"{LOSSES_PAGE}/{line.id}",
                permission=Permission.BLOCK_ACCESS,
            )
            for line in await open_losses()
        ]

    async def _breaches(self) -> list[Attention]:
        return [
            Attention(
                text=_("Decide on a possible breach of data protection"),
                detail=_("Tell the authority by %(moment)s") % {"moment": moment(line.due_at)},
                href=f"{LOSSES_PAGE}/{line.loss}/naruszenie",
                permission=Permission.BLOCK_ACCESS,
            )
            for line in await all_breaches()
            if line.closed_at is None
        ]
