"""Only our own pages change anything: where a request comes from, and the session's token."""

import re
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar import Request, Response, get
from litestar.enums import HttpMethod
from litestar.handlers import route

from iok_core.web.csrf import origins, token
from iok_core.web.gates import OPEN, RESIDENT
from iok_core.web.pages import page

OWN = "http://testserver.local"
SAME_ORIGIN = {"origin": OWN}
UNSAFE = [HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE]
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
def changes() -> list[str]:
    return []


@pytest.fixture
def site(open_site: Any, changes: list[str]) -> Any:
    @get("/form", gate=RESIDENT)
    async def form(request: Request[Any, Any, Any]) -> Response[str]:
        return page(request, "hello.html")

    @route("/change", http_method=UNSAFE, gate=OPEN, status_code=200)
    async def change(request: Request[Any, Any, Any]) -> str:
        changes.append(request.method)
        return "changed"

    return open_site(form, change)


def token_on_page(site: Any) -> str:
    found = re.search(r'name="_csrf" value="([^"]+)"', site.client.get("/form").text)
    assert found
    return found[1]


def test_s61_the_forms_own_token_is_taken(site: Any, changes: list[str]) -> None:
    site.enter("resident")
    sent = {"_csrf": token_on_page(site)}
    assert site.client.post("/change", data=sent, headers=SAME_ORIGIN).text == "changed"
    assert changes == ["POST"]


@pytest.mark.parametrize("method", UNSAFE)
def test_k15_4_s61_no_change_without_a_token(site: Any, changes: list[str], method: str) -> None:
    site.enter("resident")
    got = site.client.request(method, "/change", headers=SAME_ORIGIN)
    assert got.status_code == 403
    assert changes == []


@pytest.mark.parametrize("method", UNSAFE)
def test_a_script_sends_the_token_in_a_header(site: Any, changes: list[str], method: str) -> None:
    site.enter("resident")
    sent = SAME_ORIGIN | {"x-csrf-token": token_on_page(site)}
    assert site.client.request(method, "/change", headers=sent).text == "changed"
    assert changes == [method]


def test_s61_the_token_of_another_session_is_refused(
    site: Any, changes: list[str], visitors: dict[str, Any]
) -> None:
    site.enter("resident")
    for other in ("neighbour", "clerk"):
        sent = {"_csrf": token(visitors[other])}
        got = site.client.post("/change", data=sent, headers=SAME_ORIGIN)
        assert (got.status_code, changes) == (403, [])


@pytest.mark.parametrize("changed", [{"session": 70}, {"csrf_secret": b"another secret"}])
def test_s61_a_token_belongs_to_one_session_and_its_secret(
    site: Any, visitors: dict[str, Any], door: Any, changed: dict[str, Any]
) -> None:
    site.enter("resident")
    sent = {"_csrf": token_on_page(site)}
    door.visitors["resident"] = msgspec.structs.replace(visitors["resident"], **changed)
    assert site.client.post("/change", data=sent, headers=SAME_ORIGIN).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site", "origin": OWN},
        {"sec-fetch-site": "same-site", "origin": OWN},
        {"sec-fetch-site": "", "origin": OWN},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "https://testserver.local"},
        {"origin": f"{OWN}:8080"},
        {"origin": f"{OWN}.evil.example"},
        {"referer": "https://evil.example/form"},
        {"referer": "http://[::1"},
        {"origin": "https://evil.example", "referer": f"{OWN}/form"},
        {},
    ],
)
def test_k15_4_s61_a_request_from_elsewhere_is_refused_even_with_the_token(
    site: Any, changes: list[str], headers: dict[str, str]
) -> None:
    site.enter("resident")
    sent = {"_csrf": token_on_page(site)}
    assert site.client.post("/change", data=sent, headers=headers).status_code == 403
    assert changes == []


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none"},
        {"origin": OWN},
        {"referer": f"{OWN}/form?x=1"},
    ],
)
def test_a_request_from_our_page_is_known_by_any_browser(
    site: Any, headers: dict[str, str]
) -> None:
    site.enter("resident")
    sent = {"_csrf": token_on_page(site)}
    assert site.client.post("/change", data=sent, headers=headers).text == "changed"


def test_a_stranger_has_no_token_but_must_come_from_our_page(site: Any) -> None:
    assert site.client.post("/change", headers=SAME_ORIGIN).text == "changed"
    assert site.client.post("/change", headers={"origin": "https://evil.example"}).is_error


def test_the_refusal_says_what_to_do(site: Any) -> None:
    site.enter("resident")
    got = site.client.post("/change", headers=SAME_ORIGIN | {"accept": "text/html"})
    assert "Wróć, odśwież stronę i wyślij formularz jeszcze raz." in got.text


def test_every_page_masks_the_token_anew(site: Any) -> None:
    site.enter("resident")
    assert token_on_page(site) != token_on_page(site)


def test_a_session_without_a_secret_changes_nothing(
    site: Any, changes: list[str], visitors: dict[str, Any], door: Any
) -> None:
    site.enter("resident")
    sent = {"_csrf": token_on_page(site)}
    door.visitors["resident"] = msgspec.structs.replace(visitors["resident"], csrf_secret=b"")
    assert site.client.post("/change", data=sent, headers=SAME_ORIGIN).status_code == 500
    assert changes == []


def test_a_demo_on_loopback_is_known_by_its_other_names() -> None:
    names = {"http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"}
    assert origins("http://127.0.0.1:8000/") == origins("http://localhost:8000") == names
    assert origins("https://IOK.example.pl/") == {"https://iok.example.pl"}


@given(body=st.binary(max_size=300), header=st.text(st.characters(max_codepoint=255), max_size=90))
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_s62_no_bytes_make_the_check_fail_or_pass(
    site: Any, changes: list[str], body: bytes, header: str
) -> None:
    site.enter("resident")
    sent = FORM | SAME_ORIGIN
    assert site.client.post("/change", content=b"_csrf=" + body, headers=sent).status_code in {
        400,
        403,
    }
    raw = {"x-csrf-token": header.encode("latin-1").replace(b"\n", b"").replace(b"\r", b"")}
    assert site.client.post("/change", headers=SAME_ORIGIN | raw).status_code == 403
    assert changes == []
