"""The theme rendered as the portal renders it, with the msgids in place of a language."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from iok_core.web.cookies import Cookies
from iok_core.web.i18n import msgid
from iok_core.web.look import PLAIN, Look
from iok_core.web.navigation import NavItem
from iok_core.web.pages import Frame, pages
from iok_core.web.static import read_static
from iok_core.web.visitor import STRANGER, Visitor
from tests.cooperative import COOPERATIVE

THEME = Path(__file__).parents[2] / "themes" / "default"
MENU = (
    NavItem(href="/", label=msgid("Home"), icon="house", group="resident"),
    NavItem(href="/biuro", label=msgid("Office"), icon="users-round", group="staff"),
)
Render = Callable[..., str]
"""The template (its name, or the text of one that uses `ui`), the visitor, then the context."""


@pytest.fixture
def render(tmp_path: Path) -> Render:
    (tmp_path / "templates").mkdir()
    static = read_static([THEME])
    portal = pages([tmp_path, THEME], static, Cookies(secure=True), COOPERATIVE, MENU)
    portal.env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    portal.env.globals["_"] = portal.env.globals["gettext"]

    def rendered(
        template: str, visitor: Visitor = STRANGER, look: Look = PLAIN, **context: Any
    ) -> str:
        if not template.endswith(".html"):
            source = '{% import "components.html" as ui %}' + template
            (tmp_path / "templates" / "given.html").write_text(source, "utf-8")
            template = "given.html"
        return portal.render(template, visitor, Frame(path="/", look=look), context)

    return rendered
