"""Accounts that somebody at the office has to look into: they do not add up, or lack something."""

from collections.abc import Sequence
from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from iok_core.audit.actions import Action, ObjectKind
from iok_core.audit.lists import record_list
from iok_core.audit.origin import Origin
from iok_core.audit.service import AuditLog
from iok_core.identity.service import Permission
from iok_core.ledger import checks
from iok_core.ledger.checks import Doubt, Doubtful
from iok_core.web.csv_answer import csv_answer
from iok_core.web.csv_file import Cell, zloty
from iok_core.web.gates import staff
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid
from iok_core.web.pages import page
from iok_core.web.visitor import Visitor

ACCOUNTS_PAGE = "/biuro/konta"
DOUBTS = {
    Doubt.NOT_ADDING_UP: msgid("Amounts do not add up"),
    Doubt.WITHOUT_BALANCE: msgid("Without a balance"),
    Doubt.INCOMPLETE: msgid("Rows are missing"),
}

HttpRequest = Request[Any, Any, Any]


@get(ACCOUNTS_PAGE, gate=staff(Permission.SEE_IMPORTS))
async def accounts(
    request: HttpRequest,
    visitor: NamedDependency[Visitor],
    audit: NamedDependency[AuditLog],
    co: FromQuery[str] = "",
) -> Response[str]:
    doubt = _doubt(co)
    rows = await checks.doubtful(doubt, visitor.published)
    await _record(audit, Action.ACCOUNTS_VIEW, visitor, rows)
    return page(
        request,
        "office/accounts.html",
        doubt=doubt,
        doubts=[(one.value, _(word)) for one, word in DOUBTS.items()],
        rows=rows,
        origins=await checks.origins(visitor.published),
        wholly=await checks.wholly_incomplete(visitor.published),
    )


@get(f"{ACCOUNTS_PAGE}/lista.csv", gate=staff(Permission.SEE_IMPORTS))
async def accounts_file(
    visitor: NamedDependency[Visitor],
    audit: NamedDependency[AuditLog],
    co: FromQuery[str] = "",
) -> Response[bytes]:
    doubt = _doubt(co)
    rows = await checks.doubtful(doubt, visitor.published)
    await _record(audit, Action.ACCOUNTS_EXPORT, visitor, rows)
    named = Permission.SEE_RESIDENTS in visitor.permissions
    header = [_("Account"), _("Payer"), _("Opening balance"), _("Debits (Wn)"), _("Credits (Ma)")]
    header += [_("The entries lead to"), _("Closing balance"), _("Difference"), _("Source")]
    header += [_("As of"), _("Bank statements until"), _("Incomplete")]
    name = f"konta-{doubt.value.replace('_', '-')}.csv"
    return csv_answer(name, header, (_cells(one, named=named) for one in rows))


def _cells(one: Doubtful, *, named: bool) -> list[Cell]:
    return [
        one.key,
        one.payer.called if one.payer and named else "",
        zloty(one.opening),
        zloty(one.debit),
        zloty(one.credit),
        zloty(one.reckoned),
        zloty(one.closing),
        zloty(one.difference),
        one.origin.title,
        one.origin.balances,
        one.origin.bank_statements,
        _("yes") if one.incomplete else "",
    ]


async def _record(
    audit: AuditLog, action: Action, visitor: Visitor, rows: Sequence[Doubtful]
) -> None:
    payers = [one.payer.id for one in rows if one.payer]
    by = Origin.of(visitor)
    await record_list(audit, action, by=by, kind=ObjectKind.PARTY, ids=payers)


def _doubt(typed: str) -> Doubt:
    return Doubt(typed) if typed in set(Doubt) else Doubt.NOT_ADDING_UP


ROUTES = [accounts, accounts_file]
