"""Breaks in the work of the portal: told of before, read only while they last (K14)."""

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from litestar.routes import HTTPRoute
from msgspec import Struct

from iok_core.audit.origin import Origin
from iok_core.cli import main
from iok_core.db.clock import WARSAW
from iok_core.identity.service import Role
from iok_core.maintenance import windows
from iok_core.maintenance.windows import Plans, Refusal, read_only_now
from iok_core.portal import Portal
from iok_core.web.fields import fields_of
from iok_core.web.read_only import SECRETS
from tests.databases import on_sqlite
from tests.offices import text_of
from tests.portal import LivePortal
from tests.portals import Portals

HOUR = timedelta(hours=1)
BY = Origin.operator("tester")
CONTACT = "/powiadomienia/kontakt/wybor"
ALWAYS = {
    *("/logowanie", "/logowanie/klucz", "/wyloguj", "/wyglad"),
    *(f"/potwierdzenie/{way}" for way in ("kod", "zapasowy", "haslo", "klucz")),
    *("/dostep/sesje/{session_id}/zakoncz", "/dostep/sesje/zakoncz-inne"),
    *("/utrata", "/utrata/zgloszenie", "/zablokuj-konto"),
    *("/biuro/osoby/{person}/utrata", "/biuro/utraty/{loss}/zablokuj"),
    *("/biuro/przerwy", "/biuro/przerwy/{maintenance}/koniec"),
}


def plans(portal: Portal) -> Plans:
    return Plans(portal.audit, portal.clock)


def break_of(live: LivePortal, begins: timedelta, ends: timedelta, words: str = "") -> int:
    now = datetime.now(UTC)
    done = live.do(lambda p: windows.plan(plans(p), now + begins, now + ends, words, by=BY))
    assert type(done) is int
    return done


@pytest.fixture(scope="module")
def shared(portals: Portals) -> Iterator[LivePortal]:
    """One for the file, on SQLite; each test begins without a break."""
    with portals.serve(portals.copy("sqlite", portals.place("breaks"))) as live:
        yield live


@pytest.fixture
def calm(shared: LivePortal) -> LivePortal:
    shared.rows("DELETE FROM maintenance_window")
    return shared


def above(answer: httpx.Response) -> str:
    return text_of(answer.text.partition("<h1")[0])


def test_k14_2_reading_works_and_what_would_write_says_until_when(live: LivePortal) -> None:
    """The typed text stays, to be sent once more."""
    who = live.resident()
    anna = live.browser_of(who)
    anna.open("/powiadomienia/kontakt")
    number = break_of(live, -HOUR, 2 * HOUR)
    (row,) = live.rows("SELECT ends_at FROM maintenance_window")
    until = f"{row[0].astimezone(WARSAW):%H:%M}"
    refused = anna.submit(CONTACT, announced="", language="uk")
    assert refused.status_code == 503
    assert 7000 < int(refused.headers["retry-after"]) <= 7200
    assert "Portal jest teraz tylko do odczytu" in text_of(refused.text)
    assert f", {until}." in text_of(refused.text)
    assert anna.form(CONTACT)["language"] == "uk"
    assert live.rows("SELECT count(*) FROM mail_choice") == [(0,)]
    assert anna.submit(CONTACT).status_code == 503
    assert live.do(lambda p: read_only_now(p.clock)) is not None
    for path in ("/", "/dostep", "/powiadomienia"):
        assert live.browser_of(who).open(path).status_code == 200
    anna.submit(CONTACT)
    assert live.do(lambda p: windows.end(plans(p), number, by=BY)) is None
    assert live.do(lambda p: read_only_now(p.clock)) is None
    assert anna.submit(CONTACT).status_code == 303
    assert live.rows("SELECT language FROM spoken_language") == [("uk",)]


@pytest.mark.parametrize(
    ("begins", "ends", "told"), [(71, 73, True), (73, 74, False), (-2, -1, False), (-1, 1, True)]
)
def test_k14_1_everybody_is_told_72_hours_before_on_the_page_of_signing_in_too(
    calm: LivePortal, begins: int, ends: int, *, told: bool
) -> None:
    anna, clerk = calm.browser_of(calm.resident()), calm.browser_of(calm.clerk())
    break_of(calm, begins * HOUR, max(ends, 1) * HOUR, "Nowa wersja")
    if ends < 0:
        ended = datetime.now(UTC) + ends * HOUR
        calm.rows("UPDATE maintenance_window SET ends_at = {}", ended)
    pages = [
        *(anna.open(path) for path in ("/", "/dostep", "/rozliczenia")),
        *(clerk.open(path) for path in ("/biuro", "/biuro/osoby")),
        *(calm.browser().open(path) for path in ("/logowanie", "/utrata", "/regulamin")),
    ]
    assert {answer.status_code for answer in pages} == {200}
    assert ["Nowa wersja" in above(answer) for answer in pages] == [told] * 8


