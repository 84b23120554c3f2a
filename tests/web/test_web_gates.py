"""Every gate against every kind of visitor, and what else may stand at a door."""

from typing import Any

import pytest
from litestar import Request, WebSocket, get, post, websocket
from litestar.exceptions import WebSocketDisconnect

from iok_core.web.gates import (
    ANONYMOUS,
    CONFIRM,
    ENROL,
    OPEN,
    OWN_PASSWORD,
    RESIDENT,
    SIGNED_IN,
    STAFF,
    NotYours,
    fresh,
    staff,
)
from iok_core.web.pages import page
from iok_core.web.paths import internal_path

HTML = {"accept": "text/html"}
JSON = {"accept": "application/json"}
GATES = {
    "/anonymous": ANONYMOUS,
    "/open": OPEN,
    "/signed": SIGNED_IN,
    "/own": OWN_PASSWORD,
    "/resident": RESIDENT,
    "/staff": STAFF,
    "/issue": staff("issue"),
    "/confirm": CONFIRM,
    "/enrol": ENROL,
    "/fresh": fresh(RESIDENT),
}
SIGN_IN, PASSWORD, ACCEPT = "/logowanie", "/haslo/nowe", "/regulamin/akceptacja"
FACTOR, ADD = "/potwierdzenie", "/drugi-krok"
WITHOUT_PAGES = {SIGN_IN: 401, PASSWORD: 403, ACCEPT: 403, FACTOR: 403, ADD: 403}
# visitor: the answers of /signed, /own, /resident, /staff, /issue, /confirm, /enrol, /fresh;
# a path is where they are sent
TABLE: dict[str, tuple[int | str, ...]] = {
    "stranger": (SIGN_IN,) * 8,
    "halfway": (FACTOR, FACTOR, FACTOR, FACTOR, FACTOR, 200, FACTOR, FACTOR),
    "resident": (200, 200, 200, 404, 404, 200, 200, FACTOR),
    "fresh": (200, 200, 200, 404, 404, 200, 200, 200),
    "blocked": (403,) * 8,
    "start password": (200, *(PASSWORD,) * 7),
    "unenrolled": (200, ADD, ADD, ADD, ADD, 200, 200, ADD),
    "not accepted": (200, 200, ACCEPT, ACCEPT, ACCEPT, 200, ACCEPT, ACCEPT),
    "clerk": (200, 200, 404, 200, 403, 200, 200, 404),
    "cashier": (200, 200, 404, 200, 200, 200, 200, 404),
    "new clerk": (200, *(PASSWORD,) * 7),
}


def routes() -> list[Any]:
    made = []
    for path, gate in GATES.items():

        @get(path, gate=gate, sync_to_thread=False)
        def handler() -> str:
            return "in"

        made.append(handler)
    return made


EVERY_VISITOR = pytest.mark.parametrize(("who", "answers"), TABLE.items())


def asked(site: Any, who: str, headers: dict[str, str]) -> dict[str, Any]:
    """What the visitor is answered at each gate."""
    site.enter(who)
    return {path: site.client.get(path, headers=headers) for path in GATES}


@EVERY_VISITOR
def test_each_gate_lets_in_whom_it_should(
    open_site: Any, who: str, answers: tuple[int | str, ...]
) -> None:
    got = asked(open_site(*routes()), who, HTML)
    told = {path: _page_or_status(answer) for path, answer in got.items()}
    assert told == dict(zip(GATES, (200, 200, *answers), strict=True))
    assert {path for path, answer in got.items() if answer.text == "in"} == {
        path for path, answer in told.items() if answer == 200
    }


def _page_or_status(answer: Any) -> int | str:
    sent_to = str(answer.headers.get("location", "")).partition("?")[0]
    return sent_to if answer.status_code == 303 else int(answer.status_code)


@EVERY_VISITOR
def test_a_program_is_told_the_same_in_a_status(
    open_site: Any, who: str, answers: tuple[int | str, ...]
) -> None:
    got = asked(open_site(*routes()), who, JSON)
    statuses = [WITHOUT_PAGES.get(str(one), one) for one in answers]
    assert [answer.status_code for answer in got.values()] == [200, 200, *statuses]
    for answer in got.values():
        if answer.status_code != 200:
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["status"] == answer.status_code


def test_a_blocked_person_reads_why(open_site: Any) -> None:
    site = open_site(*routes())
    site.enter("blocked")
    assert "Zgubiona karta" in site.client.get("/resident", headers=HTML).text


def test_staff_at_the_residents_home_go_to_the_office(open_site: Any) -> None:
    @get("/", gate=RESIDENT, sync_to_thread=False)
    def home() -> str:
        return "home"

    site = open_site(home)
    site.enter("clerk")
    assert site.client.get("/", headers=HTML).headers["location"] == "/biuro"


@pytest.mark.parametrize(
    ("asked", "sent_to"),
    [
        ("/resident", "/logowanie?dalej=/resident"),
        ("/resident?rok=2026&strona=2", "/logowanie?dalej=/resident%3Frok%3D2026%26strona%3D2"),
        ("/", "/logowanie"),
    ],
)
def test_a_stranger_comes_back_to_the_page_they_wanted(
    open_site: Any, asked: str, sent_to: str
) -> None:
    @get(["/", "/resident"], gate=RESIDENT, sync_to_thread=False)
    def handler() -> str:
        return "in"

    assert open_site(handler).client.get(asked, headers=HTML).headers["location"] == sent_to


