"""A sale in mid-month and in mid settlement year: neither side reads the other's period.

Each side's data hold words and amounts that stand nowhere else; every page and file is asked.
"""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta

import msgspec
import pytest

from iok_core.db import execute, fetch
from iok_core.db.versioned import OPEN
from iok_core.portal import Portal
from tests.databases import on_sqlite
from tests.imports.at_the_office import plain
from tests.offices import text_of
from tests.portal import Access, LivePortal
from tests.premises.registers import Register

pytestmark = on_sqlite

OPENING = 1234567
SELLERS = (
    "KANAREK SPRZEDAWCY",
    "KOMPONENT SPRZEDAWCY",
    "5 555,55",
    "12 345,67",
    "17 901,22",
    "51,515 m³",
)
OF_NOBODY = "KOMPONENT ZBYCIA"  # of the month in which an account changed hands
BUYERS = ("KANAREK NABYWCY", "KOMPONENT NABYWCY", "7 777,77", "52,525 m³")


class Sale(msgspec.Struct, frozen=True):
    seller: Access
    buyer: Access
    flat: int
    accounts: list[int]


def _months_ago(today: date, months: int, day: int = 1) -> date:
    month = today.month - 1 - months
    return date(today.year + month // 12, month % 12 + 1, day)


async def _of_the_premises(register: Register, flat: int, *_: int) -> list[int]:
    """One account that passes with the title."""
    closing = OPENING + 555555 + 777777
    return [await register.account("204-1", [flat], balance=(OPENING, closing))] * 2


async def _own(register: Register, flat: int, seller: int, buyer: int) -> list[int]:
    sellers = await register.account("204-1", [flat], seller, balance=(OPENING, OPENING + 555555))
    return [sellers, await register.account("204-2", [flat], buyer, balance=(0, 777777))]


async def _renamed(register: Register, flat: int, seller: int, buyer: int) -> list[int]:
    """The program wrote the buyer's name beside the number that was the seller's."""
    closing = OPENING + 555555 + 777777
    account = await register.account("204-1", [flat], seller, balance=(OPENING, closing))
    await _staged_as_of(buyer, account)
    await register.publish(2)
    return [account] * 2


async def _staged_as_of(party: int, account: int) -> None:
    """From the second generation on it is another payer's."""
    await execute("UPDATE account_version SET until_gen = 2 WHERE account = {}", account)
    await execute(
        "INSERT INTO account_version (source, key, since_gen, until_gen, digest, account, kind, "
        "name, party) SELECT source, key, 2, {}, 0, account, kind, name, {} FROM account_version "
        "WHERE account = {}",
        OPEN,
        party,
        account,
    )


Books = Callable[..., Awaitable[list[int]]]


def _sold(live: LivePortal, books: Books) -> Sale:
    seller, buyer = live.resident("Anna Sprzedająca"), live.resident("Jan Kupujący")

    async def written(portal: Portal) -> Sale:
        register, today = await Register.open(portal), portal.clock.today()
        last = _months_ago(today, 2, 14)
        first = last + timedelta(days=1)
        flat = await register.premises("7")
        parties = await register.party("S"), await register.party("B")
        await register.title(flat, parties[0], until=last)
        await register.title(flat, parties[1], since=first)
        await register.acts(seller.person or 0, parties[0])
        await register.acts(buyer.person or 0, parties[1])
        of_seller, of_buyer = await books(register, flat, *parties)
        await register.entry(of_seller, _months_ago(today, 8), SELLERS[0], 555555)
        await register.charge(of_seller, flat, _months_ago(today, 3), SELLERS[1])
        await register.charge(of_seller, flat, first, OF_NOBODY)
        await register.entry(of_buyer, first, BUYERS[0], 777777)
        await register.charge(of_buyer, flat, _months_ago(today, 1), BUYERS[1])
        meter = await register.meter("ZW1", flat)
        await register.reading(meter, last, "51.515")
        await register.reading(meter, first, "52.525")
        return Sale(seller, buyer, flat, [of_seller, of_buyer])

    return live.do(written)


def _everything(live: LivePortal, who: Access, sale: Sale) -> str:
    """All that a resident can ask for, with every id that there is."""
    browser, read = live.browser_of(who), []
    for path in (
        *("/", f"/?lokal={sale.flat}", "/rozliczenia", "/liczniki", "/powiadomienia"),
        "/raporty/wyciag?pokaz=1&skladniki=1",
        *(f"/rozliczenia/{account}" for account in sale.accounts),
        *(f"/raporty/wyciag/csv?konto={account}&pokaz=1&skladniki=1" for account in sale.accounts),
    ):
        answer = browser.open(path)
        read.append(text_of(answer.content.decode("utf-8", "replace").replace("\u202f", " ")))
    return "\n".join(read).replace("\xa0", " ")


@pytest.mark.parametrize("books", [_of_the_premises, _own, _renamed])
def test_k12_2_neither_side_of_a_sale_reads_the_others_period(
    live: LivePortal, books: Books
) -> None:
    sale = _sold(live, books)
    sellers = _everything(live, sale.seller, sale)
    buyers = _everything(live, sale.buyer, sale)
    assert [word for word in BUYERS if word in sellers] == []
    assert [word for word in SELLERS if word in buyers] == []
    assert [word for word in BUYERS if word not in buyers] == []
    hidden = SELLERS[:-1] if books is _renamed else ()  # then the seller has no account any more
    assert [word for word in SELLERS if word not in sellers] == [*hidden]
    assert (OF_NOBODY in sellers) is (books is _own)
    assert OF_NOBODY not in buyers


@pytest.mark.parametrize("undone", [False, True], ids=["staged", "undone"])
def test_p7_s05_a_payer_whom_nobody_sees_takes_no_entry_from_another(
    live: LivePortal, undone: bool
) -> None:
    sale = _sold(live, _own)

    async def corrected(portal: Portal) -> None:
        register = Register(portal, 1)
        await register.entry(sale.accounts[0], portal.clock.today(), "KOREKTA SPRZEDAWCY", 111)

    async def given_to_the_buyer(portal: Portal) -> None:
        [(buyer,)] = await fetch("SELECT id FROM party WHERE source_key = 'B'")
        await _staged_as_of(buyer, sale.accounts[0])
        if undone:
            await Register(portal, 1).publish(2)
            await execute("UPDATE source SET published = 1")

    live.do(corrected)
    browser, path = live.browser_of(sale.seller), f"/rozliczenia/{sale.accounts[0]}"
    before = plain(browser.open(path).text)
    live.do(given_to_the_buyer)
    assert "KOREKTA SPRZEDAWCY" in before
    assert plain(browser.open(path).text) == before


def test_k12_1_the_closing_view_says_what_it_is_and_until_when_it_lasts(live: LivePortal) -> None:
    sale = _sold(live, _own)
    browser = live.browser_of(sale.seller)
    for path in ("/", "/rozliczenia", f"/rozliczenia/{sale.accounts[0]}", "/raporty/wyciag"):
        words = text_of(browser.open(path).text)
        assert "Lipowa 1 m. 7: widok zamknięcia" in words, path
        assert "Ten widok jest dostępny do" in words
    assert "widok zamknięcia" not in live.browser_of(sale.buyer).open("/").text


def test_k12_6_what_is_not_settled_keeps_the_closing_view_open_and_says_so(
    live: LivePortal,
) -> None:
    who = live.resident()

    async def written(portal: Portal) -> None:
        register = await Register.open(portal)
        flat, garage = await register.premises("7"), await register.premises("G1", "garage")
        party = await register.party("S")
        for place, closing in ((flat, 4200), (garage, 0)):
            await register.title(place, party, until=date(2020, 5, 31))
            await register.account(f"204-{place}", [place], party, balance=(0, closing))
        await register.acts(who.person or 0, party)

    live.do(written)
    words = text_of(live.browser_of(who).open("/rozliczenia").text)
    assert "m. 7: widok zamknięcia" in words
    assert "dopóki konto nie zostanie rozliczone" in words
    assert "garaż" not in words


def test_k12_7_an_occupier_without_a_title_whose_account_settles_sees_everything(
    live: LivePortal,
) -> None:
    stays, sold = live.resident("Anna Zostaje"), live.resident("Jan Sprzedał")

    async def written(portal: Portal) -> None:
        register, today = await Register.open(portal), portal.clock.today()
        last = _months_ago(today, 4, 14)
        for key, who in (("7", stays), ("8", sold)):
            flat, party = await register.premises(key), await register.party(key)
            await register.title(flat, party, until=last)
            await register.acts(who.person or 0, party)
            account = await register.account(f"204-{key}", [flat], party)
            await register.charge(account, flat, _months_ago(today, 0), "Eksploatacja")
        await register.title(flat, await register.party("N"), since=last + timedelta(days=1))

    live.do(written)
    assert "widok zamknięcia" not in live.browser_of(stays).open("/").text
    assert "widok zamknięcia" in live.browser_of(sold).open("/").text


def test_x_4_an_account_of_two_premises_tells_nothing_of_days_when_one_was_anothers(
    live: LivePortal,
) -> None:
    """Which entry is the flat's and which is the garage's, nobody can tell."""
    who = live.resident()

    async def written(portal: Portal) -> None:
        register, today = await Register.open(portal), portal.clock.today()
        last = _months_ago(today, 2, 14)
        flat, garage = await register.premises("7"), await register.premises("G1", "garage")
        mine, others = await register.party("M"), await register.party("O")
        await register.title(flat, others, until=last)
        await register.title(flat, mine, since=last + timedelta(days=1))
        await register.title(garage, mine)
        account = await register.account("204-1", [flat, garage])
        await register.entry(account, last, SELLERS[0], 555555)
        await register.entry(account, today, BUYERS[0], 777777)
        await register.acts(who.person or 0, mine)

    live.do(written)
    words = live.browser_of(who).open("/").text
    assert BUYERS[0] in words
    assert SELLERS[0] not in words
