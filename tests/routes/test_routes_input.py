"""Addresses that no page of ours leads to are answered, and never by a failure."""

import inspect
import sys
from collections.abc import Collection

import pytest
from litestar.routes import HTTPRoute

from iok_core.db import bound
from tests.house import House
from tests.routes.judging import assert_safe, shape
from tests.who_may import GETS, MAY, of_objects

MALFORMED = ("abc", "1.5", "1e3", "0x1", "1%00", "1'--", "%F0%9F%8F%A0", "9" * 30, "%2e%2e", "1;2")
NAMES = ("q", "wg", "stan", "zrodlo", "konto", "dzien", "co", "dalej", "lokal", "rok", "strona")
NUMBERS = ("lokal", "rok", "strona")
TO_A_DATABASE = ("%00", "%FF", "9" * 30)
"""What databases take differently, if a page hands it on."""
OTHERS = [
    *(f"miesiac={value}" for value in ("2026-13-45", "0000-00-00", "maj", "9" * 30)),
    *("strona=-1", "strona=0", "rok=-1", "rok=1&rok=2", "lokal=", "nikt=1"),
    *("q=" + "a%20" * 500, "q=%25_%5C", "dalej=//evil.example", "%FF=%FF", "&&=="),
]
ALONE = [
    *(f"{name}={value}" for name in NAMES for value in TO_A_DATABASE),
    *(f"{name}={value}" for name in NUMBERS for value in MALFORMED),
    *OTHERS,
]
TOGETHER = [
    *("&".join(f"{name}={value}" for name in NAMES) for value in TO_A_DATABASE),
    *("&".join(f"{name}={value}" for name in NUMBERS) for value in MALFORMED),
    *OTHERS,
]
"""For lists and forms, which take what they can of an address."""


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)  # such ids reach no database
@pytest.mark.parametrize(("route", "name"), of_objects(MAY))
def test_s01_s65_a_malformed_id_looks_like_no_page(house: House, route: str, name: str) -> None:
    who = min(MAY[route])
    unknown = shape(house.looking(who).http.get("/nie-ma"))
    for value in MALFORMED:
        assert shape(house.ask(route, who, {name: value})) == unknown, value


@pytest.mark.parametrize("route", GETS)
def test_s62_a_malformed_query_is_no_failure(house: House, route: str) -> None:
    who = max(MAY[route])
    browser, address = house.looking(who), house.address(route, who)
    for query in asked_of(house, route):
        answer = browser.http.get(f"{address}?{query}")
        assert answer.status_code < 500, query
        assert_safe(answer)


def asked_of(house: House, route: str) -> Collection[str]:
    """A name that the page declares is tried by itself, lest another one hides it."""
    method, path = route.split()
    (found,) = (one for one in house.live._client.app.routes if one.path_format == path)
    assert isinstance(found, HTTPRoute)
    handler, arguments = found.route_handler_map[method]  # type: ignore[index]
    sqlite = bound().engine_type == "sqlite"
    if "query_params" in inspect.getsource(sys.modules[handler.fn.__module__]):
        return TOGETHER if sqlite else TOGETHER[: len(TO_A_DATABASE)]
    known = {one.field_alias for one in arguments.expected_query_params}
    queries = ALONE if sqlite else ALONE[: len(NAMES) * len(TO_A_DATABASE)]
    alone = [query for query in queries if query.partition("=")[0] in known]
    return [*alone, "&".join(query for query in queries if query not in alone)]
