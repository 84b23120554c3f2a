"""What a report type gets to read: the accounts of one reader, from one state of the data."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from iok_core import api
from iok_core.ledger import service as ledger
from iok_core.ledger.first_days import FirstDays
from iok_core.ledger.money import from_grosze
from iok_core.ledger.payers import sheets_of_payer
from iok_core.ledger.service import ChargeView, EntryView
from iok_core.ledger.sheets import Reader, Sheet
from iok_core.premises.parties import PartyCard, party_cards
from iok_core.premises.service import parties, whole_month
from iok_core.reports.words import account_name, premises_name
from iok_core.web.i18n import language


class Extracts:
    def __init__(self) -> None:
        self._first_days = FirstDays()

    async def of_reader(self, reader: Reader, sheets: Sequence[Sheet]) -> api.Extract:
        """Of a resident; the sheets are theirs, so that they hold their own days only."""
        theirs = parties(reader.person, reader.today)
        cards = await party_cards(theirs, reader.published)
        names = {card.id: card.called for card in cards}
        accounts = []
        for sheet in sheets:
            at = (sheet.account.source, reader.published[sheet.account.source])
            accounts.append(await self._account(sheet, _payer(sheet, reader, names), at))
        return api.Extract(accounts=tuple(accounts), today=reader.today, language=language())

    async def of_payer(
        self, card: PartyCard, published: Mapping[int, int], today: date
    ) -> api.Extract:
        """For the office; without accounts where the payer has none."""
        at = (card.source, published[card.source])
        sheets = await sheets_of_payer(card.id, at, today, self._first_days)
        accounts = [await self._account(sheet, card.called, at) for sheet in sheets]
        return api.Extract(accounts=tuple(accounts), today=today, language=language())

    async def _account(self, sheet: Sheet, payer: str, at: tuple[int, int]) -> api.AccountExtract:
        it, account = sheet.statement, sheet.account
        entries = tuple(_entry(line.entry, account.key) for line in reversed(it.lines))
        return api.AccountExtract(
            key=account.key,
            kind=api.AccountKind(account.kind),
            name=account_name(account.kind),
            payer=payer,
            premises=tuple(premises_name(premises) for premises in sheet.premises),
            since=await self._since(sheet, at),
            until=_until(sheet),
            opening=from_grosze(it.opening),
            closing=from_grosze(it.closing),
            adds_up=it.opening + it.debit - it.credit == it.closing,
            entries=entries,
            charges=tuple(await _charges(sheet, at)),
            provenance=_provenance(sheet),
        )

    async def _since(self, sheet: Sheet, at: tuple[int, int]) -> date:
        first = await self._first_days.of(at) or sheet.provenance.balances
        return max(first, min(span.since for span in sheet.spans)) if sheet.spans else first


def _until(sheet: Sheet) -> date | None:
    """None: the reader's own days reach as far as the data."""
    reaches = sheet.provenance.balances
    last = max((span.until or reaches for span in sheet.spans), default=reaches)
    return last if last < reaches else None


def _payer(sheet: Sheet, reader: Reader, names: Mapping[int, str]) -> str:
    """Of an account that goes with its premises: whoever of the reader's payers holds them."""
    if sheet.account.party is not None:
        return names.get(sheet.account.party, "")
    held = {premises.id for premises in sheet.premises}
    holders = (one.party for one in reader.person.holdings if one.premises in held)
    return ", ".join(names[party] for party in dict.fromkeys(holders) if party in names)


async def _charges(sheet: Sheet, at: tuple[int, int]) -> list[api.Charge]:
    symbols = {premises.id: premises.symbol for premises in sheet.premises}
    charges = await ledger.all_charges(sheet.account.id, *at)
    return [
        _charge(charge, sheet.account.key, symbols.get(charge.premises, ""))
        for charge in charges
        if not sheet.spans or whole_month(charge.period, sheet.spans)
    ]


def _entry(entry: EntryView, account: str) -> api.Entry:
    return api.Entry(
        account=account,
        booking_date=entry.booking_date,
        text=entry.text,
        debit=from_grosze(entry.debit),
        credit=from_grosze(entry.credit),
        document=entry.document,
        document_kind=entry.document_kind,
        due_date=entry.due_date,
    )


def _charge(charge: ChargeView, account: str, symbol: str) -> api.Charge:
    return api.Charge(
        account=account,
        premises=symbol,
        period=charge.period,
        component=charge.component,
        amount=from_grosze(charge.amount),
        quantity=Decimal(charge.quantity) if charge.quantity else None,
        unit=charge.unit,
        rate=Decimal(charge.rate) if charge.rate else None,
    )


def _provenance(sheet: Sheet) -> api.Provenance:
    it = sheet.provenance
    return api.Provenance(
        source=it.title,
        imported_at=it.imported_at,
        balances=it.balances,
        entries=it.as_of.get(api.DataKind.ENTRIES) or it.balances,
        charges=it.charges,
        bank_statements=it.bank_statements,
    )
