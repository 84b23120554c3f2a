"""Every route of the portal, asked by everybody: who may, and what the others are told.

A route that is not in the table of tests/who_may.py fails.
"""

import asyncio
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache

import httpx
import pytest

from iok_core.settings import load
from tests.databases import ENGINES, Cluster, Database, beside
from tests.house import (
    BLOCKED,
    EVERYBODY,
    NEIGHBOUR,
    NEWCOMER,
    RESIDENT,
    RESIDENTS,
    STAFF,
    STRANGER,
    UNDECIDED,
    House,
    inhabited,
)
from tests.portal import Browser
from tests.who_may import FIELDS, LEADS_ON, MAY, OBJECTS

Walk = Callable[[str], dict[str, httpx.Response]]

EVERY_ROUTE = pytest.mark.parametrize("route", MAY)
GETS = [route for route in MAY if route.startswith("GET")]
POSTS = [route for route in MAY if route.startswith("POST")]

NOT_THERE = 7_654_321
NOBODYS = (NOT_THERE, 0, -1)
MALFORMED = ("abc", "1.5", "1e3", "0x1", "1%00", "1'--", "%F0%9F%8F%A0", "9" * 30, "%2e%2e", "1;2")
QUERIES = [
    *(f"{name}={value}" for name in ("lokal", "rok", "strona") for value in MALFORMED),
    *(f"miesiac={value}" for value in ("2026-13-45", "0000-00-00", "maj", "9" * 30)),
    *("strona=-1", "strona=0", "rok=-1", "rok=1&rok=2", "lokal=", "q=%00", "q=%FF", "nikt=1"),
    *("q=" + "a%20" * 500, "q=%25_%5C", "dalej=//evil.example", "dalej=%FF", "%FF=%FF", "&&=="),
]
SAFETY = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; manifest-src 'self'",
    "strict-transport-security": "max-age=63072000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
PUBLIC = re.compile(r"/static/|/pdf$|/healthz$|/readyz$")
FOREIGN_HEADERS: list[dict[str, str]] = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"referer": "https://evil.example/"},
    {},
]


