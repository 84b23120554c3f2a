"""What meters show, from the resident's form to the accounting system, on each of the databases."""

import re
from datetime import date, timedelta
from functools import partial

import msgspec
import pytest

from iok_core.audit.origin import Origin
from iok_core.db import execute, fetch
from iok_core.identity.service import Role
from iok_core.modules.tables import Module
from iok_core.portal import Portal
from iok_core.submissions.answering import Answer, answer
from iok_core.submissions.declared_readings import note_known_readings
from iok_core.submissions.kinds import State
from tests.browsing import Browser
from tests.databases import on_sqlite
from tests.offices import text_of
from tests.portal import LivePortal
from tests.premises.registers import Register

FORM, REVIEW = "/zgloszenia/nowe/odczyt", "/zgloszenia/nowe/odczyt/sprawdz"
LIST = "/biuro/zgloszenia/do-wpisania"
SHOWN = ("100", "110", "121", "130", "141")
"""A hundred days apart, the last one a hundred days ago: 0.105 a day is usual, 3.15 in 30 days."""


class Home:
    """Somebody with a flat of two meters, and the office."""

    def __init__(self, live: LivePortal) -> None:
        self.live, self.today = live, live.do(_today)
        who = live.resident()
        self.person = who.person or 0
        self.resident = live.browser_of(who)
        self.clerk = live.browser_of(live.clerk(Role.DESK))
        self.flat, self.second, self.cold, self.hot = live.do(self._built)

    async def _built(self, portal: Portal) -> tuple[int, ...]:
        register = self.register = await Register.open(portal)
        party = await register.party("A")
        await register.acts(self.person, party)
        flat, second = await register.premises("7"), await register.premises("8")
        for one in (flat, second):
            await register.title(one, party)
        await register.account("204-1", [flat])
        cold = await register.meter("ZW1", flat)
        hot = await register.meter("CW1", flat, medium="hot_water", room="łazienka")
        for at, shown in enumerate(SHOWN):
            await register.reading(cold, self.days_ago(100 * (len(SHOWN) - at)), shown)
        return flat, second, cold, hot

    def days_ago(self, days: int) -> date:
        return self.today - timedelta(days)

    def fill_in(self, cold: str = "", hot: str = "", day: date | None = None) -> str:
        """The page of the review, or what is to be mended."""
        self.resident.open(FORM)
        typed = {f"stan_{self.cold}": cold, f"stan_{self.hot}": hot}
        self.resident.submit(FORM, dzien=(day or self.today).isoformat(), **typed)
        answer = self.resident.answer
        return text_of((self.resident.follow() if answer.is_redirect else answer).text)

    def send(self, **ticked: str) -> int:
        self.resident.submit(REVIEW, **ticked)
        return int(re.findall(r"/zgloszenia/(\d+)", self.resident.answer.headers["location"])[0])

    def accept(self, made: int) -> None:
        given = Answer(text="Przyjęte", state=State.DONE)
        by = Origin.operator("test")
        self.live.do(lambda portal: answer(portal.submissions, made, given, by=by))

    def meters(self) -> str:
        return words(self.resident, "/liczniki")


async def _today(portal: Portal) -> date:
    return portal.clock.today()


def words(browser: Browser, path: str) -> str:
    return text_of(browser.open(path).text).replace("\xa0", " ")


@pytest.fixture
def home(live: LivePortal) -> Home:
    return Home(live)


def test_d_6_p_6_a_reading_waits_to_be_entered_until_an_import_brings_it(home: Home) -> None:
    assert "Ostatni odczyt: 141 m³" in words(home.resident, FORM)
    said = home.fill_in("151,5", "3")
    assert "151,5 m³, przedtem 141 m³" in said
    made = home.send()
    assert "Podany przez Ciebie: 151,5 m³" in home.meters()
    assert "czeka na sprawdzenie w biurze" in home.meters()
    assert "Nie ma nic do wpisania" in words(home.clerk, LIST)
    home.accept(made)
    assert "czeka na wpisanie do systemu księgowego" in home.meters()
    assert f"Zimna woda nr ZW1, {home.today:%d.%m.%Y}: 151,5 m³" in words(home.clerk, LIST)
    rows = home.clerk.open(f"{LIST}.csv").text.replace("\xa0", " ").splitlines()
    assert [row.split(";")[-1] for row in rows[1:]] == ["151,5 m³", "3 m³"]
    home.clerk.open(LIST)
    home.clerk.submit(f"{LIST}/{made}", sure="1")
    assert "Nie ma nic do wpisania" in text_of(home.clerk.follow().text)
    assert "wpisany, pojawi się z najbliższym importem" in home.meters()
    yesterday = home.days_ago(1)
    home.live.do(lambda _: home.register.reading(home.cold, yesterday, "151.5"))
    assert "Podany przez Ciebie: 151,5" not in home.meters()
    assert "Podany przez Ciebie: 3 m³" in home.meters()


