"""“Somebody knows my password”: all that helps, on one page (K08-4)."""

import re

from iok_core.portal import Portal
from tests.databases import on_sqlite
from tests.portal import LivePortal

pytestmark = on_sqlite
PAGE = "/dostep/zabezpiecz"


def test_k08_4_the_page_leads_to_a_new_password_ends_sessions_and_shows_sign_ins(
    live: LivePortal,
) -> None:
    anna = live.resident()
    live.browser().sign_in(anna.identifier, "nie to hasło")
    thief, browser = live.browser_of(anna), live.browser_of(anna)
    page = browser.open("/dostep").text
    assert f'href="{PAGE}"' in page
    page = browser.open(PAGE).text
    assert 'href="/haslo"' in page
    assert re.findall(r"tag--(ok|warn)", page) == ["ok", "ok", "warn"]
    assert 'href="tel:+48710000100"' in page
    assert 'href="mailto:biuro@lipowa.example"' in page
    browser.submit("/dostep/sesje/zakoncz-inne")
    assert thief.open("/dostep").status_code == 303
    assert "/dostep/sesje/" not in browser.open(PAGE).text


def test_k05_4_after_signing_in_the_home_page_says_when_the_last_time_was(
    live: LivePortal,
) -> None:
    anna = live.resident()
    live.browser_of(anna)
    browser = live.browser_of(anna)
    assert "Ostatnie logowanie" in browser.open("/").text


def test_s43_a_resident_reads_of_a_sign_in_on_a_new_device_and_no_address(
    live: LivePortal,
) -> None:
    anna = live.resident()
    live.browser_of(anna)
    browser = live.browser_of(anna)

    async def turn(portal: Portal) -> None:
        await portal.relay.once()

    live.do(turn)
    page = browser.open("/powiadomienia").text
    assert page.count("Logowanie na nowym urządzeniu</") == 1
    assert "testclient" not in page
