"""Safety headers on every answer, and the cookies."""

from typing import Any

import pytest
from litestar import Response, get, post
from litestar.exceptions import HTTPException
from litestar.params import FromPath

from iok_core.web.cookies import Cookies
from iok_core.web.gates import OPEN, RESIDENT
from iok_core.web.middleware import CLEAR_SITE_DATA

STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "manifest-src 'self'"
)
EXPECTED = {
    "content-security-policy": STRICT,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
}
STATUSES = [400, 401, 403, 404, 405, 409, 413, 415, 418, 422, 429, 500, 501, 503]


@pytest.fixture
def routes() -> list[Any]:
    @get("/fails/{status:int}", gate=OPEN, sync_to_thread=False)
    def fails(status: FromPath[int]) -> str:
        raise HTTPException(status_code=status)

    @get("/breaks", gate=OPEN, sync_to_thread=False)
    def breaks() -> str:
        raise ZeroDivisionError

    @get("/loose", gate=OPEN, sync_to_thread=False)
    def loose() -> Response[str]:
        return Response("x", headers={"Content-Security-Policy": "default-src *"})

    @get("/private", gate=RESIDENT, sync_to_thread=False)
    def private() -> str:
        return "balance"

    @post("/only-post", gate=OPEN, sync_to_thread=False)
    def only_post() -> str:
        return "x"

    return [fails, breaks, loose, private, only_post]


def addresses(static: str) -> list[str]:
    fixed = ["/breaks", "/loose", "/private", "/only-post", "/unknown", static]
    return [*fixed, *(f"/fails/{status}" for status in STATUSES)]


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_k15_4_s60_every_answer_carries_the_safety_headers(
    open_site: Any, routes: list[Any], accept: str
) -> None:
    site = open_site(*routes)
    seen = set()
    for address in addresses("/static/x/iok.css"):
        got = site.client.get(address, headers={"accept": accept})
        seen.add(got.status_code)
        for name, value in EXPECTED.items():
            assert got.headers.get_list(name) == [value], (address, name)
        assert "camera=()" in got.headers["permissions-policy"]
        assert "access-control-allow-origin" not in got.headers
        assert "strict-transport-security" not in got.headers
    assert set(STATUSES) | {200} <= seen


def test_k05_1_s60_https_is_announced_for_two_years_on_every_answer(
    open_site: Any, routes: list[Any]
) -> None:
    site = open_site(*routes, public_url="https://iok.example.pl")
    for address in addresses("/static/x/iok.css"):
        got = site.client.get(address).headers["strict-transport-security"]
        assert got == "max-age=63072000; includeSubDomains"


def test_s60_a_private_page_is_never_stored(open_site: Any, routes: list[Any]) -> None:
    site = open_site(*routes)
    site.enter("resident")
    got = site.client.get("/private")
    assert (got.text, got.headers["cache-control"]) == ("balance", "no-store")


def test_k15_4_the_session_cookie_is_bound_to_the_host_and_hidden_from_scripts() -> None:
    cookie = Cookies(secure=True).write("abc").to_header(header="")
    parts = {part.strip() for part in cookie.split(";")}
    assert parts == {"__Host-iok=abc", "Path=/", "Secure", "HttpOnly", "SameSite=lax"}


def test_on_loopback_http_the_cookie_has_its_plain_name() -> None:
    cookie = Cookies(secure=False).write("abc").to_header(header="")
    assert cookie.startswith("iok=abc;")
    assert "Secure" not in cookie


def test_a_cleared_cookie_ends_at_once_with_the_same_attributes() -> None:
    cookie = Cookies(secure=True).clear().to_header(header="")
    assert "Max-Age=0" in cookie
    assert "Secure" in cookie


def test_an_endless_cookie_is_no_token(open_site: Any, routes: list[Any], door: Any) -> None:
    site = open_site(*routes)
    door.visitors["x" * 5000] = door.visitors["resident"]
    site.enter("x" * 5000)
    assert site.client.get("/private", headers={"accept": "application/json"}).status_code == 401


def test_s60_a_sign_out_empties_the_browser(open_site: Any) -> None:
    @get("/bye", gate=OPEN, sync_to_thread=False)
    def bye() -> Response[str]:
        return Response("bye", headers=CLEAR_SITE_DATA)

    headers = open_site(bye).client.get("/bye").headers
    assert headers["clear-site-data"] == '"cache", "storage"'
