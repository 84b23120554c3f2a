"""K07-6, K07-11: "the amount is not right" brings settlements exactly what the portal showed."""

import html
import re
from collections.abc import Iterator

import pytest

from iok_core.db import execute
from iok_core.identity.service import Role
from iok_core.portal import Portal
from iok_core.web.cooperative import Cooperative
from tests.browsing import Browser
from tests.databases import on_sqlite
from tests.offices import office, payer
from tests.portal import LivePortal
from tests.portals import Portals

FORM = "/zgloszenia/nowe/kwota"
COMPLAINT = {"opis": "Wpłata z maja nie jest policzona"}


@pytest.fixture
def served(portals: Portals, database_kind: str) -> Iterator[LivePortal]:
    with office(portals, database_kind, "a-semicolon-cp1250") as made:
        yield made.live


@pytest.fixture
def resident(served: LivePortal) -> Browser:
    return served.browser_of(served.do(lambda portal: payer(portal, "K0003")))


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", text)))


def link(page: str) -> str:
    found = re.search(rf'href="({FORM}\?[^"]*)"', page)
    assert found
    return html.unescape(found[1])


def amount(page: str) -> str:
    """The large one on the card of the balance."""
    found = re.search(r'class="balance__sum">(.*?)</p>', page, re.DOTALL)
    assert found
    return plain(found[1]).strip()


def test_k07_6_k07_11_what_the_page_showed_is_what_settlements_read(
    served: LivePortal, resident: Browser
) -> None:
    home = resident.open("/").text
    address = link(home)
    account = re.search(r"konto=(\d+)", address)
    assert account
    page = resident.open(f"/rozliczenia/{account[1]}").text
    assert amount(page) == amount(home)
    form = plain(resident.open(link(page)).text)
    assert amount(page) in form
    assert resident.submit(FORM, **COMPLAINT).status_code == 303
    review = resident.follow()
    assert amount(page) in plain(review.text)
    resident.submit(f"{FORM}/sprawdz")
    assert served.rows("SELECT desk FROM submission") == [("settlements",)]
    clerk = served.browser_of(served.clerk(Role.SETTLEMENTS))
    case = plain(clerk.open("/biuro/zgloszenia/1").text)
    key, title = served.rows(
        "SELECT a.source_key, s.title FROM account a JOIN source s ON s.id = a.source "
        "WHERE a.id = {}",
        int(account[1]),
    )[0]
    for said in (amount(page), key, title, f"/rozliczenia/{account[1]}", "Stan na"):
        assert said in case
    assert case.count("Import 1") == 1
    assert served.browser_of(served.clerk()).open("/biuro/zgloszenia/1").status_code == 404


@on_sqlite
def test_k07_6_what_was_attached_stays_though_the_data_change_before_it_is_sent(
    served: LivePortal, resident: Browser
) -> None:
    home = resident.open("/").text
    resident.open(link(home))
    resident.submit(FORM, **COMPLAINT)
    served.do(lambda _: execute("UPDATE balance SET closing = closing + 100"))
    assert amount(resident.open("/").text) != amount(home)
    resident.open(FORM)
    resident.submit(FORM, **COMPLAINT)
    review = resident.follow()
    assert amount(home) in plain(review.text)


@on_sqlite
def test_k07_6_newer_data_between_the_page_and_the_form_are_told(
    resident: Browser,
) -> None:
    address = link(resident.open("/").text).replace("gen=1", "gen=7")
    assert "Strona pokazywała import nr 7." in plain(resident.open(address).text)


@on_sqlite
def test_k07_6_another_ones_amount_is_no_page_by_the_link_nor_by_the_form(
    served: LivePortal, resident: Browser
) -> None:
    mine = int(link(resident.open("/").text).partition("konto=")[2].partition("&")[0])
    ((foreign,),) = served.rows("SELECT min(id) FROM account WHERE id <> {}", mine)
    assert resident.open(f"{FORM}?konto={foreign}").status_code == 404
    resident.open(FORM)
    assert resident.submit(FORM, **COMPLAINT, _konto=str(foreign)).status_code == 404
    assert served.rows("SELECT count(*) FROM submission_draft") == [(0,)]


@on_sqlite
def test_k07_6_the_office_stands_beside_the_question(served: LivePortal, resident: Browser) -> None:
    page = resident.open("/").text
    asked = plain(page.partition("Kwota się nie zgadza?")[2].partition("</details>")[0])

    async def of_the_portal(portal: Portal) -> Cooperative:
        return portal.settings.cooperative

    ours = served.do(of_the_portal)
    for said in (ours.phone, ours.hours):
        assert said in asked


@on_sqlite
def test_k07_6_a_link_that_nobody_made_is_no_failure(resident: Browser) -> None:
    mine = link(resident.open("/").text).partition("konto=")[2].partition("&")[0]
    for more in ("&strona=%00", f"&gen={'9' * 30}", "&strona=" + "x" * 9000):
        assert resident.open(f"{FORM}?konto={mine}{more}").status_code == 200
    assert resident.open(f"{FORM}?konto={'9' * 30}").status_code in (200, 404)
    for wrong in ("9" * 30, "-1", "x"):
        resident.open(FORM)
        assert resident.submit(FORM, **COMPLAINT, _konto=wrong).status_code in (404, 422)
