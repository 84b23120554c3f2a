"""The pages on which a loss is told: by strangers, by who is signed in, and to the office."""

import re
from pathlib import Path

import httpx
import pytest

from iok_core.identity.service import Role
from iok_core.portal import Portal
from iok_core.premises.tables import Person
from tests.browsing import COOKIE, URL, Browser
from tests.databases import on_sqlite
from tests.identity.slip_reading import FREEZE_CODE, START
from tests.losses.reporters import Mails, freezes, reports, with_code
from tests.portal import LivePortal
from tests.reports.reading import Pdf

pytestmark = on_sqlite  # test_losses does the same on both engines

OWN = "/zablokuj-konto"
LEFT_OUT = {"date", "x-request-id"}
"""What two answers to the same need not share."""


def plain(answer: httpx.Response) -> str:
    return answer.text.replace("\xa0", " ")


def answer_of(browser: Browser, answer: httpx.Response) -> tuple[object, ...]:
    headers = {name: value for name, value in answer.headers.items() if name not in LEFT_OUT}
    return answer.status_code, headers, answer.text, browser.follow().text


def test_k10_1_s11_the_answer_is_the_same_whether_or_not_there_is_such_an_access(
    live: LivePortal,
) -> None:
    who = live.resident()
    told = []
    for identifier in (who.identifier, "999999"):
        browser = live.browser()
        told.append(answer_of(browser, reports(browser, identifier=identifier)))
    assert told[0] == told[1]
    assert "Zgłoszenie dotarło" in str(told[0][3])
    assert live.rows("SELECT count(*) FROM loss_report") == [(2,)]
    assert live.rows("SELECT count(*) FROM block") == [(0,)]


def test_k10_1_without_an_identifier_the_name_and_the_address_do(live: LivePortal) -> None:
    browser = live.browser()
    missing = reports(browser, identifier="", name="Anna Testowa")
    assert missing.status_code == 422
    assert "Wpisz identyfikator albo imię, nazwisko i adres" in plain(missing)
    assert 'value="Anna Testowa"' in plain(missing)
    assert reports(browser, identifier="", name="Anna", address="Lipowa 1").status_code == 303


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("phone", "", "Wpisz numer telefonu"),
        ("phone", "zadzwońcie", "Wpisz numer telefonu"),
        ("happened_on", "2999-01-01", "Wpisz dzisiejszy albo wcześniejszy dzień"),
        ("happened_on", "wczoraj", "Wpisz dzień"),
        ("happened_at", "25:00", "Wpisz godzinę"),
        ("name", "PESEL 44051401359", "Usuń PESEL"),
    ],
)
def test_k10_1_what_cannot_be_taken_is_said_beside_its_field(
    live: LivePortal, field: str, typed: str, said: str
) -> None:
    answer = reports(live.browser(), **{field: typed})
    assert answer.status_code == 422
    assert re.search(rf'id="{field}-error">.*?{said}', plain(answer))
    assert live.rows("SELECT count(*) FROM loss_report") == [(0,)]


def test_k10_1_s11_other_addresses_in_a_header_dodge_no_limit(live: LivePortal) -> None:
    browser, statuses = live.browser(), []
    for number in range(11):
        browser.http.headers["x-forwarded-for"] = f"198.51.{number}.1"
        statuses.append(reports(browser).status_code)
    assert statuses == [303] * 10 + [429]
    assert browser.answer.headers["retry-after"] == "3600"
    assert "71 000 01 00" in browser.answer.text


def test_k10_2_s45_the_code_blocks_without_a_sign_in_and_says_what_comes_next(
    live: LivePortal,
) -> None:
    who = live.do(with_code)
    inside = live.browser_of(who.access)
    assert inside.open("/haslo").status_code == 200
    browser = live.browser()
    assert freezes(browser, who.code, happened_on="kiedyś").headers["location"] == (
        "/utrata/zablokowane"
    )
    assert "Dostęp jest zablokowany" in plain(browser.follow())
    assert inside.open("/haslo").status_code == 303
    told = live.browser().sign_in(who.access.identifier, who.access.password)
    assert (told.status_code, "Utrata lub kradzież danych" in plain(told)) == (403, True)


def test_k10_2_a_wrong_code_is_said_beside_the_field(live: LivePortal) -> None:
    answer = freezes(live.browser(), "AAAA-BBBB-CCCC-DDDD")
    assert answer.status_code == 422
    assert "To nie jest kod z żadnego wydruku" in plain(answer)


