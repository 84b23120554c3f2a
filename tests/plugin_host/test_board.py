"""Panels on a page: together, within their time, in the page's order, never more than a page."""

import asyncio
from pathlib import Path
from typing import ClassVar

import pytest
from piccolo.table import create_db_tables

from iok_core.api import Panel, PanelContent, PanelPlace, Viewer
from iok_core.db import Engine, SystemClock
from iok_core.plugin_host import Plugin, PluginRegistry, PluginState
from iok_core.plugin_host.board import Board, Shown
from iok_core.plugin_host.guard import Guard
from iok_core.plugin_host.tables import FailingPart
from iok_core.plugin_host.templates import template_loader
from iok_core.web.cookies import Cookies
from iok_core.web.pages import Pages, pages
from iok_core.web.static import read_static
from iok_core.web.visitor import STRANGER
from tests.cooperative import COOPERATIVE
from tests.databases import on_sqlite

HERE = PanelPlace.RESIDENT_HOME


class Good(Panel):
    name: ClassVar[str] = "good"
    title: ClassVar[str] = "Good"
    place: ClassVar[PanelPlace] = HERE
    template: ClassVar[str] = "panel.html"

    async def show(self, viewer: Viewer) -> PanelContent | None:
        return PanelContent(template=self.template, context={"who": viewer.kind})


class Silent(Good):
    name = "silent"

    async def show(self, viewer: Viewer) -> None:
        del viewer


class Elsewhere(Good):
    name = "elsewhere"
    place = PanelPlace.STAFF_HOME


class Waiting(Good):
    """Shows nothing until the other one has begun, too."""

    name = "waiting"
    both: ClassVar[asyncio.Barrier]

    async def show(self, viewer: Viewer) -> PanelContent | None:
        await self.both.wait()
        return await super().show(viewer)


class AlsoWaiting(Waiting):
    name = "also-waiting"


class Flooding(Good):
    name = "flooding"
    template = "flood.html"


class Unclosed(Good):
    name = "unclosed"
    template = "unclosed.html"


class Missing(Good):
    name = "missing"
    template = "nowhere.html"


class OfTheCore(Good):
    name = "of-the-core"
    template = "../../base.html"


@pytest.fixture
def portal_pages(tmp_path: Path) -> Pages:
    own, theme = tmp_path / "own", tmp_path / "theme"
    (theme / "templates/wtyczki/acme").mkdir(parents=True)
    (theme / "static").mkdir()
    own.mkdir()
    (own / "panel.html").write_text("<p>{{ who }} <b>{{ 1 }}</b></p>")
    (own / "flood.html").write_text("{% for n in range(10000000) %}<p>{{ n }}</p>{% endfor %}")
    (own / "unclosed.html").write_text("<div><p>never closed</p>")
    (own / "base.html").write_text("the plugin's")
    (theme / "templates/base.html").write_text("the portal's")
    (theme / "templates/wtyczki/acme/panel.html").write_text("the theme's")
    for name in ("iok.css", "iok.js", "logo.svg"):
        (theme / "static" / name).write_text("x")
    owned = {"wtyczki": template_loader({"acme": own})}
    cookies = Cookies(secure=True)
    return pages([theme], read_static([theme]), cookies, COOPERATIVE, [], owned)


@pytest.fixture
async def shown(engine: Engine, portal_pages: Pages) -> object:
    del engine
    await create_db_tables(FailingPart)

    async def shown(*panels: type[Panel]) -> list[Shown]:
        acme = Plugin(
            name="acme", distribution="a", version="1", state=PluginState.READY, panels=panels
        )
        board = Board(PluginRegistry(plugins=(acme,)), Guard(SystemClock()), 20)
        return await board.shown(HERE, STRANGER, portal_pages)

    return shown


@on_sqlite
async def test_a_panel_shows_what_its_own_template_makes_whatever_the_theme_has(
    shown: object,
) -> None:
    (one,) = await shown(Good)  # type: ignore[operator]
    assert one == Shown("acme-good", "Good", one.html)
    assert str(one.html) == "<p>stranger <b>1</b></p>"


@on_sqlite
async def test_a_panel_without_content_or_of_another_page_is_left_out(shown: object) -> None:
    assert await shown(Silent, Elsewhere) == []  # type: ignore[operator]


@on_sqlite
async def test_panels_are_made_side_by_side(shown: object) -> None:
    Waiting.both = asyncio.Barrier(2)
    both = await shown(Waiting, AlsoWaiting)  # type: ignore[operator]
    assert [one.id for one in both] == ["acme-waiting", "acme-also-waiting"]
    assert all(one.html for one in both)


@on_sqlite
@pytest.mark.parametrize("wrong", [Flooding, Unclosed, Missing, OfTheCore])
async def test_what_a_page_cannot_hold_is_one_quiet_sentence_beside_the_others(
    shown: object, wrong: type[Panel]
) -> None:
    first, second = await shown(wrong, Good)  # type: ignore[operator]
    assert first.html is None
    assert second.html is not None


def test_a_plugin_s_template_does_not_stand_in_for_one_of_the_portal(portal_pages: Pages) -> None:
    assert portal_pages.env.get_template("base.html").render() == "the portal's"
