"""On the office's first page: how many persons have no open settlement any more."""

import msgspec

from iok_core.endings.proposals import Endings, proposed
from iok_core.endings.staff_pages import ENDINGS_PAGE
from iok_core.identity.service import Permission
from iok_core.web.attention import Attention
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import ngettext
from iok_core.web.visitor import Visitor


class Ends(msgspec.Struct, frozen=True):
    endings: Endings

    async def look(self, visitor: Visitor) -> list[Attention]:
        if Permission.BLOCK_ACCESS not in visitor.permissions:
            return []
        found = await proposed(self.endings, visitor.published)
        if not found.ended:
            return []
        number = len(found.ended)
        text = ngettext(
            "%(n)s person has no open settlement", "%(n)s persons have no open settlement", number
        )
        held = _("More than usual: look whether the data are right.") if found.held else ""
        return [
            Attention(
                text=text % {"n": number},
                detail=held,
                href=ENDINGS_PAGE,
                permission=Permission.BLOCK_ACCESS,
            )
        ]
