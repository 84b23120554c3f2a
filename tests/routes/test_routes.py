"""Every route of the portal, asked by everybody: who may, and what the others are told.

A route that is not in the table of tests/who_may.py fails.
"""

import asyncio
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

import httpx
import pytest

from iok_core.db import bound
from iok_core.settings import load
from tests.databases import Database, beside
from tests.house import (
    EVERYBODY,
    RESIDENT,
    RESIDENTS,
    STAFF,
    House,
)
from tests.routes.judging import assert_safe, shape
from tests.who_may import FIELDS, GETS, MAY, OBJECTS, expected, of_objects, one_of_each, told

Walk = Callable[[str], dict[str, httpx.Response]]

EVERY_ROUTE = pytest.mark.parametrize("route", MAY)
NOT_THERE = 7_654_321
NOBODYS = (NOT_THERE, 0, -1)


@pytest.fixture(scope="module")
def walk(house: House) -> Walk:
    """What everybody is answered to a route, with ids of their own; asked once.

    Who may not is told so before the page: on PostgreSQL that is asked of two pages only.
    """

    @cache
    def walked(route: str) -> dict[str, httpx.Response]:
        everybody = bound().engine_type == "sqlite" or route in {"GET /", "GET /biuro/osoby"}
        asking = EVERYBODY if everybody else MAY[route]
        return {who: house.ask(route, who, sent=FIELDS.get(route, {})) for who in sorted(asking)}

    return walked


def test_every_route_is_in_the_table(house: House) -> None:
    assert house.routes == set(MAY)


@EVERY_ROUTE
def test_k02_1_s01_each_visitor_gets_what_the_table_says(walk: Walk, route: str) -> None:
    answers = {who: told(route, answer) for who, answer in walk(route).items()}
    assert answers == {who: expected(route, who) for who in answers}


@EVERY_ROUTE
def test_s60_every_answer_carries_the_safety_headers(walk: Walk, route: str) -> None:
    for answer in walk(route).values():
        assert_safe(answer)


@pytest.mark.parametrize(("route", "name"), of_objects(MAY))
def test_k02_1_s01_s65_an_object_of_others_looks_like_no_page_and_is_audited(
    house: House, route: str, name: str
) -> None:
    kind, action = OBJECTS[name]
    for who in one_of_each(route):
        unknown = shape(house.looking(who).http.get("/nie-ma"))
        for id_ in (*house.foreign(name, who), *NOBODYS):
            before = house.last_entry()
            assert shape(house.ask(route, who, {name: id_})) == unknown
            actor = "staff" if who in STAFF else "resident"
            denied = [row[:5] for row in house.audited(before)]
            assert denied == [(action, kind, id_, "refused", actor)]


@pytest.mark.parametrize("who", sorted(RESIDENTS))
def test_k02_1_s01_premises_of_others_look_like_no_page_and_are_audited(
    house: House, who: str
) -> None:
    browser = house.enter(who)
    unknown = shape(browser.http.get("/nie-ma"))
    assert browser.http.get(f"/?lokal={house.actors[who].own['premises']}").status_code == 200
    for id_ in (*house.foreign("premises", who), NOT_THERE, -1):
        before = house.last_entry()
        assert shape(browser.http.get(f"/?lokal={id_}")) == unknown
        denied = [row[:5] for row in house.audited(before)]
        assert denied == [("object_denied", "premises", id_, "refused", "resident")]


def test_s65_an_unknown_address_says_the_same_to_everybody(house: House) -> None:
    answers = [house.enter(who).http.get("/nie-ma") for who in sorted(EVERYBODY)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({shape(answer)[2] for answer in answers}) == 1
    assert "Nie ma takiej strony" in answers[0].text
    assert re.search(r"Numer błędu: [0-9a-f]{8}\b", answers[0].text)


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
