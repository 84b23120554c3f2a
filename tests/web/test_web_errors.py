"""Error pages: plain Polish for people, problem+json for programs, details for nobody."""

import logging
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar import get, post
from litestar.exceptions import HTTPException, NotFoundException, TooManyRequestsException
from litestar.params import FromPath, FromQuery

from iok_core.web import i18n
from iok_core.web.error_words import WORDS
from iok_core.web.gates import OPEN

HTML, JSON = {"accept": "text/html"}, {"accept": "application/json"}
FORM = {"origin": "http://testserver.local", "content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
def routes(door: Any) -> list[Any]:
    @get("/fails/{status:int}", gate=OPEN, sync_to_thread=False)
    def fails(status: FromPath[int]) -> str:
        raise HTTPException(status_code=status, detail="internal words")

    @get("/breaks", gate=OPEN, sync_to_thread=False)
    def breaks() -> str:
        raise ValueError("secret detail of the code")

    @get("/gone", gate=OPEN, sync_to_thread=False)
    def gone() -> str:
        raise door.unreachable("host db.internal")

    @get("/wait", gate=OPEN, sync_to_thread=False)
    def wait() -> str:
        raise TooManyRequestsException(headers={"Retry-After": "900"})

    @get("/konto/{number:int}", gate=OPEN, sync_to_thread=False)
    def account(number: FromPath[int], page: FromQuery[int] = 1) -> str:
        return f"{number} {page}"

    @get("/uuid/{key:uuid}", gate=OPEN, sync_to_thread=False)
    def by_uuid(key: FromPath[int]) -> str:
        return str(key)

    return [fails, breaks, gone, wait, account, by_uuid]


@pytest.fixture
def site(open_site: Any, routes: list[Any]) -> Any:
    return open_site(*routes)


@pytest.mark.parametrize("status", sorted(WORDS))
def test_s65_every_error_says_in_polish_what_to_do(site: Any, status: int) -> None:
    got = site.client.get(f"/fails/{status}", headers=HTML)
    assert got.status_code == status
    assert got.headers["content-type"] == "text/html; charset=utf-8"
    assert "<html lang=pl>" in got.text
    words = WORDS[status]
    for english in (words.title, words.text, words.advice):
        assert i18n.gettext(english) != english
        assert i18n.gettext(english) in got.text
    assert "internal words" not in got.text
    assert "71 000 01 00" in got.text


@pytest.mark.parametrize("status", sorted(WORDS))
def test_a_program_gets_a_problem_document(site: Any, status: int) -> None:
    got = site.client.get(f"/fails/{status}", headers=JSON)
    assert got.status_code == status
    assert got.headers["content-type"] == "application/problem+json"
    problem = got.json()
    assert set(problem) == {"type", "title", "status", "detail", "instance", "error_id"}
    assert problem["instance"] == f"/fails/{status}"
    assert problem["detail"] == i18n.gettext(WORDS[status].text)
    assert "internal words" not in got.text


@pytest.mark.parametrize(("status", "kind"), [(418, 400), (409, 400), (502, 500)])
def test_an_error_without_words_of_its_own_borrows_them(site: Any, status: int, kind: int) -> None:
    plain, other = (site.client.get(f"/fails/{s}", headers=JSON).json() for s in (kind, status))
    assert other["title"] == plain["title"]
    assert other["status"] == status


def test_s65_a_failure_tells_its_number_and_no_detail(
    site: Any, caplog: pytest.LogCaptureFixture
) -> None:
    got = site.client.get("/breaks", headers=JSON)
    assert got.status_code == 500
    assert "secret" not in got.text
    assert f"error {got.json()['error_id']} at GET /breaks" in caplog.text
    assert "secret detail of the code" in caplog.text


def test_an_unreachable_database_is_a_short_break(site: Any) -> None:
    got = site.client.get("/gone", headers=HTML)
    assert (got.status_code, got.headers["retry-after"]) == (503, "30")
    assert "Twoje dane są bezpieczne" in got.text
    assert "db.internal" not in got.text


def test_too_many_attempts_keep_the_time_to_wait(site: Any) -> None:
    assert site.client.get("/wait").headers["retry-after"] == "900"


def test_a_known_address_with_the_wrong_method_is_405(site: Any) -> None:
    got = site.client.post("/breaks", headers=HTML | FORM)
    assert got.status_code == 405


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/konto/12?page=2", 200),
        ("/konto/abc", 404),
        ("/konto/1e5", 404),
        ("/konto/99999999999999999999", 404),
        (f"/konto/{'9' * 5000}", 404),
        ("/konto/12?page=abc", 400),
        ("/uuid/00000000-0000-0000-0000-000000000000", 404),
        ("/uuid/00000000-0000-0000-0000-000000000000?key=1", 404),
    ],
)
def test_s62_a_wrong_parameter_is_never_a_failure(site: Any, path: str, status: int) -> None:
    assert site.client.get(path).status_code == status


