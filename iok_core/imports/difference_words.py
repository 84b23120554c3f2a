"""The figures of a difference, side by side, as the office reads them."""

from collections.abc import Callable, Mapping
from datetime import date

import msgspec

from iok_core.api import DataKind
from iok_core.imports.difference import Difference
from iok_core.imports.findings import Findings
from iok_core.imports.words import KINDS, figure
from iok_core.web.filters import day_short, money
from iok_core.web.i18n import Msgid, msgid
from iok_core.web.i18n import gettext as _


class Compared(msgspec.Struct, frozen=True):
    label: str
    before: str
    after: str
    changed: bool


_ROWS: tuple[tuple[Msgid, str, Callable[[int], str]], ...] = (
    (KINDS[DataKind.PREMISES], "premises", figure),
    (KINDS[DataKind.PARTIES], "parties", figure),
    (KINDS[DataKind.ACCOUNTS], "accounts", figure),
    (KINDS[DataKind.ENTRIES], "entries", figure),
    (KINDS[DataKind.CHARGES], "charges", figure),
    (KINDS[DataKind.METERS], "meters", figure),
    (KINDS[DataKind.METER_READINGS], "readings", figure),
    (msgid("Sum of debits (Wn)"), "debit", money),
    (msgid("Sum of credits (Ma)"), "credit", money),
    (msgid("Sum of the charges"), "charged", money),
    (msgid("To pay on all accounts"), "owed", money),
    (msgid("Overpaid on all accounts"), "overpaid", money),
    (msgid("Accounts that do not add up"), "not_adding_up", figure),
    (msgid("Accounts without a balance"), "without_balance", figure),
)


_DATED = (DataKind.ENTRIES, DataKind.CHARGES, DataKind.BALANCES, DataKind.BANK_STATEMENTS)


def compared(found: Difference) -> list[Compared]:
    """Of which days the amounts are, then the figures."""
    days = [_days(found.before.as_of if found.before else {}, found.after.as_of, k) for k in _DATED]
    return days + [_row(found.before, found.after, *row) for row in _ROWS]


def _days(
    before: Mapping[DataKind, date], after: Mapping[DataKind, date], kind: DataKind
) -> Compared:
    was, will = (day_short(days[kind]) if kind in days else "–" for days in (before, after))
    label = _("%(kind)s, as of") % {"kind": _(KINDS[kind])}
    return Compared(label, was, will, kind in before and was != will)


def _row(
    before: Findings | None, after: Findings, label: Msgid, name: str, show: Callable[[int], str]
) -> Compared:
    was, will = getattr(before, name, None), getattr(after, name)
    return Compared(
        _(label), "–" if was is None else show(was), show(will), was is not None and was != will
    )
