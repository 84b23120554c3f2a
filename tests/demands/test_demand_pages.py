"""Written demands at the office, and how residents prepare one."""

from datetime import timedelta

import httpx
import pytest

from iok_core.demands.service import DemandKind
from iok_core.portal import Portal
from tests.blocking.acting import today
from tests.browsing import Browser
from tests.databases import on_sqlite
from tests.demanded import demanded
from tests.portal import Access, LivePortal
from tests.reports.reading import Pdf

pytestmark = on_sqlite  # test_demands does the same on both engines


def plain(answer: httpx.Response) -> str:
    return answer.text.replace("\xa0", " ")


def registers(clerk: Browser, who: Access, wanted: str, /, **given: str) -> httpx.Response:
    form = f"/biuro/osoby/{who.person}/zadanie"
    assert form in clerk.open(f"/biuro/osoby/{who.person}/blokady").text
    clerk.open(f"{form}?rodzaj={wanted}")
    known = {"kind": wanted, "form": "paper", "journal": "231/2026"}
    return clerk.submit(form, **(known | given))


def asks_for(live: LivePortal, who: Access, kind: DemandKind) -> int:
    return live.do(lambda portal: demanded(portal.identity, who.person or 0, kind))


def test_k09_1_from_the_letter_to_the_block_and_back(live: LivePortal) -> None:
    who, clerk = live.resident(), live.browser_of(live.clerk())
    form = f"/biuro/osoby/{who.person}/blokady/nowa"
    assert registers(clerk, who, "block").headers["location"] == form
    page = plain(clerk.follow())
    assert "Pisemne żądanie, numer w dzienniku: 231/2026" in page
    clerk.submit(form, clause="9", reason="Pismo", step="confirm")
    assert live.rows("SELECT executed_at IS NOT NULL, block FROM demand") == [(1, 1)]
    back = registers(clerk, who, "unblock").headers["location"]
    assert back == "/biuro/blokady/1/zdejmij"
    clerk.open(back)
    assert clerk.submit(back, reason="Pismo").status_code == 303
    assert live.browser().sign_in(who.identifier, who.password).status_code == 303


def test_k09_1_the_forms_say_that_a_demand_is_missing(live: LivePortal) -> None:
    who, clerk = live.resident(), live.browser_of(live.clerk())
    form = f"/biuro/osoby/{who.person}/blokady/nowa"
    clerk.open(form)
    answer = clerk.submit(form, clause="9", reason="Pismo", step="confirm")
    assert answer.status_code == 422
    assert "Najpierw zarejestruj pisemne żądanie" in plain(answer)
    assert f"/biuro/osoby/{who.person}/zadanie?rodzaj=block" in answer.text
    desk = f"/biuro/osoby/{who.person}/dostep"
    clerk.open(desk)
    answer = clerk.submit(desk, identity_checked="1", document="id_card", paper="sheet")
    assert answer.status_code == 422
    assert "Wpisz numer pisemnego żądania w dzienniku" in plain(answer)
    assert clerk.submit(
        desk, identity_checked="1", document="id_card", paper="sheet", journal="7/2026"
    ).content.startswith(b"%PDF")


def test_k09_1_the_first_issue_asks_for_no_demand(live: LivePortal) -> None:
    who, clerk = live.newcomer(), live.browser_of(live.clerk())
    assert "W dzienniku" not in clerk.open(f"/biuro/osoby/{who.person}/dostep").text
    assert 'name="journal"' not in clerk.answer.text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"journal": ""}, "Wpisz numer w dzienniku"),
        ({"journal": "PESEL 44051401359"}, "Usuń PESEL"),
        ({"received_on": "2999-01-01"}, "Wpisz dzisiejszy albo wcześniejszy dzień"),
        ({"kind": ""}, "Wybierz, czego dotyczy żądanie"),
    ],
)
def test_k09_1_what_is_missing_is_said_beside_its_field(
    live: LivePortal, given: dict[str, str], said: str
) -> None:
    answer = registers(live.browser_of(live.clerk()), live.resident(), "block", **given)
    assert (answer.status_code, said in plain(answer)) == (422, True)
    assert live.rows("SELECT count(*) FROM demand") == [(0,)]


