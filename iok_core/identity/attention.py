"""What signing in wants of the office: to know that somebody is guessing."""

import msgspec

from iok_core.identity.brakes.door import alarm_until
from iok_core.identity.context import IdentityContext
from iok_core.identity.permissions import Permission
from iok_core.web.attention import Attention
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import ngettext
from iok_core.web.visitor import Visitor

_FAILED_ONES = "/biuro/dziennik?co=sign_in"


class Guessing(msgspec.Struct, frozen=True):
    ctx: IdentityContext

    async def look(self, _visitor: Visitor) -> list[Attention]:
        """For a day after so many sign-ins failed that the whole portal rested."""
        until = await alarm_until(self.ctx)
        if until is None:
            return []
        n = self.ctx.settings.brake.portal_failures
        detail = ngettext(
            "Within 5 minutes %(n)s sign-in failed. For a while only known devices and passkeys "
            "were let in. Tell whoever runs the server.",
            "Within 5 minutes %(n)s sign-ins failed. For a while only known devices and passkeys "
            "were let in. Tell whoever runs the server.",
            n,
        )
        return [
            Attention(
                text=_("Somebody is guessing passwords"),
                detail=detail % {"n": n},
                href=_FAILED_ONES,
                permission=Permission.SEE_AUDIT,
                since=until,
            )
        ]
