"""What the regulations want of the office: a setting and a clause that disagree, open drafts."""

from collections.abc import Iterable

import msgspec

from iok_core.identity.service import Permission
from iok_core.rulebook.drafts import open_drafts
from iok_core.rulebook.link_pages import RULES_PAGE
from iok_core.rulebook.overseeing import Rulebook, warnings_today
from iok_core.rulebook.staff_pages import review_page
from iok_core.rulebook.words import warning
from iok_core.web.attention import Attention
from iok_core.web.filters import day
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import ngettext
from iok_core.web.visitor import Visitor


class Regulated(msgspec.Struct, frozen=True):
    rulebook: Rulebook

    async def look(self, visitor: Visitor) -> Iterable[Attention]:
        if Permission.EDIT_REGULATIONS not in visitor.permissions:
            return []
        return [*await self._warnings(), *await self._approved()]

    async def _warnings(self) -> list[Attention]:
        warned = await warnings_today(self.rulebook)
        if not warned:
            return []
        text = ngettext(
            "Look into %(n)s warning about the regulations",
            "Look into %(n)s warnings about the regulations",
            len(warned),
        )
        first = warned[0]
        clause = _("Clause %(number)s") % {"number": first.clause} if first.clause else ""
        detail = ": ".join(filter(None, (clause, warning(first))))
        return [_attention(text % {"n": len(warned)}, detail, RULES_PAGE)]

    async def _approved(self) -> list[Attention]:
        """Drafts that were approved and wait to be announced."""
        return [
            _attention(
                _("Announce the new regulations"),
                _("Approved on %(day)s") % {"day": day(one.approved_on)},
                review_page(one.id),
            )
            for one in await open_drafts()
            if one.approved_on is not None
        ]


def _attention(text: str, detail: str, href: str) -> Attention:
    return Attention(text=text, detail=detail, href=href, permission=Permission.EDIT_REGULATIONS)
