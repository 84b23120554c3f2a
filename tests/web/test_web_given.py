"""Parts of the portal that a page asks for by name."""

import pytest
from litestar import Litestar, get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.testing import TestClient

from iok_core.web.given import with_parts


@get("/awaited", gate=None)
async def awaited(clock: NamedDependency[str], asked: FromQuery[int] = 3) -> str:
    return f"{clock} {asked}"


@get("/at-once", gate=None, sync_to_thread=False)
def at_once(clock: NamedDependency[str]) -> str:
    return clock


@pytest.mark.parametrize(
    ("address", "told"),
    [("/awaited", "noon 3"), ("/awaited?asked=7", "noon 7"), ("/at-once?clock=night", "noon")],
)
def test_a_page_is_given_the_part_that_has_its_arguments_name(address: str, told: str) -> None:
    routes = [with_parts(route, {"clock": "noon", "bell": "ding"}) for route in (awaited, at_once)]
    with TestClient(Litestar(routes, openapi_config=None)) as client:
        assert client.get(address).text == told
        assert client.get("/awaited?asked=many").status_code == 400


def test_two_portals_do_not_share_what_is_given() -> None:
    with_parts(at_once, {"clock": "noon"})
    with TestClient(
        Litestar([with_parts(at_once, {"clock": "night"})], openapi_config=None)
    ) as client:
        assert client.get("/at-once").text == "night"