def test_the_log_holds_no_ids_and_nothing_sent(
    open_site: Any, caplog: pytest.LogCaptureFixture
) -> None:
    @post("/konto/{number:int}", gate=OPEN, sync_to_thread=False)
    def change(number: FromPath[int]) -> str:
        raise NotFoundException(str(number))

    caplog.set_level(logging.INFO)
    site = open_site(change)
    site.client.post("/konto/204117", content="name=Kowalska", headers={"origin": "null"})
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("iok")]
    assert len(ours) == 1
    assert ours[0].startswith("refused")
    assert ours[0].endswith("at POST /konto/{number}: ForeignRequest")


@pytest.mark.parametrize("broken", [None, "{{ nobody.knows }}", "{% if %}"])
def test_a_broken_theme_still_tells_the_error(
    open_site: Any, theme: Path, broken: str | None
) -> None:
    path = theme / "templates" / "error.html"
    if broken is None:
        path.unlink()
    else:
        path.write_text(broken)
    got = open_site().client.get("/unknown", headers=HTML)
    assert got.status_code == 404
    assert "Nie ma takiej strony" in got.text
    assert "71 000 01 00" in got.text


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
        ("*/*", "text/html"),
        ("application/json", "application/problem+json"),
        ("application/problem+json", "application/problem+json"),
        ("image/avif,image/webp", "application/problem+json"),
        ("application/json, text/html;q=0.5", "application/problem+json"),
    ],
)
def test_the_reader_chooses_the_form(site: Any, accept: str, kind: str) -> None:
    got = site.client.get("/unknown", headers={"accept": accept})
    assert got.headers["content-type"].startswith(kind)


@pytest.mark.parametrize("path", ["/fails/404", "/fails/503", "/breaks"])
def test_k16_1_the_default_theme_shows_every_error_with_the_ways_to_reach_us(
    open_site: Any, routes: list[Any], caplog: pytest.LogCaptureFixture, path: str
) -> None:
    got = open_site(*routes, folders=None).client.get(path, headers=HTML)
    assert "the theme cannot show" not in caplog.text
    for way in ("71 000 01 00", "tel:+48710000100", "71 000 01 12", "ul. Lipowa 1", "9–17"):
        assert way in got.text.replace("\u00a0", " ")


LATIN = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=60)


@given(accept=LATIN, cookie=LATIN, language=LATIN, referer=LATIN)
@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_s62_no_header_makes_the_portal_fail(
    site: Any, accept: str, cookie: str, language: str, referer: str
) -> None:
    sent = {"accept": accept, "cookie": cookie, "accept-language": language, "referer": referer}
    headers = {name: value.encode("latin-1") for name, value in sent.items()}
    for method, path, status in (
        ("GET", "/konto/1", {200}),
        ("GET", "/unknown", {404}),
        ("POST", "/konto/1", {405}),
    ):
        assert site.client.request(method, path, headers=headers).status_code in status
