"""At the office: payments that residents have declared and no import has brought yet, with age."""

from collections.abc import Sequence
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from iok_core.api import Desk
from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.lists import record_list
from iok_core.audit.origin import Origin
from iok_core.db.clock import WARSAW
from iok_core.submissions.context import SubmissionContext
from iok_core.submissions.desks import PERMISSIONS, QUEUE
from iok_core.submissions.matching import DeclaredPaymentView
from iok_core.submissions.payments import all_not_booked
from iok_core.web.csv_answer import csv_answer
from iok_core.web.csv_file import zloty
from iok_core.web.gates import staff
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.navigation import NavItem
from iok_core.web.pages import page
from iok_core.web.visitor import Visitor

PAYMENTS = QUEUE + "/wplaty"
GATE = staff(PERMISSIONS[Desk.SETTLEMENTS])
NAVIGATION = [
    NavItem(
        href=PAYMENTS,
        label=msgid("Declared payments"),
        icon="receipt-text",
        group="staff",
        permission=PERMISSIONS[Desk.SETTLEMENTS],
    ),
]
COLUMNS = (
    msgid("Account"),
    msgid("From whom"),
    msgid("Number"),
    msgid("Paid on"),
    msgid("Amount"),
    msgid("Days since it was sent"),
)

HttpRequest = Request[Any, Any, Any]


@get(PAYMENTS, gate=GATE)
async def payments_page(
    request: HttpRequest,
    submissions: NamedDependency[SubmissionContext],
    visitor: NamedDependency[Visitor],
) -> Response[str]:
    lines = await _lines(submissions, visitor, Action.SUBMISSIONS_VIEW)
    return page(
        request,
        "office/payments.html",
        lines=[(one, age(submissions, one)) for one in lines],
        columns=[_(label) for label in COLUMNS],
    )


@get(f"{PAYMENTS}.csv", gate=GATE)
async def payments_file(
    submissions: NamedDependency[SubmissionContext], visitor: NamedDependency[Visitor]
) -> Response[bytes]:
    lines = await _lines(submissions, visitor, Action.SUBMISSIONS_EXPORT)
    rows = [
        (
            one.address,
            one.name,
            one.number,
            one.paid_on.isoformat(),
            zloty(one.amount),
            age(submissions, one),
        )
        for one in lines
    ]
    return csv_answer("wplaty-zadeklarowane.csv", [_(label) for label in COLUMNS], rows)


def age(ctx: SubmissionContext, one: DeclaredPaymentView) -> int:
    """In days, since it was sent."""
    return (ctx.clock.today() - one.sent_at.astimezone(WARSAW).date()).days


async def _lines(
    ctx: SubmissionContext, visitor: Visitor, action: Action
) -> Sequence[DeclaredPaymentView]:
    lines = await all_not_booked(visitor.published, ctx.clock.today())
    ids = [one.person for one in lines]
    by = Origin.of(visitor)
    await record_list(ctx.log, action, by=by, kind=ObjectKind.PERSON, ids=ids)
    return lines


ROUTES = [payments_page, payments_file]