async def brings(home: Home, meter: int, day: date, shown: str, _: Portal) -> None:
    await home.register.reading(meter, day, shown)


def test_k02_1_d_6_what_one_has_declared_is_not_told_to_another_holder_as_theirs(
    home: Home,
) -> None:
    async def joined(_: Portal) -> None:
        ((party,),) = await fetch("SELECT id FROM party WHERE source_key = 'A'")
        await home.register.acts(other.person or 0, party)

    other = home.live.resident("Jan Drugi")
    home.live.do(joined)
    home.fill_in("151,5")
    home.send()
    assert "Podany przez Ciebie: 151,5 m³" in home.meters()
    theirs = words(home.live.browser_of(other), "/liczniki")
    assert "ZW1" in theirs
    assert "151,5" not in theirs


def test_p_6_what_an_import_has_brought_once_waits_no_more(home: Home) -> None:
    home.fill_in("151,5")
    home.accept(home.send())
    for meter, day, shown in (
        (home.cold, home.days_ago(2), "151.5"),
        (home.cold, home.days_ago(1), "151.4"),
        (home.hot, home.today, "151.5"),
    ):
        home.live.do(partial(brings, home, meter, day, shown))
        assert "151,5 m³" in words(home.clerk, LIST)
    home.live.do(lambda _: home.register.reading(home.cold, home.today, "151.5"))
    assert "Nie ma nic do wpisania" in words(home.clerk, LIST)
    home.live.do(lambda portal: note_known_readings(portal.submissions))
    home.live.do(lambda _: execute("UPDATE meter_reading SET thousandths = 0"))
    assert "Nie ma nic do wpisania" in words(home.clerk, LIST)


@on_sqlite
def test_d_6_what_is_odd_is_questioned_with_both_figures_and_never_refused(home: Home) -> None:
    assert "w 30 dni 6 m³ zamiast zwykłych 3,2 m³" in home.fill_in("161")
    home.resident.submit(REVIEW)
    assert home.resident.answer.status_code == 422
    home.send(_potwierdzam0="1")
    assert "140,9 m³ to mniej niż 141 m³" in home.fill_in("140,9")
    made = home.send(_potwierdzam0="1")
    assert "licznik wymieniony" in words(home.resident, f"/zgloszenia/{made}")


@on_sqlite
def test_s05_d_6_wrong_readings_are_told_beside_the_meter_and_stay(home: Home) -> None:
    for typed in ("12,3456", "-1", "1e5", "dużo", "=1+1"):
        assert "Przepisz liczbę z licznika" in home.fill_in(typed), typed
        assert home.resident.form(FORM)[f"stan_{home.cold}"] == typed
    assert "co najmniej jednego licznika" in home.fill_in()
    assert "Wpisz dzień od" in home.fill_in("150", day=home.today + timedelta(1))
    long_ago = home.fill_in("150", day=home.days_ago(100))
    assert "Jest już odczyt z dnia" in long_ago
    assert home.resident.form(FORM)[f"stan_{home.cold}"] == "150"


@on_sqlite
def test_d_6_of_several_premises_one_is_chosen_first_and_strangers_meters_are_not_asked(
    home: Home,
) -> None:
    """The second flat gets a meter, the flat of somebody else has one."""

    async def more(_: Portal) -> int:
        register = home.register
        strangers = await register.premises("9")
        await register.meter("OBCY", strangers)
        await register.meter("DRUGI", home.second)
        return strangers

    strangers = home.live.do(more)
    assert "Lipowa 1 m. 8" in words(home.resident, FORM)
    assert not home.resident.has_form(FORM)
    assert "DRUGI" not in words(home.resident, f"{FORM}?miejsce=lokal-{home.flat}")
    assert home.resident.has_form(FORM)
    home.resident.open(f"{FORM}?miejsce=lokal-{strangers}")
    assert not home.resident.has_form(FORM)
    assert "OBCY" not in words(home.resident, "/liczniki") + home.resident.open(FORM).text


@on_sqlite
def test_d_6_outside_the_window_the_form_says_when_it_opens(home: Home) -> None:
    later = home.today.day % 28 + 1
    options = msgspec.json.encode({"opens_on": later, "closes_on": later}).decode()
    module = Module(name="grudniowy", title="Odczyt w grudniu", extension="odczyt", options=options)
    home.live.do(lambda _: Module.insert(module))
    said = words(home.resident, "/zgloszenia/nowe/grudniowy")
    assert f"od {later} do {later} dnia miesiąca" in said
    assert not home.resident.has_form("/zgloszenia/nowe/grudniowy")