def test_k14_2_a_long_text_is_shown_to_be_copied_and_a_password_never(calm: LivePortal) -> None:
    anna = calm.browser_of(calm.resident())
    anna.open("/haslo")
    break_of(calm, -HOUR, HOUR)
    text = "Zielona łąka za oknem kuchni, długa jak cały ten tekst"
    sent = anna.form("/haslo") | {"old": "stare tajne", "new": "nowe tajne", "other": text}
    refused = anna.http.post("/haslo", data=sent)
    assert refused.status_code == 503
    assert text in refused.text
    assert "tajne" not in refused.text


def test_k14_2_the_office_and_who_cannot_sign_in_keep_what_they_have_typed_too(
    calm: LivePortal,
) -> None:
    clerk, stranger = calm.browser_of(calm.clerk()), calm.browser()
    clerk.open("/biuro/zgloszenia/wzory")
    stranger.open("/problem-z-logowaniem")
    break_of(calm, -HOUR, HOUR)
    text = "Zielona łąka za oknem kuchni, długa jak cały ten tekst"
    for browser, at, typed in (
        (clerk, "/biuro/zgloszenia/wzory", {"title": "Łąka", "desk": "office"}),
        (stranger, "/problem-z-logowaniem", {"name": "Anna", "contact": "600 100 200"}),
    ):
        assert browser.submit(at, text=text, **typed).status_code == 503
        assert browser.form(at)["text"] == text
    calm.rows("DELETE FROM maintenance_window")
    assert clerk.submit("/biuro/zgloszenia/wzory").status_code == 303
    assert stranger.submit("/problem-z-logowaniem").status_code == 303


def test_k14_2_a_form_that_may_hold_secrets_of_other_systems_is_not_shown_again(
    calm: LivePortal,
) -> None:
    admin, at = calm.browser_of(calm.clerk(Role.ADMINISTRATOR)), "/biuro/nowy-modul/files"
    admin.open(at)
    break_of(calm, -HOUR, HOUR)
    refused = admin.submit(at, module_title="Poczta spółdzielni")
    assert refused.status_code == 503
    assert "Poczta spółdzielni" not in refused.text


def test_k14_2_photos_are_said_to_be_chosen_again_and_the_rest_can_be_sent(
    calm: LivePortal,
) -> None:
    anna, at = calm.browser_of(calm.resident()), "/zgloszenia/nowe/usterka"
    anna.open("/zgloszenia")
    sent = {"_csrf": anna.form("/wyloguj")["_csrf"], "opis": "Cieknie kran"}
    break_of(calm, -HOUR, HOUR)
    files = [("_zdjecia", ("photo.jpg", b"photo"))]
    refused = anna.http.post(at, data=sent, files=files)
    assert refused.status_code == 503
    assert "Zdjęcia i pliki trzeba będzie wybrać jeszcze raz" in text_of(refused.text)
    assert 'name="opis" value="Cieknie kran"' in refused.text


def test_k14_2_no_field_that_is_secret_is_among_those_that_are_shown_again() -> None:
    """Modules and plugins have fields of their own: their forms are not shown again at all."""
    kinds = {
        one
        for name, module in list(sys.modules.items())
        if name.startswith("iok_core.") and name.endswith("pages")
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, Struct) and one.__module__ == name
    }
    secret = {name for kind in kinds for name, one in fields_of(kind).items() if one.secret}
    assert len(secret) > 3
    assert secret <= SECRETS


def test_k14_2_signing_in_and_out_and_blocking_work_while_it_lasts(calm: LivePortal) -> None:
    who = calm.resident()
    break_of(calm, -HOUR, HOUR)
    anna = calm.browser_of(who)
    assert anna.open("/").status_code == 200
    assert anna.submit("/wyloguj").status_code == 303
    again = calm.browser_of(who)
    again.open("/zablokuj-konto")
    assert again.submit("/zablokuj-konto", sure="1").status_code == 303
    assert calm.rows("SELECT clause FROM block WHERE person = {}", who.person) == [(10,)]


