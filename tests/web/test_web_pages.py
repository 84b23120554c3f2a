"""Pages, what templates may use, the flash, the menu, themes and static files."""

import gzip
from pathlib import Path
from typing import Any

import jinja2
import pytest
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from iok_core.web.gates import OPEN, RESIDENT
from iok_core.web.i18n import Msgid
from iok_core.web.navigation import NavItem, navigation
from iok_core.web.pages import page, see_other
from iok_core.web.static import read_static
from iok_core.web.templates import environment
from iok_core.web.themes import theme_folders
from iok_core.web.visitor import STRANGER, Visitor

ITEMS = [
    NavItem(href="/", label=Msgid("Start"), icon="house", group="resident"),
    NavItem(href="/rozliczenia", label=Msgid("Settlements"), icon="receipt", group="resident"),
    NavItem(href="/biuro", label=Msgid("Office"), icon="building", group="staff"),
    NavItem(
        href="/biuro/importy",
        label=Msgid("Imports"),
        icon="file",
        group="staff",
        permission="import",
    ),
]


def write(theme: Path, name: str, text: str) -> None:
    (theme / "templates" / name).write_text(text)


@pytest.fixture
def show(open_site: Any, theme: Path) -> Any:
    def show(text: str, who: str = "resident", path: str = "/x", **context: Any) -> str:
        write(theme, "x.html", text)

        @get(path, gate=OPEN)
        async def handler(request: Request[Any, Any, Any]) -> Response[str]:
            return page(request, "x.html", **context)

        site = open_site(handler, navigation=ITEMS)
        site.enter(who)
        answer: str = site.client.get(path).text
        return answer

    return show


def test_a_template_knows_who_asks_where_and_whose_portal_it_is(show: Any) -> None:
    text = "{{ visitor.name }}|{{ path }}|{{ lang }}|{{ cooperative.short_name }}|{{ flash }}"
    assert show(text) == "Łucja|/x|pl|SM „Lipowa”|"


def test_s12_what_a_page_shows_is_escaped(show: Any) -> None:
    hostile = "<script>alert('x')</script>"
    shown = show("{{ a }}|{{ _('%(b)s', b=a) }}|{{ a|orphans }}", a=hostile)
    assert "<script>" not in shown
    assert shown.count("&lt;script&gt;") == 3


def test_a_name_that_a_template_misspells_is_a_failure(show: Any) -> None:
    assert "Portal zawiódł" in show("{{ visitr }}")


def test_templates_speak_polish_with_plurals(show: Any) -> None:
    text = (
        "{{ _('There is no such page') }}|"
        "{% trans n=count %}Shorten this to {{ n }} character{% pluralize n %}"
        "Shorten this to {{ n }} characters{% endtrans %}"
    )
    assert show(text, count=5) == "Nie ma takiej strony|Skróć to do 5 znaków"


def test_filters_are_at_hand(show: Any) -> None:
    shown = show("{{ 123456|money }} {{ '204117'|identifier }}")
    assert shown.replace("\u00a0", " ") == "1 234,56 zł 204 117"


def test_the_hidden_field_works_inside_an_imported_macro(show: Any, theme: Path) -> None:
    write(theme, "parts.html", "{% macro form() %}{{ csrf_field() }}{% endmacro %}")
    text = '{% from "parts.html" import form %}{{ form() }}'
    assert show(text).startswith('<input type="hidden" name="_csrf" value="')


def test_a_stranger_has_no_hidden_field(show: Any) -> None:
    assert show("[{{ csrf_field() }}]", who="nobody") == "[]"


@pytest.mark.parametrize(
    ("who", "path", "shown"),
    [
        ("resident", "/rozliczenia", "/ /rozliczenia*"),
        ("resident", "/", "/* /rozliczenia"),
        ("clerk", "/biuro", "/biuro*"),
        ("nobody", "/x", ""),
        ("not accepted", "/x", ""),
        ("start password", "/x", ""),
        ("blocked", "/x", ""),
    ],
)
def test_the_menu_shows_what_opens_to_the_visitor(
    show: Any, who: str, path: str, shown: str
) -> None:
    text = "{% for i in nav %}{{ i.href }}{% if i.current %}*{% endif %} {% endfor %}"
    assert show(text, who=who, path=path).strip() == shown


def test_a_permission_adds_its_item_and_the_longest_address_is_current() -> None:
    importer = Visitor(kind="staff", session=1, permissions=frozenset({"import"}))
    links = navigation(ITEMS, importer, "/biuro/importy/3")
    assert [(link.href, link.current) for link in links] == [
        ("/biuro", False),
        ("/biuro/importy", True),
    ]
    assert navigation(ITEMS, STRANGER, "/") == []


@pytest.mark.parametrize("public_url", ["http://testserver.local", "https://testserver.local"])
def test_a_flash_is_shown_once_after_the_change(open_site: Any, public_url: str) -> None:
    @post("/change", gate=OPEN)
    async def change(request: Request[Any, Any, Any]) -> Redirect:
        return see_other(request, "/x", "Hasło <b>ustawione</b>")

    @get("/x", gate=OPEN)
    async def handler(request: Request[Any, Any, Any]) -> Response[str]:
        return page(request, "hello.html")

    client = open_site(change, handler, public_url=public_url).client
    got = client.post("/change", headers={"origin": public_url})
    assert (got.status_code, got.headers["location"]) == (303, "/x")
    assert "Hasło &lt;b&gt;ustawione&lt;/b&gt;" in client.get("/x").text
    assert "ustawione" not in client.get("/x").text


