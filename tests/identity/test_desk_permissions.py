"""Who at the office may do what, and that nothing they do goes unrecorded."""

import pytest

from iok_core.identity.permissions import Role
from tests.databases import on_sqlite
from tests.identity.at_the_desk import (
    POSTS,
    ROUTES,
    Desk,
    Route,
    acts,
    audit_refuses,
    staff_handlers,
)
from tests.portal import OWN_PASSWORD, LivePortal

pytestmark = on_sqlite  # rights are no affair of the database
EVERYBODY = {"GET /biuro"}
RESIDENTS = {"GET /biuro/kontrahenci/{party}", "GET /biuro?q=lipowa"}
ACCESSES = {
    "GET /biuro/osoby",
    "GET /biuro/osoby.csv",
    "GET /biuro/osoby/{person}/blokady",
    "GET /biuro/blokady",
    "GET /biuro/blokady.csv",
}
ISSUES = {
    "POST /biuro/kontrahenci/{party}/osoby",
    "GET /biuro/osoby/{person}/dostep",
    "POST /biuro/osoby/{person}/dostep",
    "GET /biuro/osoby/{person}/dostep/potwierdzenie",
    "POST /biuro/osoby/{person}/dostep/potwierdzenie",
    "POST /biuro/osoby/{person}/dostep/wreczenie",
    "GET /biuro/kontrahenci/{party}/osoby/{person}",
    "POST /biuro/kontrahenci/{party}/osoby/{person}",
    "GET /biuro/wydania",
    "GET /biuro/wydania/nowe",
    "POST /biuro/wydania/nowe",
    "GET /biuro/wydania/{issue_batch}",
    "GET /biuro/wydania/{issue_batch}/lista",
    "POST /biuro/wydania/{issue_batch}/wreczenie",
}
MANAGES = {"GET /biuro/osoby/{person}/pracownik", "POST /biuro/osoby/{person}/pracownik"}
BLOCKS = {
    "GET /biuro/osoby/{person}/blokady/nowa",
    "POST /biuro/osoby/{person}/blokady/nowa",
    "GET /biuro/blokady/{block}/pismo",
    "GET /biuro/blokady/{block}/zdejmij",
    "POST /biuro/blokady/{block}/zdejmij",
    "GET /biuro/blokady/{block}/sprzeciw",
    "POST /biuro/blokady/{block}/sprzeciw",
    "POST /biuro/blokady/{block}/sprzeciw/decyzja",
}
IMPORTS = {"GET /biuro/importy", "GET /biuro/importy/{run}"}
RUNS = {"POST /biuro/importy"}
MAY = {
    Role.DESK: EVERYBODY | RESIDENTS | ACCESSES | ISSUES | BLOCKS,
    Role.SETTLEMENTS: EVERYBODY | RESIDENTS | ACCESSES | IMPORTS | RUNS,
    Role.TECHNICAL: EVERYBODY | RESIDENTS,
    Role.BOARD: EVERYBODY | IMPORTS,
    Role.ADMINISTRATOR: EVERYBODY
    | RESIDENTS
    | ACCESSES
    | ISSUES
    | MANAGES
    | BLOCKS
    | IMPORTS
    | RUNS,
}
ISSUING = next(route for route in ROUTES if route.audited == "access_issue")
PURPOSES = {"/dostep": "access", "/blokady": "blocks"}
PAPER = (".csv", "/lista", "/potwierdzenie", "/wydania/nowe", "/pismo")
"""Ends of addresses that answer with a file, or lead on."""
SEARCH = Route("GET", "/biuro?q=lipowa")


@pytest.fixture
def desk(live: LivePortal) -> Desk:
    return Desk(live)


def test_the_table_of_routes_holds_every_route_of_the_desk(live: LivePortal) -> None:
    """Those of other subjects and of staff itself stand in tests/who_may.py, as these do."""
    of_the_desk = {
        (method, path)
        for method, path, handler in staff_handlers(live)
        if handler.fn.__module__.split(".")[1] in ("identity", "blocking")
        and not path.startswith(("/biuro/pracownicy", "/biuro/sesje"))
    }
    listed = {(route.method, route.path) for route in ROUTES}
    assert of_the_desk == {one for one in listed if not one[1].startswith("/biuro/importy")}


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_what_it_may_and_nothing_else(desk: Desk, role: Role) -> None:
    browser = desk.browser_of(role)
    opened = {
        f"{route.method} {route.path}"
        for route in (*ROUTES, SEARCH)
        if desk.send(browser, route).status_code in (200, 303)
    }
    assert opened == MAY[role]


def test_who_may_not_see_residents_gets_no_search_box(desk: Desk) -> None:
    browser = desk.browser_of(Role.BOARD)
    assert 'name="q"' not in browser.open("/biuro").text
    assert browser.open("/biuro?q=lipowa").status_code == 403


def test_who_may_see_residents_has_the_search_box_on_every_page(desk: Desk) -> None:
    browser = desk.browser_of(Role.ADMINISTRATOR)
    gets = [desk.fill(route.path) for route in ROUTES if route.method == "GET"]
    pages = [path for path in gets if not path.endswith(PAPER)]
    assert [path for path in pages if 'name="q"' not in browser.open(path).text] == []


