"""What the office reads of one payer's accounts, whoever acts for them."""

from datetime import date

from iok_core.ledger import service
from iok_core.ledger.access import Right
from iok_core.ledger.first_days import FirstDays
from iok_core.ledger.sheets import Sheet, read_sheet
from iok_core.premises.service import (
    PersonView,
    foreign_days,
    joined,
    party_view,
    premises_of_party,
    tenures,
    without,
)


async def sheets_of_payer(
    party: int, at: tuple[int, int], today: date, first_days: FirstDays
) -> list[Sheet]:
    """The payer's own accounts, whole; those that go with premises, for the payer's own days.

    `at`: the source that knows the payer, and its generation.
    """
    view = await party_view(party, *at)
    premises = await premises_of_party(party, *at)
    accounts = {one.id: one for one in await service.accounts_of_party(party, *at)}
    for held in premises:
        linked = await service.accounts_of_premises(held.id, *at)
        accounts |= {one.id: one for one in linked if one.party is None}
    sheets = []
    for account in accounts.values():
        linked_to = await service.premises_of_account(account.id, *at)
        own = Right(allowed=True)
        if account.party is None or account.passed_on:
            own = await _days(view, linked_to, at, today)
        theirs = [one for one in premises if one.id in linked_to]
        sheets.append(await read_sheet(account, theirs, own, at, first_days))
    return [sheet for sheet in sheets if sheet is not None]


async def _days(payer: PersonView, premises: list[int], at: tuple[int, int], today: date) -> Right:
    days = joined(span for one in premises for span in tenures(payer, one, today))
    spans = without(days, await foreign_days(payer, premises, at, today))
    return Right(allowed=bool(spans), spans=tuple(spans))
