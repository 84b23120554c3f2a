"""The office's menu as each role finds it, written down by hand, and plugins' pages in it."""

from collections.abc import Iterator
from typing import Any

import pytest
from litestar import get

from iok_core.api import Gate
from iok_core.identity.permissions import Role, permissions_of
from iok_core.menu import OFFICE, ONESELF
from iok_core.plugin_host.menu import menu_items
from iok_core.plugin_host.pages import require_pages
from iok_core.plugin_host.problems import PluginProblem, PluginState
from iok_core.plugin_host.refusal import PluginRefusedError
from iok_core.plugin_host.registry import Plugin, PluginRegistry
from iok_core.web.i18n import speaking
from iok_core.web.navigation import NavSection, navigation, sections
from iok_core.web.visitor import Visitor

OWN = "/wtyczki/acme"
HEADINGS = {
    Role.DESK: "Zgłoszenia, Osoby i dostępy, Ogłoszenia i wiadomości, Regulamin i żądania",
    Role.SETTLEMENTS: "Zgłoszenia, Osoby i dostępy, Ogłoszenia i wiadomości, Regulamin i żądania, "
    "Rozliczenia i importy",
    Role.TECHNICAL: "Zgłoszenia, Ogłoszenia i wiadomości",
    Role.BOARD: "Zgłoszenia, Ogłoszenia i wiadomości, Regulamin i żądania, "
    "Rozliczenia i importy, Nadzór",
    Role.ADMINISTRATOR: "Zgłoszenia, Osoby i dostępy, Ogłoszenia i wiadomości, "
    "Regulamin i żądania, Rozliczenia i importy, Ustawienia i wtyczki, Nadzór",
}


@pytest.fixture(autouse=True)
def polish() -> Iterator[None]:
    with speaking("pl"):
        yield


def somebody(role: Role) -> Visitor:
    return Visitor(kind="staff", session=1, permissions=permissions_of(role))


def menu_of(role: Role, path: str = "/biuro") -> list[NavSection]:
    return list(sections(navigation([*OFFICE, *ONESELF], somebody(role), path)))


@pytest.mark.parametrize("role", Role)
def test_each_role_finds_the_headings_of_its_work_and_its_own_sign_in(role: Role) -> None:
    found = ", ".join(section.heading for section in menu_of(role))
    assert found == f"{HEADINGS[role]}, Twoje logowanie"


def test_a_secretary_finds_what_she_opens_under_the_heading_of_people() -> None:
    (people,) = [one for one in menu_of(Role.DESK) if one.heading == "Osoby i dostępy"]
    labels = [link.label for link in people.links]
    assert labels == [
        "Lista osób",
        "Wydania zbiorcze",
        "Blokady",
        "Utraty danych",
        "Koniec rozliczeń",
    ]


def test_the_section_of_the_page_is_the_current_one() -> None:
    found = menu_of(Role.DESK, "/biuro/zgloszenia/wzory/3")
    assert [one.heading for one in found if one.current] == ["Zgłoszenia"]
    (link,) = [link for one in found for link in one.links if link.current]
    assert link.href == "/biuro/zgloszenia/wzory"


def page(path: str = f"{OWN}/rowery", menu: object = None, **options: Any) -> Any:
    named = {"pl": "Rowery", "en": "Bicycles"} if menu is None else menu

    opt: dict[str, Any] = {"gate": Gate.SEES_RESIDENTS, "menu": named}

    @get(path, **opt | options)
    async def shown() -> str:
        return ""

    return shown


def plugins(*pages: Any) -> PluginRegistry:
    taken = require_pages("acme", pages)
    one = Plugin(
        name="acme", distribution="acme", version="1", state=PluginState.READY, pages=taken
    )
    return PluginRegistry(plugins=(one,))


def test_a_plugin_s_page_stands_in_a_section_of_its_own_for_whom_it_opens() -> None:
    items = menu_items(plugins(page(), page(f"{OWN}/inna", menu={"pl": "Ro\u202ewery"})))
    (section,) = sections(navigation(items, somebody(Role.DESK), f"{OWN}/rowery"))
    assert section.heading == "Strony wtyczek"
    assert [(link.label, link.current) for link in section.links] == [
        ("Rowery", True),
        ("Rowery", False),
    ]
    with speaking("en"):
        (english, other) = navigation(items, somebody(Role.DESK), "/biuro")
    assert (english.label, other.label) == ("Bicycles", "Rowery")
    assert navigation(items, somebody(Role.BOARD), "/biuro") == []


@pytest.mark.parametrize(
    "wrong",
    [
        page(menu="Rowery"),
        page(menu={"en": "Bicycles"}),
        page(menu={"pl": "\u202e"}),
        page(menu={"pl": "R" * 31}),
        page(f"{OWN}/{{day:int}}"),
        page(gate=Gate.RESIDENT),
    ],
    ids=["no languages", "no Polish", "empty", "too long", "a parameter", "for residents"],
)
def test_a_page_that_cannot_stand_in_the_menu_is_refused(wrong: Any) -> None:
    with pytest.raises(PluginRefusedError) as refused:
        require_pages("acme", [wrong])
    assert refused.value.problem is PluginProblem.BAD_PAGE
