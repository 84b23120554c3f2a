"""Home, the list of settlement accounts, and one account with its entries and charges."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from iok_core.api import PanelPlace
from iok_core.ledger import service
from iok_core.ledger.beside import DeclaredBy, NotBookedOf, NotChargedYet, WaitsFor
from iok_core.ledger.sheets import Reader, Reading, Sheet
from iok_core.ledger.statement import Line
from iok_core.meters.service import MeterView, meters_of_premises
from iok_core.plugin_host.board import panels_on
from iok_core.premises.service import PremisesView, Stage, whole_month
from iok_core.regulations.service import announced
from iok_core.web.gates import RESIDENT, NotYours
from iok_core.web.i18n import msgid
from iok_core.web.navigation import NavItem
from iok_core.web.news import NewsFor
from iok_core.web.pages import page
from iok_core.web.visitor import Visitor, visitor_of

TRANSFER_TITLE = "opłaty {symbol}"
"""Read by the cooperative's bookkeepers, so it is Polish in every language."""

HOME_LINES = 6
PAGE_LINES = 25

NAVIGATION = [
    NavItem(href="/", label=msgid("Home"), icon="house", group="resident"),
    NavItem(href="/rozliczenia", label=msgid("Settlements"), icon="receipt-text", group="resident"),
]

HttpRequest = Request[Any, Any, Any]


class Due(msgspec.Struct, frozen=True):
    """Until when to pay what is owed; `days` below zero: the day has passed."""

    day: date
    days: int


class Listing(msgspec.Struct, frozen=True):
    """One page of an account's entries, of one year or of all."""

    rows: "list[LedgerRow]"
    year: int | None
    number: int
    pages: int


class Charged(msgspec.Struct, frozen=True):
    """What one month's charge of an account is made of."""

    sheet: Sheet
    month: date | None
    parts: list[service.ChargeView]


class LedgerRow(msgspec.Struct, frozen=True):
    """An entry as the ledger table of the theme takes it; `after` above zero is owed."""

    booking_date: date
    text: str
    document: str
    debit: int
    credit: int
    after: int


@get("/", gate=RESIDENT)
async def home(
    request: HttpRequest,
    reading: NamedDependency[Reading],
    news_for: NamedDependency[NewsFor],
    declared_by: NamedDependency[DeclaredBy],
    not_booked: NamedDependency[NotBookedOf],
    waits_for: NamedDependency[WaitsFor],
    lokal: FromQuery[int | None] = None,
) -> Response[str]:
    reader = await _reader(visitor_of(request), reading)
    chosen = _chosen(reader, lokal)
    sheets = await reader.accounts(chosen) if chosen else []
    return page(
        request,
        "resident/home.html",
        held=reader.held,
        chosen=chosen,
        announced=await announced(reader.today),
        cards=[_card(sheet, reader.today) for sheet in sheets],
        transfer_title=TRANSFER_TITLE.format(symbol=chosen.symbol) if chosen else "",
        charged=await _newest_charged(sheets[0], reader) if sheets else None,
        last_sign_in=visitor_of(request).last_sign_in,
        news=await news_for(visitor_of(request)),
        panels=await panels_on(request, PanelPlace.RESIDENT_HOME),
        looking_back=[one for one in reader.closing if one[0] == chosen],
        declared=await _declared(declared_by, reader, chosen),
        not_booked=await not_booked(reader, sheets),
        to_confirm=await waits_for(reader),
        meters=await _meters(chosen, reader),
    )


async def _declared(
    asked: DeclaredBy, reader: Reader, chosen: PremisesView | None
) -> NotChargedYet | None:
    if chosen is None:
        return None
    return await asked(reader.person.id, chosen.id, reader.published)


async def _meters(chosen: PremisesView | None, reader: Reader) -> list[MeterView]:
    if chosen is None:
        return []
    if reader.decisions[chosen.id].stage is not Stage.FULL:
        return []  # what hangs there now is no affair of whoever looks back
    return await meters_of_premises(chosen.id, chosen.source, reader.published[chosen.source])


def _card(sheet: Sheet, today: date) -> tuple[Sheet, Due | None, list[LedgerRow]]:
    return sheet, _due(sheet, today), _rows(sheet.statement.lines[:HOME_LINES])


