"""On the office's first page: what is urgent, overdue, or waits to be typed in elsewhere."""

from collections.abc import Iterable, Sequence

import msgspec

from iok_core.db import Clock
from iok_core.identity.service import Permission
from iok_core.submissions.desks import PERMISSIONS, QUEUE, TO_ENTER, desks_of
from iok_core.submissions.rows import SubmissionLine, open_submissions
from iok_core.submissions.to_enter import MAY_HAND_OVER, ToEnter, to_enter
from iok_core.web.attention import Attention
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import ngettext
from iok_core.web.visitor import Visitor


class Unanswered(msgspec.Struct, frozen=True):
    clock: Clock

    async def look(self, visitor: Visitor) -> Iterable[Attention]:
        today = self.clock.today()
        found = await open_submissions(desks_of(visitor.permissions))
        urgent = [_urgent(one) for one in found if one.emergency]
        return urgent + [_late(one) for one in found if one.overdue(today) and not one.emergency]


async def waits_to_be_entered(visitor: Visitor) -> Iterable[Attention]:
    """One line for all of them: the list says which; what a connector gave back stands apart."""
    permission = next((one for one in MAY_HAND_OVER if one in visitor.permissions), None)
    if permission is None:
        return []
    found = [one for one in await to_enter(visitor.published) if one.by_hand]
    given_up = [one for one in found if one.given_up]
    others = [one for one in found if not one.given_up]
    return [
        *_together(given_up, _not_handed_over(len(given_up)), permission),
        *_together(others, _waits(len(others)), permission),
    ]


def _together(found: Sequence[ToEnter], text: str, permission: Permission) -> list[Attention]:
    if not found:
        return []
    since = found[0].accepted_at
    return [Attention(text=text, href=TO_ENTER, permission=permission, since=since)]


def _waits(number: int) -> str:
    text = ngettext(
        "%(n)s submission waits to be entered in the accounting system",
        "%(n)s submissions wait to be entered in the accounting system",
        number,
    )
    return text % {"n": number}


def _not_handed_over(number: int) -> str:
    text = ngettext(
        "%(n)s submission was not taken over by the accounting system",
        "%(n)s submissions were not taken over by the accounting system",
        number,
    )
    return text % {"n": number}


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