def test_k09_2_an_overdue_demand_stands_on_the_first_page_and_in_its_list(
    live: LivePortal,
) -> None:
    who, clerk = live.resident(), live.browser_of(live.clerk())
    asks_for(live, who, DemandKind.BLOCK)
    assert "Wykonaj żądanie: Blokada dostępu" in plain(clerk.open("/biuro"))
    assert "Anna Testowa" not in clerk.open("/biuro/zadania?stan=po-terminie").text
    live.rows("UPDATE demand SET due_on = {}", today(live) - timedelta(days=1))
    assert "Żądanie po terminie: Blokada dostępu" in plain(clerk.open("/biuro"))
    assert "Anna Testowa" in clerk.open("/biuro/zadania?stan=po-terminie").text
    clerk.open("/biuro/zadania/1")
    assert clerk.submit("/biuro/zadania/1/zamknij", reason=" ").status_code == 422
    clerk.submit("/biuro/zadania/1/zamknij", reason="Wycofane przez telefon")
    assert "Wycofane przez telefon" in plain(clerk.follow())
    assert "Żądanie po terminie" not in plain(clerk.open("/biuro"))


def test_k09_5_what_was_done_is_confirmed_by_a_letter_where_no_mail_reaches(
    live: LivePortal,
) -> None:
    who, clerk = live.resident(), live.browser_of(live.clerk())
    registers(clerk, who, "block")
    form = clerk.follow().url.path
    clerk.submit(form, clause="9", reason="Pismo", step="confirm")
    assert "wydrukuj pismo i wyślij je pocztą" in plain(clerk.open("/biuro/zadania/1"))
    letter = Pdf(clerk.http.get("/biuro/zadania/1/potwierdzenie").content).text
    assert "Potwierdzenie wykonania żądania" in letter
    assert "231/2026" in letter
    assert who.identifier not in letter.replace(" ", "")
    clerk.submit("/biuro/zadania/1/potwierdzenie")
    assert "Pismo wysłano" in plain(clerk.follow())


def test_k09_5_a_confirmed_address_hears_of_it_by_mail(live: LivePortal) -> None:
    who, clerk = live.resident(), live.browser_of(live.clerk())
    registers(clerk, who, "block")
    clerk.submit(clerk.follow().url.path, clause="9", reason="Pismo", step="confirm")
    live.rows(
        "INSERT INTO contact_address (person, kind, address, given_at, confirmed_at, tries) "
        "VALUES ({}, 'email', 'anna@lipowa.example', {}, {}, 0)",
        who.person,
        *[live.do(_now)] * 2,
    )
    assert "Portal wysyła wiadomość" in plain(clerk.open("/biuro/zadania/1"))
    assert live.rows("SELECT kind FROM event ORDER BY id DESC LIMIT 1") == [("access_blocked",)]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("new_password", "Żądam wydania nowego hasła"),
        ("block", "Żądam zablokowania mojego dostępu"),
        ("unblock", "Żądam odblokowania mojego dostępu"),
    ],
)
def test_k09_6_a_resident_prepares_a_demand_and_prints_it(
    live: LivePortal, kind: str, words: str
) -> None:
    who = live.resident()
    browser = live.browser_of(who)
    assert "/dostep/zadanie" in browser.open("/dostep").text
    browser.open("/dostep/zadanie")
    text = Pdf(browser.submit("/dostep/zadanie", kind=kind).content).text
    assert words in text
    assert "Anna Testowa" in text
    assert who.identifier in text.replace(" ", "")
    assert "czytelny podpis" in text
    assert live.rows("SELECT count(*) FROM demand") == [(0,)]


def test_k09_6_nothing_chosen_is_said_beside_the_choice(live: LivePortal) -> None:
    browser = live.browser_of(live.resident())
    browser.open("/dostep/zadanie")
    answer = browser.submit("/dostep/zadanie", kind="")
    assert (answer.status_code, "Wybierz, czego dotyczy żądanie" in plain(answer)) == (422, True)


async def _now(portal: Portal) -> object:
    return portal.clock.now()
