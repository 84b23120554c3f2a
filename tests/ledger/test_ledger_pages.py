"""What residents read of an imported export, in the pages themselves."""

import re
from collections.abc import Iterator

import pytest

from iok_core.demo.cooperative.wording import MONTHS
from iok_core.imports.generations import ImportState
from iok_core.portal import Portal
from tests.demo.reading import grosze
from tests.imports.bringing import bring_in, options_of
from tests.imports.rewriting import ORIGINAL, read
from tests.offices import Office, office, text_of
from tests.portals import Portals

EXPORT_A, EXPORT_B = "a-semicolon-cp1250", "b-community-ledger-tab"


@pytest.fixture
def a(portals: Portals, database_kind: str) -> Iterator[Office]:
    with office(portals, database_kind, EXPORT_A) as served:
        yield served


@pytest.fixture
def b(portals: Portals, database_kind: str) -> Iterator[Office]:
    with office(portals, database_kind, EXPORT_B) as served:
        yield served


def test_k02_2_arrears_and_interest_stand_apart_and_are_not_summed(a: Office) -> None:
    words = text_of(a.browser_of("K0008").open("/rozliczenia").text)
    assert "Opłaty za lokal, Lipowa 3 m. 7 : Do zapłaty 5 982,72 zł" in words
    assert "Odsetki, Lipowa 3 m. 7 : Do zapłaty 11,86 zł" in words
    assert "5 994,58" not in words


def test_k02_2_a_month_is_told_by_its_components(a: Office) -> None:
    browser = a.browser_of("K0004")
    path = f"/rozliczenia/{a.id_of('account', '204-1-00004-5')}"
    words = text_of(browser.open(f"{path}?miesiac=2025-08-01").text)
    assert "Za co płacisz sierpień 2025" in words
    assert "Razem 717,19 zł" in words
    assert "eksploatacja 63,45 m2 × 4,15 zł 263,32 zł" in words


def test_k02_2_the_home_page_tells_the_newest_month_in_the_order_of_the_source(a: Office) -> None:
    charged = [row for row in read(ORIGINAL, "naliczenia.csv") if row["Konto"] == "204-1-00004-5"]
    newest = max((row["Okres"] for row in charged), key=lambda month: month.split(".")[::-1])
    components = [row["Składnik"] for row in charged if row["Okres"] == newest]
    total = sum(grosze(row["Kwota"]) for row in charged if row["Okres"] == newest)
    words = text_of(a.browser_of("K0004").open("/").text).partition("Za co płacisz")[2]
    assert words.split()[:2] == [MONTHS[int(newest[:2]) - 1], newest[3:]]
    assert f"Razem {total // 100},{total % 100:02} zł" in words
    places = [words.index(f" {component} ") for component in components]
    assert len(places) > 2
    assert places == sorted(places)


def test_k02_2_the_months_of_an_account_are_offered_the_newest_first(a: Office) -> None:
    """They begin with the month in which the flat was bought."""
    charged = [row for row in read(ORIGINAL, "naliczenia.csv") if row["Konto"] == "204-1-00002-3"]
    months = {"-".join((*row["Okres"].split(".")[::-1], "01")) for row in charged}
    html = a.browser_of("K0002").open(f"/rozliczenia/{a.id_of('account', '204-1-00002-3')}").text
    choices = html.partition('name="miesiac"')[2].partition("</select>")[0]
    assert re.findall(r'value="([\d-]+)"', choices) == sorted(months, reverse=True)


@pytest.mark.parametrize("path", ["/", "/rozliczenia", "/rozliczenia/{account}"])
def test_k07_1_every_balance_stands_with_its_day_source_and_import(a: Office, path: str) -> None:
    browser = a.browser_of("K0008")
    account = a.id_of("account", "204-1-00008-10")
    html = browser.open(path.format(account=account)).text
    cards = re.findall(r'<section class="card balance.*?</section>', html, re.DOTALL)
    assert len(cards) == (1 if "{" in path else 2)
    for card in cards:
        words = text_of(card)
        assert "Stan na 30 września 2026" in words
        assert re.search(r"Źródło: System księgowy, konto 2\d\d-1-0*8", words)
        assert re.search(r"wczytano \d+ \w+ 20\d\d, \d\d:\d\d", words)


