"""What the cooperative's mailbox is told of a submission."""

from iok_core.notices.mailbox import Copied
from iok_core.submissions.desks import QUEUE
from iok_core.submissions.rows import one_submission
from iok_core.submissions.words import DESKS
from iok_core.web.i18n import gettext as _


async def copied(submission: int) -> Copied:
    """Raises LookupError."""
    line = await one_submission(submission)
    if line is None:
        raise LookupError(f"no submission {submission}")
    return Copied(
        number=line.number,
        title=line.title,
        desk=_(DESKS[line.desk]),
        sent_at=line.sent_at,
        due_on=line.due_on,
        page=f"{QUEUE}/{line.id}",
    )