@pytest.fixture(scope="module", params=ENGINES)
def house(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("routes") / "lipowa"
    if request.param == "sqlite":
        with inhabited(folder) as house:
            yield house
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    with (
        cluster.database() as name,
        inhabited(folder, cluster.two_roles(name)) as house,
    ):
        yield house


@pytest.fixture(scope="module")
def walk(house: House) -> Walk:
    """What everybody is answered to a route, with ids of their own; asked once."""

    @cache
    def walked(route: str) -> dict[str, httpx.Response]:
        return {who: house.ask(route, who, sent=FIELDS.get(route, {})) for who in sorted(EVERYBODY)}

    return walked


def expected(route: str, who: str) -> str:
    may = MAY[route]
    if who in may:
        return "in"
    if who == STRANGER:
        return "sign in"
    if who == BLOCKED:
        return "blocked"
    if who == NEWCOMER:
        return "own password"
    if who == UNDECIDED:
        return "accept"
    if route == "GET /":
        return "office"
    return "not open" if who in STAFF and STAFF.issuperset(may) else "no such page"


def told(route: str, answer: httpx.Response) -> str:
    """What an answer comes to for whoever asked."""
    if "Twój dostęp jest zablokowany" in answer.text:
        return "blocked" if answer.status_code == 403 else "wrongly blocked"
    if answer.status_code != 303:
        return {403: "not open", 404: "no such page", 200: "in", 422: "in"}[answer.status_code]
    place = answer.headers["location"].partition("?")[0]
    if place in LEADS_ON.get(route, ()):
        return "in"
    gates = {"/logowanie": "sign in", "/haslo/nowe": "own password", "/biuro": "office"}
    return gates.get(place) or ("accept" if place == "/regulamin/akceptacja" else "in")


def shape(answer: httpx.Response) -> tuple[int, list[str], str]:
    """All that somebody could tell answers apart by."""
    body = re.sub(r"Numer błędu: [0-9a-f]{8}\b", "Numer błędu: …", answer.text)
    return answer.status_code, sorted(answer.headers), body


def of_objects(routes: Iterable[str]) -> list[tuple[str, str]]:
    """Each route that names somebody's object, and its parameter."""
    return [(route, name) for route in routes for name in OBJECTS if f"{{{name}}}" in route]


def test_every_route_is_in_the_table(house: House) -> None:
    assert house.routes == set(MAY)


@EVERY_ROUTE
def test_k02_1_s01_each_visitor_gets_what_the_table_says(walk: Walk, route: str) -> None:
    answers = {who: told(route, answer) for who, answer in walk(route).items()}
    assert answers == {who: expected(route, who) for who in sorted(EVERYBODY)}


@EVERY_ROUTE
def test_s60_every_answer_carries_the_safety_headers(walk: Walk, route: str) -> None:
    for answer in walk(route).values():
        assert_safe(answer)


def assert_safe(answer: httpx.Response) -> None:
    got = answer.headers
    assert {name: got.get_list(name) for name in SAFETY} == {
        name: [value] for name, value in SAFETY.items()
    }
    assert "camera=()" in got["permissions-policy"]
    if answer.status_code >= 300 or not PUBLIC.search(answer.url.path):
        assert got["cache-control"] == "no-store"


@pytest.mark.parametrize(("route", "name"), of_objects(MAY))
def test_k02_1_s01_s65_an_object_of_others_looks_like_no_page_and_is_audited(
    house: House, route: str, name: str
) -> None:
    kind, action = OBJECTS[name]
    for who in sorted(MAY[route]):
        unknown = shape(house.enter(who).http.get("/nie-ma"))
        for id_ in (*house.foreign(name, who), *NOBODYS):
            before = len(house.audited())
            assert shape(house.ask(route, who, {name: id_})) == unknown
            actor = "staff" if who in STAFF else "resident"
            denied = [row[:5] for row in house.audited()[before:]]
            assert denied == [(action, kind, id_, "refused", actor)]


@pytest.mark.parametrize("who", sorted(RESIDENTS))
def test_k02_1_s01_premises_of_others_look_like_no_page_and_are_audited(
    house: House, who: str
) -> None:
    browser = house.enter(who)
    unknown = shape(browser.http.get("/nie-ma"))
    assert browser.http.get(f"/?lokal={house.actors[who].own['premises']}").status_code == 200
    for id_ in (*house.foreign("premises", who), NOT_THERE, -1):
        assert shape(browser.http.get(f"/?lokal={id_}")) == unknown
        assert house.audited()[-1][:5] == (
            "object_denied",
            "premises",
            id_,
            "refused",
            "resident",
        )


@pytest.mark.parametrize(("route", "name"), of_objects(MAY))
@pytest.mark.parametrize("value", MALFORMED)
def test_s01_s65_a_malformed_id_looks_like_no_page(
    house: House, route: str, name: str, value: str
) -> None:
    who = min(MAY[route])
    unknown = shape(house.enter(who).http.get("/nie-ma"))
    assert shape(house.ask(route, who, {name: value})) == unknown


def test_s65_an_unknown_address_says_the_same_to_everybody(house: House) -> None:
    answers = [house.enter(who).http.get("/nie-ma") for who in sorted(EVERYBODY)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({shape(answer)[2] for answer in answers}) == 1
    assert "Nie ma takiej strony" in answers[0].text
    assert re.search(r"Numer błędu: [0-9a-f]{8}\b", answers[0].text)


@pytest.mark.parametrize("route", GETS)
def test_s61_a_get_changes_nothing(house: House, route: str) -> None:
    ways = [(house.enter(who), house.address(route, who)) for who in sorted(EVERYBODY)]
    for _, name in of_objects([route]):
        ways.append((house.enter(RESIDENT), house.address(route, RESIDENT, {name: NOT_THERE})))
    before = house.state()
    for browser, address in ways:
        browser.http.get(address)
    assert house.state() == before


@pytest.mark.parametrize("route", POSTS)
def test_s61_a_form_without_its_own_token_changes_nothing(house: House, route: str) -> None:
    for who in sorted(set(MAY[route]) - {STRANGER}):
        browser, address = house.enter(who), house.address(route, who)
        tokens = ["", "x", house.token(house.enter(who)), house.token(house.enter(NEIGHBOUR))]
        before = house.state(), house.audited()
        answers = [
            browser.http.post(address, data=FIELDS.get(route, {})),
            *(
                browser.http.post(address, data={"_csrf": token, **FIELDS.get(route, {})})
                for token in tokens
            ),
        ]
        assert_refused(answers)
        assert (house.state(), house.audited()) == before


@pytest.mark.parametrize("route", POSTS)
def test_s61_a_form_of_another_site_changes_nothing(house: House, route: str) -> None:
    for who in sorted(MAY[route]):
        browser, address = house.enter(who), house.address(route, who)
        sent = FIELDS.get(route, {})
        if who != STRANGER:
            sent = sent | {"_csrf": house.token(browser)}
        before = house.state(), house.audited()
        assert_refused(from_elsewhere(browser, address, sent))
        assert (house.state(), house.audited()) == before


def from_elsewhere(
    browser: Browser, address: str, sent: dict[str, str]
) -> Iterator[httpx.Response]:
    for headers in FOREIGN_HEADERS:
        request = browser.http.build_request("POST", address, data=sent)
        del request.headers["sec-fetch-site"]
        request.headers.update(headers)
        yield browser.http.send(request)


def assert_refused(answers: Iterable[httpx.Response]) -> None:
    for answer in answers:
        assert answer.status_code == 403
        assert "Ten formularz nie jest już ważny" in answer.text
        assert_safe(answer)


@EVERY_ROUTE
def test_s61_no_other_method_does_anything(house: House, route: str) -> None:
    known = {known.split()[0] for known in MAY if known.split()[1] == route.split()[1]}
    browser, address = house.enter(RESIDENT), house.address(route, RESIDENT)
    sent = {"_csrf": house.token(browser)}
    before = house.state(), house.audited()
    for method in {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE"} - known:
        answer = browser.http.request(method, address, data=sent)
        assert answer.status_code == 405, method
        assert_safe(answer)
    assert (house.state(), house.audited()) == before


@pytest.mark.parametrize("route", GETS)
def test_s62_a_malformed_query_is_no_failure(house: House, route: str) -> None:
    who = max(MAY[route])
    browser, address = house.enter(who), house.address(route, who)
    for query in QUERIES:
        answer = browser.http.get(f"{address}?{query}")
        assert answer.status_code < 500, query
        assert_safe(answer)


def test_s15_when_sessions_cannot_be_looked_up_nothing_opens(house: House) -> None:
    """Not even a page for everybody: who asks is not known."""
    asked = {route: house.address(route, RESIDENT) for route in GETS}
    browser = house.enter(RESIDENT)
    with without_sessions(house):
        answers = {route: browser.http.get(address) for route, address in asked.items()}
    opened = {route for route, answer in answers.items() if answer.status_code < 500}
    assert opened == {"GET /healthz", "GET /readyz", "GET /static/{version}/{name}"}
    for answer in answers.values():
        assert_safe(answer)


@contextmanager
def without_sessions(house: House) -> Iterator[None]:
    """Renamed by whoever owns the tables."""
    settings = load(house.live.folder, {})
    url = settings.database.owner_url or settings.database_url

    async def rename(old: str, new: str) -> None:
        async with beside(Database(engine="", url=url)) as owner:
            if url.startswith("sqlite"):  # references stay as they are
                await owner.changed("PRAGMA legacy_alter_table = ON", ())
            await owner.changed(f"ALTER TABLE {old} RENAME TO {new}", ())

    asyncio.run(rename("session", "session_gone"))
    try:
        yield
    finally:
        asyncio.run(rename("session_gone", "session"))