def test_k07_2_beside_the_balance_stand_the_clause_and_the_last_bank_statement(a: Office) -> None:
    words = text_of(a.browser_of("K0008").open("/").text)
    assert "Kwota ma charakter informacyjny." in words
    assert "po wyciągu bankowym z 29 września 2026" in words
    assert "nie może być jedyną podstawą reklamacji" in words


def test_k07_5_an_overpayment_is_told_in_words(a: Office) -> None:
    words = text_of(a.browser_of("K0003").open("/").text)
    assert "Nadpłata 184,37 zł" in words


def test_k07_8_a_failed_import_leaves_the_last_good_balance_with_its_day(a: Office) -> None:
    browser = a.browser_of("K0008")
    before = text_of(browser.open("/").text)

    async def fail(portal: Portal) -> None:
        line = await bring_in(portal, options_of(EXPORT_A, "wrong-encoding"))
        assert line.state is ImportState.FAILED

    a.live.do(fail)
    assert text_of(browser.open("/").text) == before
    assert "5 982,72 zł" in before


def test_k02_1_another_residents_account_and_premises_are_unknown_pages(a: Office) -> None:
    browser = a.browser_of("K0008")
    account, flat = a.id_of("account", "204-1-00004-5"), a.id_of("premises", "L-03")
    for path, kind, id_ in (
        (f"/rozliczenia/{account}", "account", account),
        (f"/?lokal={flat}", "premises", flat),
    ):
        assert browser.open(path).status_code == 404
        denied = a.live.rows(
            "SELECT object_kind, object_id, result FROM audit WHERE action = 'object_denied' "
            "ORDER BY seq DESC LIMIT 1"
        )
        assert denied == [(kind, id_, "refused")]


def test_a_resident_with_two_flats_switches_between_them(a: Office) -> None:
    browser = a.browser_of("K0005")
    balances = {"L-04": "Do zapłaty 107,91 zł", "L-05": "Nadpłata 1 456,81 zł"}
    for symbol in balances:
        words = text_of(browser.open(f"/?lokal={a.id_of('premises', symbol)}").text)
        assert [one for one, balance in balances.items() if balance in words] == [symbol]


def test_entries_can_be_read_year_by_year_and_page_by_page(a: Office) -> None:
    browser = a.browser_of("K0005")
    path = f"/rozliczenia/{a.id_of('account', '204-1-00005-6')}"
    first, second = (browser.open(f"{path}?strona={n}").text for n in (1, 2))
    assert "strona 1 z 2" in text_of(first)
    rows = [re.findall(r'<td role="cell" class="date">([\d.]+)', page) for page in (first, second)]
    assert len(rows[0]) == 25
    days = [tuple(reversed(day.split("."))) for page in rows for day in page]
    assert days == sorted(days, reverse=True)
    only = browser.open(f"{path}?rok=2025").text
    assert {day[-4:] for day in re.findall(r'class="date">([\d.]+)', only)} == {"2025"}


def test_k02_1_the_buyer_of_a_flat_reads_no_entry_of_the_sellers_days(b: Office) -> None:
    """In this export the account stays with the flat; the sale was on 15.04.2026."""
    browser = b.browser_of("102")
    path = f"/rozliczenia/{b.id_of('account', '204-000002')}"
    html = browser.open(path).text
    days = [tuple(reversed(d.split("."))) for d in re.findall(r'class="date">([\d.]+)', html)]
    assert min(days) >= ("2026", "04", "15")
    assert "Nadpłata 3,70 zł" in text_of(html)
    assert "Widać operacje z dni, w których lokal należał do Ciebie." in text_of(html)


def test_k02_1_the_seller_of_a_flat_sees_it_no_more(b: Office) -> None:
    browser = b.browser_of("101")
    assert "Nie ma jeszcze czego pokazać" in text_of(browser.open("/").text)
    assert browser.open(f"/rozliczenia/{b.id_of('account', '204-000002')}").status_code == 404