@get("/rozliczenia", gate=RESIDENT)
async def accounts(
    request: HttpRequest,
    reading: NamedDependency[Reading],
    not_booked: NamedDependency[NotBookedOf],
) -> Response[str]:
    reader = await _reader(visitor_of(request), reading)
    sheets: dict[int, Sheet] = {}
    for premises in reader.held:
        sheets |= {sheet.account.id: sheet for sheet in await reader.accounts(premises)}
    cards = [(sheet, _due(sheet, reader.today)) for sheet in sheets.values()]
    return page(
        request,
        "resident/accounts.html",
        cards=cards,
        not_booked=await not_booked(reader, list(sheets.values())),
        looking_back=reader.closing,
    )


@get("/rozliczenia/{account_id:int}", gate=RESIDENT)
async def account(
    request: HttpRequest,
    reading: NamedDependency[Reading],
    not_booked: NamedDependency[NotBookedOf],
    account_id: FromPath[int],
    rok: FromQuery[int | None] = None,
    strona: FromQuery[int] = 1,
    miesiac: FromQuery[date | None] = None,
) -> Response[str]:
    reader = await _reader(visitor_of(request), reading)
    sheet = await reader.account(account_id)
    if sheet is None:
        raise NotYours("account", account_id)
    months = await _months(sheet, reader)
    month = miesiac if miesiac in months else next(iter(months), None)
    return page(
        request,
        "resident/account.html",
        sheet=sheet,
        due=_due(sheet, reader.today),
        not_booked=await not_booked(reader, [sheet]),
        listing=_listing(sheet, rok, strona),
        months=months,
        charged=await _charged(sheet, reader, month),
        looking_back=[one for one in reader.closing if one[0] in sheet.premises],
    )


async def _reader(visitor: Visitor, reading: Reading) -> Reader:
    if visitor.person is None:
        raise NotYours("person", 0)
    return await Reader.of(visitor.person, visitor.published, reading)


def _chosen(reader: Reader, id_: int | None) -> PremisesView | None:
    if id_ is None:
        return reader.held[0] if reader.held else None
    chosen = reader.premises(id_)
    if chosen is None:
        raise NotYours("premises", id_)
    return chosen


def _due(sheet: Sheet, today: date) -> Due | None:
    unpaid = sheet.statement.oldest_unpaid
    if unpaid is None or unpaid.due_date is None:
        return None
    return Due(unpaid.due_date, (unpaid.due_date - today).days)


def _listing(sheet: Sheet, year: int | None, wanted: int) -> Listing:
    lines = [x for x in sheet.statement.lines if year in (None, x.entry.booking_date.year)]
    pages = max(1, -(-len(lines) // PAGE_LINES))
    number = min(max(wanted, 1), pages)
    rows = _rows(lines[(number - 1) * PAGE_LINES : number * PAGE_LINES])
    return Listing(rows, year, number, pages)


def _rows(lines: Sequence[Line]) -> list[LedgerRow]:
    return [
        LedgerRow(
            booking_date=line.entry.booking_date,
            text=line.entry.text,
            document=line.entry.document,
            debit=line.entry.debit,
            credit=line.entry.credit,
            after=line.after,
        )
        for line in lines
    ]


async def _newest_charged(sheet: Sheet, reader: Reader) -> Charged:
    if sheet.spans:  # the newest of the reader's own months, which need not be the account's
        months = await _months(sheet, reader)
        return await _charged(sheet, reader, next(iter(months), None))
    parts = await service.newest_charges(sheet.account.id, *_at(sheet, reader))
    return Charged(sheet, parts[0].period if parts else None, parts)


async def _charged(sheet: Sheet, reader: Reader, month: date | None) -> Charged:
    at = _at(sheet, reader)
    parts = await service.charges(sheet.account.id, month, *at) if month else []
    return Charged(sheet, month, parts)


async def _months(sheet: Sheet, reader: Reader) -> list[date]:
    """Those that the reader may see the charges of, the newest first."""
    months = await service.charged_months(sheet.account.id, *_at(sheet, reader))
    return [m for m in months if whole_month(m, sheet.spans)] if sheet.spans else months


def _at(sheet: Sheet, reader: Reader) -> tuple[int, int]:
    return sheet.account.source, reader.published[sheet.account.source]


ROUTES = [home, accounts, account]