def test_after_a_lost_session_a_form_leads_back_to_its_page(open_site: Any) -> None:
    @post("/zmien", gate=RESIDENT, sync_to_thread=False)
    def change() -> str:
        return "changed"

    sent = HTML | {
        "origin": "http://testserver.local",
        "referer": "http://testserver.local/dostep?x=1",
    }
    got = open_site(change).client.post("/zmien", headers=sent)
    assert got.headers["location"] == "/logowanie?dalej=/dostep%3Fx%3D1"


@pytest.mark.parametrize(
    "hostile",
    ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:1", "", "a", "/a\nb"],
)
def test_nobody_is_led_out_of_the_portal(hostile: str) -> None:
    assert internal_path(hostile) is None


def test_an_address_within_the_portal_may_be_returned_to() -> None:
    assert internal_path("/rozliczenia?rok=2026") == "/rozliczenia?rok=2026"


@pytest.mark.parametrize("who", ["", "resident", "blocked"])
def test_s15_s61_a_socket_opens_to_nobody_who_brings_no_token(open_site: Any, who: str) -> None:
    """A browser cannot send one with it, and another site's page can open one with our cookie."""

    @websocket("/live", gate=RESIDENT)
    async def live(socket: WebSocket[Any, Any, Any]) -> None:
        await socket.accept()
        await socket.close()

    site = open_site(live)
    site.enter(who)
    with (
        pytest.raises(WebSocketDisconnect) as refused,
        site.client.websocket_connect("/live", headers={"sec-fetch-site": "same-origin"}),
    ):
        pass
    assert refused.value.detail == ("Forbidden" if who else "Unauthorized")


def test_options_opens_nothing(open_site: Any) -> None:
    site = open_site(*routes())
    assert site.client.options("/resident").status_code == 405


@pytest.mark.parametrize("path", ["/open", "/signed", "/own", "/resident", "/staff", "/issue"])
def test_s15_a_failing_admission_opens_no_gate(open_site: Any, door: Any, path: str) -> None:
    site = open_site(*routes())
    site.enter("resident")
    door.failure = RuntimeError("broken")
    assert site.client.get(path).status_code == 500
    door.failure = door.unreachable()
    got = site.client.get(path)
    assert (got.status_code, got.headers["retry-after"]) == (503, "30")


def test_s15_an_admission_that_answers_nobody_opens_no_gate(open_site: Any, door: Any) -> None:
    site = open_site(*routes())
    door.visitors = {"resident": None}
    site.enter("resident")
    assert site.client.get("/resident").status_code == 500


def test_static_files_and_health_ask_nobody_who_you_are(open_site: Any, door: Any) -> None:
    site = open_site(*routes())
    door.failure = door.unreachable()
    assert site.client.get("/anonymous").status_code == 200
    assert door.calls == 0


def test_the_visitor_is_resolved_once_for_a_page(open_site: Any, door: Any) -> None:
    @get("/page", gate=RESIDENT)
    async def handler(request: Request[Any, Any, Any]) -> Any:
        return page(request, "hello.html")

    site = open_site(handler)
    site.enter("resident")
    assert "Łucja" in site.client.get("/page").text
    assert door.calls == 1


def test_s01_s65_a_foreign_object_looks_like_an_unknown_address(open_site: Any) -> None:
    @get("/konto/{number:int}", gate=RESIDENT, sync_to_thread=False)
    def account(request: Request[Any, Any, Any]) -> str:
        raise NotYours("account", request.path_params["number"])

    site = open_site(account)
    site.enter("resident")
    foreign, unknown = site.client.get("/konto/12"), site.client.get("/nieznane")
    malformed = site.client.get("/konto/abc")
    assert foreign.status_code == 404
    assert _without_id(foreign) == _without_id(unknown) == _without_id(malformed)
    assert site.denied == [(3, "account", 12)]


def test_s65_a_staff_page_looks_like_an_unknown_address_to_a_resident(open_site: Any) -> None:
    site = open_site(*routes())
    site.enter("resident")
    assert _without_id(site.client.get("/staff")) == _without_id(site.client.get("/nieznane"))


def test_s15_a_denial_that_cannot_be_recorded_is_no_answer(open_site: Any) -> None:
    async def fails(*_: object) -> None:
        raise RuntimeError("the audit is closed")

    @get("/konto", gate=RESIDENT, sync_to_thread=False)
    def account() -> str:
        raise NotYours("account", 1)

    site = open_site(account, on_denied=fails)
    site.enter("resident")
    assert site.client.get("/konto").status_code == 500


def _without_id(answer: Any) -> tuple[Any, ...]:
    before, _, rest = answer.text.partition("<i>")
    error_id, _, after = rest.partition("</i>")
    assert len(error_id) == 8
    return answer.status_code, sorted(answer.headers.items()), before, after
