"""The frame of pages: who to call, how to leave, what a screen reader hears first."""

import re

import msgspec
import pytest

from iok_core.web.look import Look
from iok_core.web.visitor import STRANGER, Visitor
from tests.cooperative import COOPERATIVE
from tests.theme.conftest import Render

RESIDENT = Visitor(kind="resident", session=1, csrf_secret=b"s" * 32, person=3)
CLERK = Visitor(kind="staff", session=2, csrf_secret=b"s" * 32, staff=1, name="B. Nowak")
ERROR = {"status": 404, "title": "No", "text": "", "advice": "", "error_id": "9f2c"}
FRAMES = [
    ("resident.html", RESIDENT),
    ("narrow.html", STRANGER),
    ("office.html", CLERK),
    ("error.html", STRANGER),
    ("print.html", CLERK),
]
each_frame = pytest.mark.parametrize(("frame", "visitor"), FRAMES)


@each_frame
def test_k04_1_every_frame_names_the_controller(
    render: Render, frame: str, visitor: Visitor
) -> None:
    html = render(frame, visitor, **ERROR).replace("\u00a0", " ")
    told = ("Spółdzielnia Mieszkaniowa „Lipowa”", "ul. Danych 2", "dane@lipowa.example")
    for words in (*told, "Ewa Ochronna", "iod@lipowa.example"):
        assert words in html.partition("foot__legal" if "foot__legal" in html else "sheet__foot")[2]


@each_frame
def test_k16_1_every_frame_says_where_and_when_to_call(
    render: Render, frame: str, visitor: Visitor
) -> None:
    html = render(frame, visitor, **ERROR).replace("\u00a0", " ")
    for told in (COOPERATIVE.address, COOPERATIVE.phone, COOPERATIVE.hours, COOPERATIVE.mailbox):
        assert told in html


@pytest.mark.parametrize("visitor", [RESIDENT, CLERK], ids=["resident", "staff"])
def test_whoever_has_signed_in_can_sign_out_by_a_form(render: Render, visitor: Visitor) -> None:
    html = render("resident.html", visitor)
    form = re.search(r'<form method="post" action="/wyloguj">(.*?)</form>', html)
    assert form
    assert 'name="_csrf"' in form[1]


def test_a_stranger_is_offered_to_sign_in(render: Render) -> None:
    html = render("narrow.html")
    assert 'href="/logowanie"' in html
    assert "/wyloguj" not in html


def test_an_error_page_is_the_same_for_everybody(render: Render) -> None:
    assert render("error.html", RESIDENT, **ERROR) == render("error.html", STRANGER, **ERROR)


def test_a_resident_sees_the_menu_and_the_way_to_contact(render: Render) -> None:
    html = render("resident.html", RESIDENT)
    assert '<a href="/" aria-current="page">' in html
    assert 'href="#iok-wiecej"' in html


def test_a_visitor_without_a_menu_gets_no_empty_bar(render: Render) -> None:
    first_time = Visitor(kind="resident", session=1, csrf_secret=b"s" * 32, must_accept=True)
    assert 'class="nav"' not in render("resident.html", first_time)


@each_frame
def test_every_frame_has_one_main_part_that_the_first_link_skips_to(
    render: Render, frame: str, visitor: Visitor
) -> None:
    html = render(frame, visitor, **ERROR)
    assert html.count("<main") == 1
    assert re.search(r"<body[^>]*>\s*<a class=\"skip\" href=\"#iok-tresc\">", html)
    assert '<main id="iok-tresc"' in html


@pytest.mark.parametrize(
    ("setting", "href"),
    [
        ("www.lipowa.example", "https://www.lipowa.example"),
        ("http://a.example", "http://a.example"),
    ],
)
def test_the_cooperative_s_website_is_another_site_however_it_was_written(
    render: Render, setting: str, href: str
) -> None:
    cooperative = msgspec.structs.replace(COOPERATIVE, website=setting)
    assert f'href="{href}"' in render("narrow.html", cooperative=cooperative)


@pytest.mark.parametrize(
    ("look", "attributes"),
    [
        (Look(), ""),
        (Look(mode="dark"), ' data-mode="dark"'),
        (Look(text="xl", contrast="more"), ' data-text="xl" data-contrast="more"'),
    ],
)
def test_the_look_stands_in_the_page_itself_so_that_nothing_flashes(
    render: Render, look: Look, attributes: str
) -> None:
    assert f'<html lang="pl"{attributes}>' in render("narrow.html", look=look)


@each_frame
def test_k16_1_language_and_look_are_in_reach_of_every_page(
    render: Render, frame: str, visitor: Visitor
) -> None:
    html = render(frame, visitor, **ERROR)
    if frame != "print.html":  # the slip is paper, and would be lost by leaving it
        assert 'href="/wyglad' in html
        assert 'href="/jezyk/uk" lang="uk" hreflang="uk"' in html