def test_k10_2_whoever_reads_the_confirmed_mail_blocks_with_the_code_in_it(
    live: LivePortal, tmp_path: Path
) -> None:
    who, other = live.resident(), live.resident()
    mails = Mails(live, tmp_path / "mail")
    mails.reach(who)
    for identifier in (other.identifier, "999999", who.identifier):
        reports(live.browser(), identifier=identifier)
    (mail,) = mails.come()
    (code,) = START.findall(mail.get_content())
    assert "Utrata danych do logowania" in mail.get_content()
    assert freezes(live.browser(), code).headers["location"] == "/utrata/zablokowane"
    sql = "SELECT person FROM block"
    assert live.rows(sql) == [(who.person,)]
    sql = "SELECT id FROM loss_report WHERE block IS NOT NULL AND closed_at IS NOT NULL"
    assert live.rows(sql) == [(3,)]
    assert freezes(live.browser(), code).status_code == 422


def test_k10_2_a_slip_prints_the_code_and_the_address(live: LivePortal) -> None:
    who, browser = live.do(_nobody_yet), live.browser_of(live.clerk())
    address = f"/biuro/osoby/{who}/dostep"
    browser.open(address)
    answer = browser.submit(address, identity_checked="1", document="id_card", paper="strip")
    text = Pdf(answer.content).text
    (code,) = FREEZE_CODE.findall(text)
    assert freezes(live.browser(), code).status_code == 303
    assert f"{URL}/utrata" in text


def test_s45_a_resident_blocks_the_own_account_in_two_clicks_from_any_page(
    live: LivePortal,
) -> None:
    who = live.resident()
    browser = live.browser_of(who)
    pages = [page for page in live.pages() if browser.open(page).status_code == 200]
    html = [page for page in pages if "</footer>" in plain(browser.open(page))]
    assert {"/", "/dostep", "/powiadomienia", "/regulamin"} <= set(html)
    assert [page for page in html if 'href="/utrata"' not in plain(browser.open(page))] == []
    token = browser.token or ""
    assert browser.open("/utrata").headers["location"] == OWN
    browser.follow()
    answer = browser.submit(OWN, sure="1")
    assert answer.headers["location"] == "/utrata/zablokowane"
    assert browser.token is None
    other = live.browser()
    other.http.cookies.set(COOKIE, token)
    assert other.open("/dostep").headers["location"].startswith("/logowanie")
    assert live.rows("SELECT clause, way FROM block") == [(10, "resident")]


def test_s45_who_has_not_accepted_the_regulations_can_block_too(live: LivePortal) -> None:
    browser = live.browser_of(live.newcomer())
    browser.open(OWN)
    assert browser.submit(OWN, sure="1").headers["location"] == "/utrata/zablokowane"


def test_s45_an_empty_form_blocks_nobody(live: LivePortal) -> None:
    browser = live.browser_of(live.resident())
    browser.open(OWN)
    assert browser.submit(OWN).status_code == 422
    assert live.rows("SELECT count(*) FROM block") == [(0,)]


def test_k10_2_k10_4_a_report_is_an_urgent_task_and_one_click_blocks(live: LivePortal) -> None:
    who, clerk = live.resident("Barbara Zgubiona"), live.browser_of(live.clerk())
    inside = live.browser_of(who)
    reports(live.browser(), identifier=f"{who.identifier[:3]} {who.identifier[3:]}")
    assert "Pilne: oddzwoń i zablokuj dostęp" in plain(clerk.open("/biuro"))
    assert "Czeka" in plain(clerk.open("/biuro/utraty"))
    page = plain(clerk.open("/biuro/utraty/1"))
    assert "Barbara Zgubiona" in page
    assert 'href="tel:600100200"' in page
    clerk.submit("/biuro/utraty/1/zablokuj")
    assert inside.open("/dostep").status_code == 303
    assert "Od utraty do blokady" in plain(clerk.follow())
    assert "Pilne" not in plain(clerk.open("/biuro"))
    assert "Dostęp zablokowany" in plain(clerk.open("/biuro/utraty?stan=zalatwione"))
    assert "Dostęp zablokowany" not in plain(clerk.open("/biuro/utraty?stan=czeka"))


def test_k10_4_a_loss_told_by_telephone_is_recorded_and_blocked_in_one_act(
    live: LivePortal,
) -> None:
    who, clerk = live.resident(), live.browser_of(live.clerk())
    form = f"/biuro/osoby/{who.person}/utrata"
    assert form in plain(clerk.open(f"/biuro/osoby/{who.person}/blokady"))
    clerk.open(form)
    assert clerk.submit(form, happened_on="2999-01-01").status_code == 422
    clerk.open(form)
    assert clerk.submit(form, happened_at="08:10").status_code == 303
    assert "w terminie" in plain(clerk.follow())
    assert live.rows("SELECT clause FROM block") == [(10,)]


def test_k10_4_a_role_that_may_not_block_sees_no_losses(live: LivePortal) -> None:
    reports(live.browser())
    assert "Pilne" not in plain(live.browser_of(live.clerk(Role.BOARD)).open("/biuro"))


async def _nobody_yet(portal: Portal) -> int:
    inserted = await Person.insert(Person(name="Anna Testowa", created_at=portal.clock.now()))
    return int(inserted[0]["id"])
