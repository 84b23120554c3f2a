"""Of which days a statement is, as far as the data of each account reach."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import msgspec

from iok_core.api import AccountExtract, Entry, WrongParametersError
from iok_reports.texts import Say, written

NOTHING = Decimal(0)


class Period(msgspec.Struct, frozen=True):
    """Days from `since` to `until`, both counted; `since` None: from the beginning of the data."""

    since: date | None
    until: date
    year: int | None = None


def wanted_period(
    day: date | None, year: int | None, accounts: Sequence[AccountExtract], say: Say
) -> Period:
    """Raises WrongParametersError: no account has data of these days."""
    begins = min(account.since for account in accounts)
    reaches = _reaches(accounts)
    if day is not None and year is not None:
        raise WrongParametersError({"rok": say("Choose either a day or a year")})
    if year is not None:
        if not begins.year <= year <= reaches.year:
            text = "There are data from {since} to {until}. Choose a year from these"
            told = say(text, since=written(begins), until=written(reaches))
            raise WrongParametersError({"rok": told})
        return Period(date(year, 1, 1), min(date(year, 12, 31), reaches), year)
    if day is not None and day > reaches:
        text = "The data reach to {day}. Choose that day or an earlier one"
        raise WrongParametersError({"dzien": say(text, day=written(reaches))})
    if day is not None and day < begins:
        text = "The data begin on {day}. Choose that day or a later one"
        raise WrongParametersError({"dzien": say(text, day=written(begins))})
    return Period(None, day or reaches)


def _reaches(accounts: Sequence[AccountExtract]) -> date:
    """What ended earlier is told up to its end beside what goes on."""
    going_on = [account.provenance.balances for account in accounts if account.until is None]
    ended = [account.until for account in accounts if account.until is not None]
    return min(going_on) if going_on else max(ended)


class Part(msgspec.Struct, frozen=True):
    """What an account's entries of a period are, and the balances before and after them."""

    account: AccountExtract
    since: date
    until: date
    opening: Decimal
    entries: Sequence[Entry]

    @property
    def debit(self) -> Decimal:
        return sum((entry.debit for entry in self.entries), NOTHING)

    @property
    def credit(self) -> Decimal:
        return sum((entry.credit for entry in self.entries), NOTHING)

    @property
    def closing(self) -> Decimal:
        return self.opening + self.debit - self.credit


def part(account: AccountExtract, period: Period) -> Part | None:
    """None: the account's data begin after the period, or ended before it."""
    since = max(period.since or account.since, account.since)
    until = min(period.until, account.until or period.until)
    if since > until:
        return None
    before = [entry for entry in account.entries if entry.booking_date < since]
    within = [entry for entry in account.entries if since <= entry.booking_date <= until]
    moved = sum((entry.debit - entry.credit for entry in before), NOTHING)
    return Part(account, since, until, account.opening + moved, within)
