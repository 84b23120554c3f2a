"""A submission on paper: the resident's receipt, and the order for whoever goes to repair."""

from collections.abc import Sequence

from iok_core.api import Concern
from iok_core.identity.slips import Signing
from iok_core.submissions.answers import Line
from iok_core.submissions.rows import SubmissionView
from iok_core.submissions.words import CONTACTS
from iok_core.web.filters import day, moment, orphans
from iok_core.web.i18n import gettext as _


def receipt(line: SubmissionView, lines: Sequence[Line], state: str) -> Signing:
    """What was sent, when, and by when there is an answer. Nobody signs it."""
    said = _("The cooperative has received this through the portal.")
    if line.contact is not None:
        said = _("The office has entered this for the resident, who asked for it %(how)s.") % {
            "how": _(CONTACTS[line.contact])
        }
    return Signing(
        title=_("Receipt of submission no. %(number)s") % {"number": line.number},
        said=[orphans(said)],
        facts=[
            (_("What"), line.title),
            (_("From whom"), line.name),
            (_("Received"), moment(line.sent_at)),
            (_("Answer by"), day(line.due_on)),
            (_("State"), state),
            *_where(line),
            *lines,
        ],
        signatures=[],
    )


def work_order(line: SubmissionView, lines: Sequence[Line]) -> Signing:
    """For the person who goes there; both sign what was done."""
    return Signing(
        title=_("Order no. %(number)s") % {"number": line.number},
        said=[orphans(line.summary or line.title)],
        facts=[
            *_where(line),
            (_("From whom"), line.name),
            (_("Received"), moment(line.sent_at)),
            *lines,
            (_("Done"), "…" * 40),
        ],
        signatures=[_("Day and signature of who did it"), _("Signature of the resident")],
    )


def _where(line: SubmissionView) -> list[Line]:
    where = _("Account") if line.concern == Concern.ACCOUNT else _("Where")
    return [(where, line.address)] if line.address else []