def test_who_may_see_no_accesses_reads_of_a_payer_what_they_hold_and_no_identifier(
    desk: Desk,
) -> None:
    desk.send(desk.browser_of(Role.DESK), POSTS[1])
    identifier = desk.live.rows("SELECT identifier FROM identity WHERE person IS NOT NULL")[0][0]
    spaced = f"{identifier[:3]}\u00a0{identifier[3:]}"
    told = {
        role: spaced in desk.browser_of(role).open(f"/biuro/kontrahenci/{desk.party}").text
        for role in (Role.DESK, Role.TECHNICAL)
    }
    assert told == {Role.DESK: True, Role.TECHNICAL: False}


def test_the_first_page_tells_each_role_only_of_what_it_may_see(desk: Desk) -> None:
    browser = desk.browser_of(Role.DESK)
    desk.send(browser, ISSUING)
    told = {
        role: (
            "Maria Ćwikłowska" in (text := desk.browser_of(role).open("/biuro").text),
            f"/biuro/importy/{desk.run}" in text,
        )
        for role in Role
    }
    assert told == {
        Role.DESK: (True, False),
        Role.SETTLEMENTS: (True, True),
        Role.TECHNICAL: (False, False),
        Role.BOARD: (False, True),
        Role.ADMINISTRATOR: (True, True),
    }


def test_a_resident_finds_no_office(desk: Desk, live: LivePortal) -> None:
    browser = live.browser_of(live.resident())
    browser.open("/dostep")
    token = browser._forms["/wyloguj"]["_csrf"]
    answers = [
        browser.http.request(
            route.method, desk.fill(route.path), data={"_csrf": token, **route.form}
        ).status_code
        for route in ROUTES
    ]
    assert answers == [404] * len(ROUTES)


def test_a_stranger_is_asked_to_sign_in(desk: Desk, live: LivePortal) -> None:
    browser = live.browser()
    places = {
        browser.http.request(route.method, desk.fill(route.path), data=route.form).headers[
            "location"
        ].partition("?")[0]
        for route in ROUTES
    }  # fmt: skip
    assert places == {"/logowanie"}


@pytest.mark.parametrize("route", POSTS, ids=lambda route: route.path)
def test_every_act_of_the_staff_stands_in_the_audit(desk: Desk, route: Route) -> None:
    clerk = desk.live.clerk(Role.ADMINISTRATOR)
    desk.ready(route)
    before = desk.live.do(acts)
    desk.send(desk.live.browser_of(clerk), route)
    assert desk.live.do(acts) != before
    assert [result for _, _, result, _ in desk.audit_of(clerk, route.audited)] == ["done"]


@pytest.mark.parametrize("route", POSTS, ids=lambda route: route.path)
def test_no_act_is_done_that_the_audit_does_not_take(desk: Desk, route: Route) -> None:
    browser = desk.browser_of(Role.ADMINISTRATOR)
    desk.ready(route)
    before = desk.live.do(acts)
    desk.live.do(audit_refuses)
    assert desk.send(browser, route).status_code >= 500
    assert desk.live.do(acts) == before


@pytest.mark.parametrize(
    "route", [r for r in ROUTES if r.audited.endswith("_view")], ids=lambda route: route.path
)
def test_nobody_looks_at_a_person_unrecorded(desk: Desk, route: Route) -> None:
    clerk = desk.live.clerk()
    browser = desk.live.browser_of(clerk)
    assert "Maria Ćwikłowska" in desk.send(browser, route).text
    purpose = next((why for part, why in PURPOSES.items() if part in route.path), "")
    person = ("person", desk.person, "done")
    looked = {
        "party_view": ("party", desk.party, "done", "{}"),
        "person_view": (*person, f'{{"purpose":"{purpose}"}}' if purpose else "{}"),
        "persons_view": (*person, '{"rows":1}'),  # who stands alone on a list was looked at
        "blocks_view": (*person, '{"rows":1}'),
    }
    assert desk.audit_of(clerk, route.audited) == [looked[route.audited]]
    desk.live.do(audit_refuses)
    assert "Ćwikłowska" not in desk.send(browser, route).text


# S09: nobody at the office sets or learns a lasting password of somebody else


@pytest.mark.parametrize("route", POSTS, ids=lambda route: route.path)
def test_s09_no_route_of_the_staff_takes_a_password(desk: Desk, route: Route) -> None:
    resident = desk.live.resident()
    browser = desk.browser_of(Role.ADMINISTRATOR)
    desk.ready(route)
    before = desk.live.do(acts)
    for name in ("password", "new", "repeat", "old", "start_password", "haslo"):
        assert desk.send(browser, route, **{name: "konie jedzą zielony mech"}).status_code == 400
    assert desk.live.do(acts) == before
    assert resident.password == OWN_PASSWORD
    assert desk.live.browser_of(resident).open("/dostep").status_code == 200


def test_s09_the_only_password_that_staff_type_is_their_own(desk: Desk) -> None:
    browser = desk.browser_of(Role.ADMINISTRATOR)
    pages = {
        desk.fill(route.path): desk.send(browser, route).text
        for route in ROUTES
        if route.method == "GET"
    }
    assert [path for path, text in pages.items() if 'type="password"' in text] == []
    assert 'type="password"' in browser.open("/haslo").text
