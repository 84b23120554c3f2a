"""What anybody sets for themselves: the language and the look, kept in cookies of this host."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar import Request, Response, get

from iok_core.web import i18n, look, preference_pages
from iok_core.web.gates import OPEN
from iok_core.web.look import PLAIN, Look
from iok_core.web.pages import page

HOME = "http://testserver.local"
HTML = {"accept": "text/html"}


@get("/x", gate=OPEN)
async def shown(request: Request[Any, Any, Any]) -> Response[str]:
    return page(request, "look.txt")


@pytest.fixture
def client(open_site: Any, theme: Any) -> Any:
    (theme / "templates" / "look.txt").write_text(
        "{{ lang }} {{ look.mode }} {{ look.text }} {{ look.contrast }} {{ here }} {{ flash }}"
    )
    (theme / "templates" / "look.html").write_text("{{ form.value('dalej') }}|{{ back }}")
    return open_site(shown, *preference_pages.ROUTES).client


def test_a_language_is_kept_and_leads_back_to_the_page(client: Any) -> None:
    got = client.get("/jezyk/uk?dalej=/x%3Frok%3D2025")
    assert (got.status_code, got.headers["location"]) == (303, "/x?rok=2025")
    assert "HttpOnly" in got.headers["set-cookie"]
    assert f"Max-Age={365 * 86400}" in got.headers["set-cookie"]
    assert client.get("/x").text.startswith("uk ")
    client.get("/jezyk/pl")
    assert client.get("/x").text.startswith("pl ")


@pytest.mark.parametrize("code", ["de", "PL", "pl-PL", "..", "%00", "x" * 300])
def test_a_language_that_is_not_offered_is_no_page_and_changes_nothing(
    client: Any, code: str
) -> None:
    got = client.get(f"/jezyk/{code}")
    assert got.status_code == 404
    assert "set-cookie" not in got.headers


@pytest.mark.parametrize("hostile", ["//evil.example", "https://evil.example", "/\\evil", "x", ""])
def test_s12_no_language_leads_away_from_the_portal(client: Any, hostile: str) -> None:
    for headers in ({}, {"referer": "https://evil.example/x"}, {"referer": "http://[bad"}):
        got = client.get("/jezyk/en", params={"dalej": hostile}, headers=headers)
        assert got.headers["location"] == "/"


def test_a_page_that_names_itself_nowhere_is_known_by_what_the_browser_says(client: Any) -> None:
    got = client.get("/jezyk/en", headers={"referer": f"{HOME}/nie-ma?a=1"})
    assert got.headers["location"] == "/nie-ma?a=1"


def test_a_page_names_itself_for_the_links_that_come_back(client: Any) -> None:
    assert "/x%3Frok%3D1" in client.get("/x?rok=1").text


def test_a_look_is_kept_and_comes_back_on_every_page(client: Any) -> None:
    sent = {"mode": "dark", "text": "xl", "contrast": "more", "dalej": "/x"}
    got = client.post("/wyglad", data=sent, headers={"origin": HOME})
    assert (got.status_code, got.headers["location"]) == (303, "/wyglad?dalej=/x")
    assert client.get("/x").text.startswith("pl dark xl more ")


@pytest.mark.parametrize("field", ["mode", "text", "contrast"])
def test_a_look_that_is_none_is_refused_beside_its_field(client: Any, field: str) -> None:
    sent = {"mode": "auto", "text": "normal", "contrast": "auto"} | {field: "url(x)"}
    got = client.post("/wyglad", data=sent, headers={"origin": HOME})
    assert got.status_code == 422
    assert "set-cookie" not in got.headers


def test_s12_the_look_leads_back_only_into_the_portal(client: Any) -> None:
    assert client.get("/wyglad?dalej=//evil.example").text == "|/"
    sent = {"mode": "auto", "text": "normal", "contrast": "auto", "dalej": "//evil.example"}
    got = client.post("/wyglad", data=sent, headers={"origin": HOME})
    assert got.headers["location"] == "/wyglad"


@pytest.mark.parametrize("mode", ["auto", "light", "dark"])
@pytest.mark.parametrize("text", ["normal", "l", "xl"])
@pytest.mark.parametrize("contrast", ["auto", "more"])
def test_a_look_is_read_as_it_was_written(mode: Any, text: Any, contrast: Any) -> None:
    wanted = Look(mode=mode, text=text, contrast=contrast)
    assert look.read(look.written(wanted)) == wanted


@given(st.text(max_size=60))
def test_s62_what_is_no_look_is_none_at_all(cookie: str) -> None:
    assert look.read(cookie) == PLAIN


def test_s65_an_error_page_speaks_the_language_that_was_chosen(open_site: Any) -> None:
    client = open_site(folders=None).client
    client.cookies.set("iok-lang", "en")
    client.cookies.set("iok-look", "dark.l.auto")
    got = client.get("/nie-ma", headers=HTML).text
    assert '<html lang="en" data-mode="dark" data-text="l">' in got
    assert "There is no such page" in got
    client.cookies.set("iok-lang", "uk")
    assert "Такої сторінки немає" in client.get("/nie-ma", headers=HTML).text


@pytest.mark.parametrize("lang", i18n.OFFERED)
def test_only_a_draft_says_that_it_is_one(open_site: Any, lang: str) -> None:
    client = open_site(folders=None).client
    client.cookies.set("iok-lang", lang)
    text = client.get("/nie-ma", headers=HTML).text
    assert ('class="draft"' in text) == (lang == "uk")
    assert "Українська (чернетка)" in text  # in the switch of every page
    names = ["Polski", "English", "Українська"]
    assert sorted(names, key=text.index) == names
