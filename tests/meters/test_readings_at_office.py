"""Readings as a clerk lives with them: after the window, over an exchange, in whole decimals."""

import re
from collections.abc import Mapping
from typing import Any

import msgspec
import pytest
from iok_forms.reading import MeterReadings

from iok_core.api import Asked
from iok_core.db import execute
from iok_core.identity.service import Role
from iok_core.modules.tables import Module
from iok_core.portal import Portal
from tests.databases import on_sqlite
from tests.meters.test_giving_readings import FORM, LIST, REVIEW, Home, words
from tests.offices import text_of
from tests.portal import LivePortal

pytestmark = on_sqlite

CHANGED = "Pytania w tym formularzu się zmieniły"


class Desk(Home):
    """And a clerk who enters for them what they say on the telephone."""

    def __init__(self, live: LivePortal) -> None:
        super().__init__(live)
        self.at = f"/biuro/osoby/{self.person}/zgloszenia/odczyt"
        self.desk = live.browser_of(live.clerk(Role.DESK))

    def enter(self, step: str = "sprawdz", at: str = "", **typed: str) -> str:
        self.desk.submit(at or self.at, _krok=step, **typed)
        answer = self.desk.answer
        return text_of((self.desk.follow() if answer.is_redirect else answer).text)

    def typed(self, cold: str, hot: str = "") -> dict[str, str]:
        states = {f"stan_{self.cold}": cold, f"stan_{self.hot}": hot}
        return {"_kontakt": "phone", "dzien": self.today.isoformat(), **states}

    def exchange(self) -> None:
        """The import of tonight knows another meter of hot water."""

        async def happens(_: Portal) -> None:
            old = "UPDATE meter_version SET until_gen = {} WHERE meter = {}"
            await execute(old, self.register.gen, self.hot)
            await self.register.meter("CW2", self.flat, medium="hot_water", room="łazienka")

        self.live.do(happens)


@pytest.fixture
def desk(live: LivePortal) -> Desk:
    return Desk(live)


def test_d_6_idea_14_after_the_window_a_clerk_enters_a_reading_and_the_page_says_so(
    desk: Desk,
) -> None:
    past = (desk.today.day - 3) % 28 + 1
    options = msgspec.json.encode({"opens_on": past, "closes_on": past}).decode()
    module = Module(name="zamkniety", title="Odczyt", extension="odczyt", options=options)
    desk.live.do(lambda _: Module.insert(module))
    assert "Najbliższy dzień" in words(desk.resident, "/zgloszenia/nowe/zamkniety")
    at = f"/biuro/osoby/{desk.person}/zgloszenia/zamkniety"
    assert "Biuro może wpisać odczyt także później" in words(desk.desk, at)
    asked = "Wybierz, w jaki sposób mieszkaniec zwrócił się do biura"
    assert asked in desk.enter(at=at, **desk.typed("150") | {"_kontakt": ""})
    assert "Po terminie odczytów" in desk.enter(at=at, **desk.typed("150"))
    assert "Wpisane. Numer" in desk.enter("wpisz", at=at)


def test_s05_d_6_a_meter_exchanged_meanwhile_leaves_the_form_with_what_was_typed_for_the_others(
    desk: Desk,
) -> None:
    desk.resident.open(FORM)
    typed = {f"stan_{desk.cold}": "151,5", f"stan_{desk.hot}": "3"}
    desk.exchange()
    refused = desk.resident.submit(FORM, dzien=desk.today.isoformat(), **typed)
    assert refused.status_code == 422
    assert CHANGED in text_of(refused.text)
    assert "CW2" in refused.text
    form = desk.resident.form(FORM)
    assert form[f"stan_{desk.cold}"] == "151,5"
    assert f"stan_{desk.hot}" not in form
    desk.resident.submit(FORM)
    desk.resident.follow()
    assert desk.send() > 0


def test_d_6_what_was_looked_over_with_another_meter_is_not_sent_without_it(desk: Desk) -> None:
    desk.fill_in("151,5", "3")
    desk.exchange()
    refused = desk.resident.submit(REVIEW)
    assert refused.status_code == 422
    assert CHANGED in text_of(refused.text)
    assert desk.live.rows("SELECT count(*) FROM submission") == [(0,)]


def test_idea_14_d_6_the_same_at_the_desk(desk: Desk) -> None:
    desk.desk.open(desk.at)
    typed = desk.typed("151,5", "3")
    desk.exchange()
    assert CHANGED in desk.enter(**typed)
    assert desk.desk.form(desk.at)[f"stan_{desk.cold}"] == "151,5"


def test_idea_14_a_form_that_fails_at_the_desk_loses_nothing_that_was_typed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.desk.open(desk.at)
    typed, works = desk.typed("151,5", "3"), MeterReadings.answers_for
    contact = typed.pop("_kontakt")

    async def fails(self: MeterReadings, asked: Asked) -> Any:
        raise OSError(self.name, asked.language)

    monkeypatch.setattr(MeterReadings, "answers_for", fails)
    assert "nie działa" in desk.enter(_kontakt=contact, **typed)
    assert desk.desk.answer.status_code == 503
    kept: Mapping[str, str] = desk.desk.form(desk.at)
    assert {name: kept[name] for name in typed} == typed
    assert re.search(f'value="{contact}"[^>]* checked', desk.desk.answer.text)
    monkeypatch.setattr(MeterReadings, "answers_for", works)
    assert "151,5 m³, przedtem 141 m³" in desk.enter(_kontakt=contact)


def test_d_6_readings_of_a_meter_are_shown_with_as_many_places_as_its_finest_has(
    desk: Desk,
) -> None:
    async def read(_: Portal) -> None:
        await desk.register.reading(desk.cold, desk.days_ago(50), "142.740")
        await desk.register.reading(desk.cold, desk.days_ago(20), "145.748")

    desk.live.do(read)
    meters = desk.meters()
    assert "142,740 m³" in meters
    assert "141,000 m³" in meters
    assert "zużycie 1,740 m³" in meters
    assert "Ostatni odczyt: 145,748 m³" in words(desk.resident, FORM)
    assert "147,500 m³, przedtem 145,748 m³" in desk.fill_in("147,5")
    made = desk.send()
    assert "Podany przez Ciebie: 147,500 m³" in desk.meters()
    desk.accept(made)
    assert "147,500 m³" in words(desk.clerk, LIST)
    rows = desk.clerk.open(f"{LIST}.csv").text.replace("\xa0", " ").splitlines()
    assert rows[1].split(";")[-1] == "147,500 m³"
