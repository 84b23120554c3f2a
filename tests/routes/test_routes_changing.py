"""Nothing is changed but by a form of ours, sent with its own token (S61).

What refuses comes before any database, so one of them is enough.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import httpx
import pytest

from iok_core.audit.service import AuditLog
from iok_core.identity.permissions import Role
from tests.browsing import Browser
from tests.house import NEIGHBOUR, RESIDENT, STRANGER, House
from tests.routes import acts, block_acts, board_acts, regulation_acts, submission_acts
from tests.routes.judging import assert_safe
from tests.who_may import (
    FIELDS,
    GETS,
    MAY,
    POSTS,
    of_objects,
    one_of_each,
    refused_in_turn,
)

pytestmark = [
    pytest.mark.parametrize("house", ["sqlite"], indirect=True),
    pytest.mark.usefixtures("watched"),
]

ACTS = {
    **acts.ACTS,
    **block_acts.ACTS,
    **board_acts.ACTS,
    **regulation_acts.ACTS,
    **submission_acts.ACTS,
}
SEEN = {
    "GET /ogloszenia/{announcement}": {"announcement_sight"},
    "GET /ogloszenia/zalaczniki/{attachment}": {"attachment_sight"},
    "GET /dokumenty/{document}": {"document_sight"},
}
"""Where it is noted, beside the audit, that somebody has been shown something."""
NOT_THERE = 7_654_321
FOREIGN_HEADERS: list[dict[str, str]] = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"referer": "https://evil.example/"},
    {},
]


@pytest.fixture(scope="module")
def watched(house: House) -> None:
    house.watch()


@pytest.mark.parametrize("route", GETS)
def test_s61_a_get_changes_nothing(house: House, route: str) -> None:
    """Who may not open it is refused before the page: one for each route, all kinds in turn."""
    asking = [*sorted(MAY[route]), *refused_in_turn(route)[:1]]
    ways = [(house.looking(who), house.address(route, who)) for who in asking]
    for _, name in of_objects([route]):
        ways.append((house.looking(RESIDENT), house.address(route, RESIDENT, {name: NOT_THERE})))
    house.written()
    for browser, address in ways:
        browser.http.get(address)
    assert house.written() <= {"audit", *SEEN.get(route, ())}


@pytest.mark.parametrize("route", [route for route in GETS if "/biuro" in route])
def test_k15_2_who_reads_of_residents_at_the_office_leaves_a_row(house: House, route: str) -> None:
    """Of whom it is, where the page is of one; what a page shows is looked for by its words."""
    names = [name for (name,) in house.live.rows("SELECT name FROM person WHERE NOT cooperative")]
    before = house.last_entry()
    answer = house.ask(route, Role.ADMINISTRATOR)
    rows = house.audited(before)
    if any(name in answer.text for name in names):
        assert [row[4] for row in rows] == ["staff"]
        assert rows[0][0].endswith(("_view", "_export"))
    if kind := next((one for one in ("person", "party") if f"{{{one}}}" in route), None):
        own = house.actors[Role.ADMINISTRATOR].own[kind]
        assert [row[1:3] for row in rows] == [(kind, own)]


@pytest.mark.parametrize("route", POSTS)
def test_s61_a_form_without_its_own_token_changes_nothing(house: House, route: str) -> None:
    sent = FIELDS.get(route, {})
    foreign = house.token(house.enter(NEIGHBOUR))
    ways = [
        (
            house.enter(who),
            house.address(route, who),
            ["", "x", house.token(house.enter(who)), foreign],
        )
        for who in one_of_each(route)
        if who != STRANGER
    ]
    house.written()
    for browser, address, tokens in ways:
        assert_refused([browser.http.post(address, data=sent)])
        assert_refused(browser.http.post(address, data={"_csrf": t, **sent}) for t in tokens)
    assert house.written() == set()


@pytest.mark.parametrize("route", POSTS)
def test_s61_a_form_of_another_site_changes_nothing(house: House, route: str) -> None:
    ways = []
    for who in one_of_each(route):
        browser = house.enter(who)
        token = {} if who == STRANGER else {"_csrf": house.token(browser)}
        ways.append((browser, house.address(route, who), FIELDS.get(route, {}) | token))
    house.written()
    for way in ways:
        assert_refused(from_elsewhere(*way))
    assert house.written() == set()


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


@pytest.mark.parametrize("path", sorted({route.split()[1] for route in MAY}))
def test_s61_no_other_method_does_anything(house: House, path: str) -> None:
    known = {route.split()[0] for route in MAY if route.split()[1] == path}
    route = f"{min(known)} {path}"
    browser, address = house.enter(RESIDENT), house.address(route, RESIDENT)
    sent = {"_csrf": house.token(browser)}
    house.written()
    for method in {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE"} - known:
        answer = browser.http.request(method, address, data=sent)
        assert answer.status_code == 405, method
        assert_safe(answer)
    assert house.written() == set()


def test_aud1_every_way_to_change_something_at_the_office_is_among_the_acts() -> None:
    of_staff = {route for route in POSTS if "/biuro" in route}
    assert of_staff == set(ACTS)


@pytest.mark.parametrize("route", ACTS)
def test_aud1_an_act_of_staff_is_one_row_and_without_it_has_not_happened(
    house: House, route: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    act, browser = ACTS[route], house.enter(Role.ADMINISTRATOR)
    ids = act.before(house) if act.before else {}
    address = house.address(route, Role.ADMINISTRATOR, ids)
    browser.open(act.form.format(address=address, **ids))
    more = {name.format(**ids): value.format(**ids) for name, value in act.sent.items()}
    sent = {**filled_in(browser, address), **more}
    files = {"plik": ("plik.pdf", act.file)} if act.file else None
    sent.pop("plik", None)
    before = house.last_entry()
    house.written()
    with monkeypatch.context() as patch:
        patch.setattr(AuditLog, "_append", losing_it)
        assert browser.http.post(address, data=sent, files=files).status_code == 500
    assert house.written() == set()
    assert browser.http.post(address, data=sent, files=files).status_code in (200, 303)
    assert house.written() > {"audit"}
    rows = house.audited(before)
    assert [row[0] for row in rows] == [*act.leaves]
    assert {(row[3], row[4]) for row in rows} == {("done", "staff")}


async def losing_it(*_: Any) -> None:
    """As if the row could not be written, when all else is."""
    raise RuntimeError


def filled_in(browser: Browser, address: str) -> Mapping[str, str]:
    """The form of the page as it stands, or the token of another one of the same session."""
    action = address if browser.has_form(address) else "/wyloguj"
    return browser.form(action)