@pytest.mark.parametrize("forged", ["%%%", "/////w==", "x" * 2000])
def test_a_garbled_flash_is_nothing(open_site: Any, forged: str) -> None:
    @get("/x", gate=OPEN)
    async def handler(request: Request[Any, Any, Any]) -> Response[str]:
        return page(request, "hello.html")

    client = open_site(handler).client
    client.cookies.set("iok-flash", forged)
    assert "<b></b>" in client.get("/x").text


def test_a_handler_may_ask_for_the_visitor(open_site: Any) -> None:
    @get("/me", gate=RESIDENT, sync_to_thread=False)
    def me(visitor: NamedDependency[Visitor]) -> str:
        return visitor.name

    site = open_site(me)
    site.enter("resident")
    assert site.client.get("/me").text == "Łucja"


def test_a_static_address_changes_with_the_content(open_site: Any, theme: Path) -> None:
    before = read_static([theme]).url("iok.css")
    got = open_site().client.get(before)
    assert got.text == "body{}"
    assert got.headers["content-type"] == "text/css; charset=utf-8"
    assert got.headers["cache-control"] == "public, max-age=31536000, immutable"
    (theme / "static" / "fonts" / "a.woff2").write_text("another font")
    assert read_static([theme]).url("iok.css") != before


def test_k03_4_text_is_sent_packed_to_whoever_takes_it_so(open_site: Any, theme: Path) -> None:
    (theme / "static" / "iok.css").write_text("body { color: red }" * 50)
    client = open_site().client

    def sent(name: str, accepted: str) -> tuple[str | None, str | None, bytes]:
        headers = {"accept-encoding": accepted}
        with client.stream("GET", f"/static/x/{name}", headers=headers) as got:
            raw = b"".join(got.iter_raw())
        return got.headers.get("content-encoding"), got.headers.get("vary"), raw

    packed = sent("iok.css", "gzip, br")
    assert packed[:2] == ("gzip", "Accept-Encoding")
    assert gzip.decompress(packed[2]) == b"body { color: red }" * 50
    assert sent("iok.css", "br")[:2] == (None, "Accept-Encoding")
    assert sent("fonts/a.woff2", "gzip") == (None, None, b"font")


def test_a_stylesheet_finds_its_fonts_beside_it(theme: Path) -> None:
    static = read_static([theme])
    assert static.url("fonts/a.woff2") == static.url("iok.css").replace("iok.css", "fonts/a.woff2")


def test_an_old_static_address_still_answers_but_is_not_kept(open_site: Any) -> None:
    got = open_site().client.get("/static/0123456789abcdef/iok.css")
    assert (got.text, got.headers["cache-control"]) == ("body{}", "no-cache")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("fonts/a.woff2", "font/woff2"),
        ("iok.js", "text/javascript; charset=utf-8"),
        ("logo.svg", "image/svg+xml"),
    ],
)
def test_a_static_file_has_its_type(open_site: Any, name: str, kind: str) -> None:
    assert open_site().client.get(f"/static/x/{name}").headers["content-type"] == kind


@pytest.mark.parametrize(
    "path",
    [
        "../templates/error.html",
        "..%2ftemplates%2ferror.html",
        "%2e%2e/templates/error.html",
        "..%5ctemplates%5cerror.html",
        "fonts/../../templates/error.html",
        "/etc/passwd",
        "%00",
        "fonts",
        "",
    ],
)
def test_s12_no_path_leads_out_of_the_static_folder(open_site: Any, path: str) -> None:
    got = open_site().client.get(f"/static/x/{path}")
    assert got.status_code == 404


def test_a_template_that_names_an_unknown_file_fails(theme: Path) -> None:
    with pytest.raises(LookupError, match=r"nope\.css"):
        read_static([theme]).url("nope.css")


def test_a_theme_hides_the_default_file_by_file(theme: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "templates").mkdir(parents=True)
    (own / "static").mkdir()
    (own / "templates" / "hello.html").write_text("own")
    (own / "static" / "iok.css").write_text("own")
    env = environment([own, theme])
    assert env.get_template("hello.html").render() == "own"
    assert "title" in (env.loader.get_source(env, "error.html")[0] if env.loader else "")
    files = read_static([own, theme]).files
    assert (files["iok.css"].content, files["iok.js"].content) == (b"own", b"1")


def test_the_default_theme_is_found_in_a_checkout() -> None:
    assert (theme_folders()[0] / "theme.toml").is_file()


def test_a_configured_theme_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="lipowa"):
        theme_folders("lipowa", tmp_path)
    (tmp_path / "lipowa").mkdir()
    assert theme_folders("lipowa", tmp_path)[0] == tmp_path / "lipowa"
    assert len(theme_folders("lipowa", tmp_path)) == 2


def test_autoescape_and_strictness_hold_for_every_template(theme: Path) -> None:
    env = environment([theme])
    assert env.from_string("{{ x }}").render(x="<") == "&lt;"
    with pytest.raises(jinja2.UndefinedError):
        env.from_string("{{ x }}").render()