def test_k14_2_nothing_else_is_open_while_it_lasts(shared: LivePortal) -> None:
    routes = [one for one in shared._client.app.routes if isinstance(one, HTTPRoute)]
    opened = {
        re.sub(r":[a-z]+}", "}", route.path)
        for route in routes
        for handler in route.route_handlers
        if "POST" in handler.http_methods and handler.opt["gate"].always
    }
    assert opened == ALWAYS


def test_k14_1_the_office_plans_ends_and_cancels(calm: LivePortal) -> None:
    page, day = "/biuro/przerwy", datetime.now(WARSAW).date() + timedelta(days=9)
    admin = calm.browser_of(calm.clerk(Role.ADMINISTRATOR))
    admin.open(page)
    sent = {"begins_on": str(day), "begins_at": "22:00", "ends_on": str(day), "ends_at": "23:30"}
    wrong = admin.submit(page, **(sent | {"ends_at": "21:00"}))
    assert "Koniec nie może być przed początkiem" in text_of(wrong.text)
    assert admin.form(page)["begins_at"] == "22:00"
    admin.submit(page, **sent, words="Przenosiny")
    admin.open(page)
    twice = admin.submit(page, **sent)
    assert "Na ten czas jest już zaplanowana inna przerwa" in text_of(twice.text)
    (number,) = calm.rows("SELECT max(id) FROM maintenance_window")[0]
    assert admin.submit(f"{page}/{number}/koniec").status_code == 303
    assert "odwołana" in admin.follow().text
    begun = break_of(calm, -HOUR, HOUR)
    admin.open(page)
    admin.submit(f"{page}/{begun}/koniec")
    assert "Przerwy już nie ma" in text_of(admin.follow().text)
    assert calm.do(lambda p: read_only_now(p.clock)) is None
    assert calm.browser_of(calm.clerk()).open(page).status_code == 403


@pytest.mark.parametrize(
    ("begins", "ends", "refusal"),
    [
        (2, 1, Refusal.ENDS_BEFORE),
        (-2, -1, Refusal.PAST),
        (1, 50, Refusal.TOO_LONG),
        (4, 7, Refusal.OVERLAPS),
    ],
)
def test_k14_1_what_makes_no_sense_is_refused(
    calm: LivePortal, begins: int, ends: int, refusal: Refusal
) -> None:
    break_of(calm, 6 * HOUR, 8 * HOUR)
    now = datetime.now(UTC)
    at = now + begins * HOUR, now + ends * HOUR
    assert calm.do(lambda p: windows.plan(plans(p), *at, "", by=BY)) is refusal


def test_k14_3_the_probes_speak_of_the_portal_and_not_of_its_breaks(calm: LivePortal) -> None:
    break_of(calm, -HOUR, HOUR)
    browser = calm.browser()
    assert [browser.open(path).text for path in ("/healthz", "/readyz")] == ["ok", "ready"]


@on_sqlite
def test_k14_1_at_the_command_line(portal_folder: Path, tmp_path: Path) -> None:
    def iok(*typed: str) -> str:
        done = CliRunner().invoke(main, ["--dir", str(portal_folder), "maintenance", *typed])
        return done.output

    day = datetime.now(WARSAW).date() + timedelta(days=5)
    assert iok("plan", f"{day} 22:00", f"{day} 23:00", "--text", "Dysk") == "break 1 is planned\n"
    assert iok("list") == f"    1  {day} 22:00 to {day} 23:00  planned    Dysk\n"
    assert "another one" in iok("plan", f"{day} 22:30", f"{day} 23:30")
    assert iok("end", "1") == "break 1 is over\n"
    assert "over already" in iok("end", "1")
    assert "cancelled" in iok("list")
    away = tmp_path / "www" / "away.html"
    assert iok("page", "--to", str(away)) == f"written to {away}\n"
    page = away.read_text("utf-8")
    assert "71 000 01 12" in page
    assert 'href="tel:+48710000112"' in page
    assert "Portal jest chwilowo nieczynny" in page
    assert not re.search(r"<link|<script|src=|https?:", page)
    assert iok("page") == page
