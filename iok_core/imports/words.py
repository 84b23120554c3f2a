"""What the office reads of an import: codes and figures of the guard as plain sentences."""

from collections.abc import Callable, Iterable, Mapping

import msgspec

from iok_core.api import DataKind, Measure, Problem, Remark, RemarkCode
from iok_core.imports.guard import Reason, ReasonCode
from iok_core.runs.words import Advice
from iok_core.web.filters import count, money
from iok_core.web.i18n import gettext as _
from iok_core.web.i18n import msgid, ngettext


class Said(msgspec.Struct, frozen=True):
    """One reason, and its figures where there are several."""

    sentence: str
    details: list[str]


KINDS = {
    DataKind.PREMISES: msgid("premises"),
    DataKind.PARTIES: msgid("payers"),
    DataKind.ACCOUNTS: msgid("accounts"),
    DataKind.TITLES: msgid("legal titles"),
    DataKind.ENTRIES: msgid("entries"),
    DataKind.CHARGES: msgid("charges"),
    DataKind.BALANCES: msgid("balances"),
    DataKind.METERS: msgid("meters"),
    DataKind.METER_READINGS: msgid("meter readings"),
    DataKind.BANK_STATEMENTS: msgid("bank statements"),
}
_MEASURES = {
    Measure.ROWS: msgid("number of rows"),
    Measure.DEBIT: msgid("sum of debits (Wn)"),
    Measure.CREDIT: msgid("sum of credits (Ma)"),
    Measure.AMOUNT: msgid("sum of the amounts"),
    Measure.VOLUME: msgid("sum over all lines"),
}
PROBLEMS = {
    Problem.WRONG_COLUMNS: Advice(
        msgid("The row has another number of columns than the header"),
        msgid("Look for a separator or a quotation mark inside a text of this row."),
    ),
    Problem.MISSING_VALUE: Advice(
        msgid("The value is missing"),
        msgid("Fill it in in the accounting system."),
    ),
    Problem.NOT_A_NUMBER: Advice(
        msgid("This is not a number"),
        msgid("Correct it in the accounting system; look for letters among the digits."),
    ),
    Problem.NOT_AN_AMOUNT: Advice(
        msgid("This is not an amount"),
        msgid("Correct it; if all rows look so, check the form of numbers in the layout."),
    ),
    Problem.NOT_A_DATE: Advice(
        msgid("This is not a date"),
        msgid("Correct it; if all rows look so, check the form of dates in the layout."),
    ),
    Problem.UNKNOWN_VALUE: Advice(
        msgid("The layout does not know this value"),
        msgid("Correct it, or add it to the dictionary of the layout."),
    ),
    Problem.UNKNOWN_REFERENCE: Advice(
        msgid("This refers to something that the export does not hold"),
        msgid("Add what is missing to the export, for example the premises, or correct the key."),
    ),
    Problem.CONFLICTING_DUPLICATE: Advice(
        msgid("The same key stands in two rows that differ"),
        msgid("Leave one of the rows, or give each its own key."),
    ),
    Problem.FORBIDDEN_CHARACTER: Advice(
        msgid("The text holds a character that cannot be shown"),
        msgid("Type the text anew; if all rows look so, check the encoding of the file."),
    ),
    Problem.TOO_LONG: Advice(
        msgid("The text is too long"),
        msgid("Shorten it in the accounting system."),
    ),
}
REMARKS = {
    RemarkCode.FORBIDDEN_COLUMN: msgid(
        "A column that must not enter the portal, such as PESEL, was left out"
    ),
    RemarkCode.UNASSIGNED: msgid("Lines that belong to nobody's account were left out"),
    RemarkCode.READING_FELL: msgid(
        "A meter shows less than before, and was not exchanged: ask whether a reading is wrong"
    ),
    RemarkCode.REPEATED_ROW: msgid("The same row stands more than once and was counted once"),
}


_HANDS = {
    DataKind.PREMISES: msgid(
        "Premises with another number or account for payments: %(found)s of %(expected)s"
    ),
    DataKind.PARTIES: msgid("Payers with another name: %(found)s of %(expected)s"),
    DataKind.ACCOUNTS: msgid("Accounts with another payer: %(found)s of %(expected)s"),
    DataKind.TITLES: msgid("Premises that nobody holds who did: %(found)s of %(expected)s"),
    DataKind.ENTRIES: msgid("Entries on another account: %(found)s of %(expected)s"),
}


def figure(number: int) -> str:
    """1 284, as amounts are grouped."""
    return count(number)


def why(reasons: Iterable[Reason]) -> list[Said]:
    """A sentence for each kind of reason, in the order in which the guard found them."""
    grouped: dict[ReasonCode, list[Reason]] = {}
    for reason in reasons:
        grouped.setdefault(reason.code, []).append(reason)
    return [_SENTENCES[code](found) for code, found in grouped.items()]


