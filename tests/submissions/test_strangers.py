"""K16-1, K16-5: who cannot sign in writes to the office all the same."""

from collections.abc import Iterator

import httpx
import pytest

import iok_core
from iok_core.identity.service import Role
from iok_core.portal import Portal
from iok_core.submissions.kinds import Refusal
from iok_core.submissions.strangers import Told, take
from tests.databases import on_sqlite
from tests.offices import office
from tests.portal import LivePortal
from tests.portals import Portals

PAGE = "/problem-z-logowaniem"
TOLD = {
    "name": "Zenobia Kanarkowa",
    "contact": "600 100 200",
    "text": "Po wpisaniu hasła\nwidzę pustą stronę",
}


@pytest.fixture
def served(portals: Portals, database_kind: str) -> Iterator[LivePortal]:
    with office(portals, database_kind, "a-semicolon-cp1250") as office_:
        yield office_.live


def send(live: LivePortal, **given: str) -> httpx.Response:
    browser = live.browser()
    browser.open(f"{PAGE}?strona=/logowanie&blad=0badcafe")
    return browser.submit(PAGE, **(TOLD | given))


def test_k16_1_k16_5_what_a_stranger_writes_has_a_number_and_is_answered_from_the_queue(
    served: LivePortal,
) -> None:
    stranger = served.browser()
    assert PAGE in stranger.open("/logowanie").text
    shown = stranger.open(f"{PAGE}?strona=/logowanie&blad=0badcafe").text
    assert stranger.submit(PAGE, **TOLD).status_code == 303
    told = stranger.follow().text
    assert "Numer zgłoszenia: 1/20" in told
    clerk = served.browser_of(served.clerk())
    assert "Zenobia Kanarkowa" in clerk.open("/biuro/zgloszenia?stan=otwarte").text
    case = clerk.open("/biuro/zgloszenia/1").text
    for said in ("Zenobia Kanarkowa", "600 100 200", "pustą stronę", "bez logowania"):
        assert said in case
    for attached in (iok_core.__version__, "/logowanie", "0badcafe"):
        assert attached in shown
        assert attached in case
    clerk.submit("/biuro/zgloszenia/1/odpowiedz", text="Oddzwonione", state="done")
    assert "Zapisano." in clerk.follow().text
    assert served.rows("SELECT state FROM submission") == [("done",)]
    assert served.rows("SELECT kind FROM event WHERE kind LIKE 'submission%'") == [
        ("submission_sent",)
    ]


@on_sqlite
def test_k16_1_a_form_sent_twice_is_one_submission(served: LivePortal) -> None:
    browser = served.browser()
    browser.open(PAGE)
    fields = browser.form(PAGE)
    answers = [browser.submit(PAGE, **(fields | TOLD)) for _ in range(2)]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert served.rows("SELECT count(*) FROM submission") == [(1,)]


@on_sqlite
def test_k16_1_more_than_a_network_may_is_refused_and_stays_typed(served: LivePortal) -> None:
    for _ in range(5):
        assert send(served).status_code == 303
    refused = send(served)
    assert refused.status_code == 429
    assert "Retry-After" in refused.headers
    assert "pustą stronę" in refused.text
    networks = served.rows("SELECT DISTINCT network FROM submission")
    assert len(networks) == 1
    assert len(networks[0][0]) == 64  # a hash, never the network


@on_sqlite
def test_k16_1_more_than_all_networks_may_is_refused(served: LivePortal) -> None:
    told = Told(name="Anna", said=[], attached=[])

    async def flood(portal: Portal) -> list[Refusal | None]:
        ctx = portal.submissions
        return [await take(ctx, told, f"{one:032x}", f"10.0.{one}.0/24") for one in range(61)]

    assert served.do(flood) == [*[None] * 60, Refusal.TOO_MANY]


@on_sqlite
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Wpisz imię i nazwisko"),
        ({"contact": "jutro"}, "Wpisz numer telefonu albo adres e-mail"),
        ({"text": ""}, "Napisz, co się dzieje"),
        ({"text": "Mój PESEL 44051401359"}, "Usuń PESEL albo numer dokumentu tożsamości"),
        ({"_wyslanie": "x"}, "Otwórz tę stronę jeszcze raz"),
    ],
)
def test_k16_1_what_is_wrong_is_told_and_what_was_typed_stays(
    served: LivePortal, wrong: dict[str, str], said: str
) -> None:
    answer = send(served, **wrong)
    assert answer.status_code == 422
    assert said in answer.text.replace("\xa0", " ")
    assert "600 100 200" in answer.text or "contact" in wrong
    assert served.rows("SELECT count(*) FROM submission") == [(0,)]


@on_sqlite
def test_k16_5_nothing_but_a_page_a_time_and_an_error_number_is_attached(
    served: LivePortal,
) -> None:
    send(served, _strona="/x?saldo=123", _blad="Kowalski 12,50", _kiedy="<b>")
    ((attached,),) = served.rows("SELECT attached FROM submission")
    assert attached == f'[["Wersja portalu","{iok_core.__version__}"]]'


@on_sqlite
def test_k16_1_somebody_signed_in_is_led_to_their_own_form(served: LivePortal) -> None:
    browser = served.browser_of(served.resident())
    assert browser.open(PAGE).headers["location"] == "/zgloszenia/nowe/wiadomosc"


@on_sqlite
def test_k16_1_an_error_page_leads_to_it_with_its_number(served: LivePortal) -> None:
    text = served.browser().open("/nie-ma-takiej").text
    number = text.partition("Numer błędu:")[2].split("<")[0].strip()
    assert f"{PAGE}?strona=/nie-ma-takiej&amp;blad={number}" in text


@on_sqlite
def test_k16_1_settlements_and_other_strangers_read_none_of_it(served: LivePortal) -> None:
    where = send(served).headers["location"]
    assert "1/20" in served.browser().open(where).text  # whoever has the token
    other = served.browser().open(f"{where[:-1]}x")
    assert other.headers["location"] == PAGE
    settlements = served.browser_of(served.clerk(Role.SETTLEMENTS))
    assert settlements.open("/biuro/zgloszenia/1").status_code == 404
