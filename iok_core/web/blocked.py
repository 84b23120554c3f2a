"""What somebody who is blocked is told, where it has to be plain text."""

from iok_core.web.error_words import Words
from iok_core.web.filters import day
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.visitor import BlockNotice

BLOCKED = Words(
    msgid("Your access is blocked"),
    msgid("Nothing else opens here meanwhile. Your settlements go on as before."),
    msgid("To have it opened again, come to the office or call us."),
)


def sentences(notice: BlockNotice) -> str:
    """Since when and until when, on what ground, and what leads out of it."""
    said = [_days(notice), f"{_(notice.ground)}.", notice.facts, _(notice.lifting)]
    return " ".join(filter(None, said))


def _days(notice: BlockNotice) -> str:
    since = day(notice.since)
    if notice.until is None:
        return _("Blocked since %(since)s, until the office lifts it.") % {"since": since}
    until = day(notice.until)
    return _("Blocked from %(since)s to %(until)s.") % {"since": since, "until": until}