def remark(said: Remark) -> str:
    """With its file and column, where it names them."""
    place = " ".join(part for part in (said.source, said.detail) if part)
    text = f"{_(REMARKS[said.code])}: {place}" if place else _(REMARKS[said.code])
    return f"{text} ({figure(said.count)})" if said.count > 1 else text


def _empty(found: list[Reason]) -> Said:
    if all(reason.kind for reason in found):
        text = _("These are missing, and the data that residents see have some: %(kinds)s.")
        return Said(text % _kinds(found), [])
    return Said(_("The export is empty, or premises, entries or balances are missing."), [])


def _totals_missing(found: list[Reason]) -> Said:
    return Said(_("The source gave no control totals for: %(kinds)s.") % _kinds(found), [])


def _totals_disagree(found: list[Reason]) -> Said:
    said = _("%(kind)s, %(measure)s: the source says %(expected)s, the portal counted %(found)s")
    return Said(_("The control totals do not agree."), [said % _figures(one) for one in found])


def _rows_rejected(found: list[Reason]) -> Said:
    n = found[0].found or 0
    text = ngettext("%(n)s row was rejected.", "%(n)s rows were rejected.", n)
    return Said(text % {"n": figure(n)}, [])


def _premises_gone(found: list[Reason]) -> Said:
    text = _("Of the %(expected)s premises that residents see now, %(found)s are missing.")
    return Said(text % _plain(found[0]), [])


def _changed_hands(found: list[Reason]) -> Said:
    text = _("Much would be another's or nobody's, or called otherwise, than residents see now.")
    return Said(text, [_(_HANDS[one.kind]) % _plain(one) for one in found if one.kind])


def _payers_replaced(found: list[Reason]) -> Said:
    n = found[0].found or 0
    text = ngettext(
        "%(n)s payer for whom somebody signs in has an entirely different name now.",
        "%(n)s payers for whom somebody signs in have entirely different names now.",
        n,
    )
    ask = _(
        "Ask whether they are still the same. If not, enter today, on the payer's page, as the "
        "last day of whoever has signed in so far, and import the data tomorrow."
    )
    return Said(text % {"n": figure(n)}, [ask])


def _all_balances_zero(found: list[Reason]) -> Said:
    return Said(_("All balances are zero. There are %(found)s of them.") % _plain(found[0]), [])


def _debit_off(found: list[Reason]) -> Said:
    text = _("The sum of all charges and other debits was %(expected)s and is now %(found)s.")
    return Said(text % _amounts(found[0]), [])


def _credit_off(found: list[Reason]) -> Said:
    text = _("The sum of all payments and other credits was %(expected)s and is now %(found)s.")
    return Said(text % _amounts(found[0]), [])


def _older(found: list[Reason]) -> Said:
    return Said(
        _("These data are older than what residents see now: %(kinds)s.") % _kinds(found), []
    )


def _as_of_missing(found: list[Reason]) -> Said:
    return Said(_("The source does not say of which day these are: %(kinds)s.") % _kinds(found), [])


def _not_adding_up(found: list[Reason]) -> Said:
    text = _("On %(found)s of %(expected)s accounts the entries do not lead to the balance.")
    return Said(text % _plain(found[0]), [])


_SENTENCES: Mapping[ReasonCode, Callable[[list[Reason]], Said]] = {
    ReasonCode.EMPTY: _empty,
    ReasonCode.TOTALS_MISSING: _totals_missing,
    ReasonCode.TOTALS_DISAGREE: _totals_disagree,
    ReasonCode.ROWS_REJECTED: _rows_rejected,
    ReasonCode.PREMISES_GONE: _premises_gone,
    ReasonCode.CHANGED_HANDS: _changed_hands,
    ReasonCode.PAYERS_REPLACED: _payers_replaced,
    ReasonCode.ALL_BALANCES_ZERO: _all_balances_zero,
    ReasonCode.DEBIT_OFF: _debit_off,
    ReasonCode.CREDIT_OFF: _credit_off,
    ReasonCode.OLDER: _older,
    ReasonCode.AS_OF_MISSING: _as_of_missing,
    ReasonCode.NOT_ADDING_UP: _not_adding_up,
}


def _kinds(found: list[Reason]) -> dict[str, str]:
    return {"kinds": ", ".join(_(KINDS[reason.kind]) for reason in found if reason.kind)}


def _plain(reason: Reason) -> dict[str, str]:
    return {"expected": figure(reason.expected or 0), "found": figure(reason.found or 0)}


def _amounts(reason: Reason) -> dict[str, str]:
    return {"expected": money(reason.expected or 0), "found": money(reason.found or 0)}


def _figures(reason: Reason) -> dict[str, str]:
    """Rows are counted, every other measure is money."""
    rows = reason.measure is Measure.ROWS
    return {
        "kind": _(KINDS[reason.kind]) if reason.kind else "",
        "measure": _(_MEASURES[reason.measure]) if reason.measure else "",
        **(_plain(reason) if rows else _amounts(reason)),
    }
