"""Which pages and panels a plugin may bring; the rest is refused when it is loaded."""

from typing import Any

import pytest
from litestar import Router, get, post
from litestar.handlers import HTTPRouteHandler

from iok_core.api import Gate, Panel, PanelPlace, Viewer
from iok_core.identity.service import Permission
from iok_core.plugin_host.markup import disorder
from iok_core.plugin_host.pages import GATES, require_pages
from iok_core.plugin_host.panels import require_panels
from iok_core.plugin_host.problems import PluginProblem
from iok_core.plugin_host.refusal import PluginRefusedError
from iok_core.web import gates

OWN = "/wtyczki/acme"


def page(path: str = f"{OWN}/news", **options: Any) -> HTTPRouteHandler:
    @get(path, **({"gate": Gate.RESIDENT} | options))
    async def shown() -> str:
        return ""

    return shown


@get(f"{OWN}/plain", gate=Gate.RESIDENT, sync_to_thread=False)
def plain() -> str:
    return ""


@get(f"{OWN}/{{day:nosuchtype}}", gate=Gate.RESIDENT)
async def unknown_parameter() -> str:
    return ""


async def aside(*_: Any) -> None: ...


REFUSED: dict[str, tuple[list[object], PluginProblem]] = {
    "a page of the portal": ([page("/biuro")], PluginProblem.FOREIGN_PAGE),
    "a page of another plugin": ([page("/wtyczki/acme2/news")], PluginProblem.FOREIGN_PAGE),
    "one of two addresses is foreign": (
        [page([f"{OWN}/a", "/b"])],  # type: ignore[arg-type]
        PluginProblem.FOREIGN_PAGE,
    ),
    "no gate": ([page(gate=None)], PluginProblem.NO_GATE),
    "a gate of the portal's own": ([page(gate=gates.OPEN)], PluginProblem.NO_GATE),
    "a gate by its name alone": ([page(gate="everybody")], PluginProblem.NO_GATE),
    "plain code": ([plain], PluginProblem.WRONG_COLOUR),
    "a router": ([Router("/", route_handlers=[page()])], PluginProblem.WRONG_ANSWER),
    "own error pages": ([page(exception_handlers={500: aside})], PluginProblem.BAD_PAGE),
    "own middleware": ([page(middleware=[aside])], PluginProblem.BAD_PAGE),
    "answers kept for others": ([page(cache=60)], PluginProblem.BAD_PAGE),
    "the same address twice": ([page(), page()], PluginProblem.BAD_PAGE),
    "a parameter of no type": ([unknown_parameter], PluginProblem.BAD_PAGE),
}


@pytest.mark.parametrize("what", REFUSED)
def test_s01_a_page_that_cannot_be_served_safely_refuses_its_plugin(what: str) -> None:
    answers, problem = REFUSED[what]
    with pytest.raises(PluginRefusedError) as refused:
        require_pages("acme", answers)
    assert refused.value.problem is problem


def test_an_allowed_page_gets_the_gate_of_the_portal_and_its_owner() -> None:
    (taken,) = require_pages("acme", [page()])
    assert (taken.opt["gate"], taken.opt["plugin"]) == (gates.RESIDENT, "acme")


def test_the_same_address_may_be_read_and_written() -> None:
    @post(f"{OWN}/news", gate=Gate.RESIDENT)
    async def written() -> str:
        return ""

    assert len(require_pages("acme", [page(), written])) == 2


def test_every_gate_of_the_contract_is_one_of_the_portal() -> None:
    assert set(GATES) == set(Gate)
    asked = {gate.permission for gate in GATES.values()} - {None}
    assert asked <= {str(one) for one in Permission}


class Good(Panel):
    name = "good"
    title = "Good"
    place = PanelPlace.STAFF_HOME

    async def show(self, viewer: Viewer) -> None: ...


class Plain(Good):
    def show(self, viewer: Viewer) -> None: ...  # type: ignore[override]


class Nowhere(Good):
    place = "kitchen"  # type: ignore[assignment]


class Nameless(Good):
    name = "Two words"


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ([int], "wrong_answer"),
        ([Panel], "wrong_answer"),
        ([Nowhere], "wrong_answer"),
        ([Nameless], "wrong_answer"),
        ([Plain], "wrong_colour"),
        ([Good, Good], "name_taken"),
    ],
)
def test_a_panel_that_could_not_be_shown_refuses_its_plugin(
    answers: list[object], problem: str
) -> None:
    with pytest.raises(PluginRefusedError) as refused:
        require_panels(answers)
    assert refused.value.problem == problem


@pytest.mark.parametrize(
    "html",
    [
        "<p>open",
        "<p></div>",
        "</section><p></p>",
        "</main>",
        "<script>1</script>",
        "<p/>",
        "<!-- ",
        "<!-- kept open",
        "<textarea>",
        "<style>p{}</style>",
        "<h1>Mine</h1>",
        '<p class="a>open</p>',
        '<p>a</p><br title="open>',
        "<p>a</p><a href=",
        "<p>a</p></ ",
        "<p>a</p><? ",
    ],
)
def test_a_panel_that_would_spoil_the_page_around_it_is_seen(html: str) -> None:
    assert disorder(html)


@pytest.mark.parametrize(
    "html",
    [
        "",
        "text",
        "<p>a<br>b</p><ul><li>1</li></ul>",
        '<svg class="icon"><use href="#x"></use><path d="M0"/></svg>',
        '<form method="post"><input name="a"></form>',
        "<p>1 < 2 & 3 &lt;b &#60;b</p> <",
        """<p title="it's" lang='"'>a</p>""",
    ],
)
def test_a_panel_in_order_is_left_alone(html: str) -> None:
    assert disorder(html) == ""
