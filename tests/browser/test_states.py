"""Very long, overdue, overpaid and empty: no sideways scroll, whatever the size of the text."""

import pytest

from iok_core.web.look import Look
from tests.browser.conftest import Visit
from tests.browser.judging import overflow, violations
from tests.browser.states import STATES, shown

WIDTHS = (320, 390, 768, 1280)


@pytest.mark.parametrize("state", STATES)
def test_k03_3_no_state_is_wider_than_its_window(visit: Visit, state: str) -> None:
    page = visit()
    told: list[str] = []
    for size in ("normal", "xl"):
        shown(page, state, Look(text=size))
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            told += [f"{width} {size}: {fault}" for fault in overflow(page)]
    assert told == []


@pytest.mark.parametrize("state", ["no account", "nothing", "no accounts"])
def test_k03_3_a_page_with_nothing_to_show_is_accessible(visit: Visit, state: str) -> None:
    page = visit()
    shown(page, state)
    assert violations(page) == []


def test_k03_3_a_long_account_fits_on_paper(visit: Visit) -> None:
    page = visit(700, first=True)  # in one that others have used it may not be print
    page.emulate_media(media="print")
    shown(page, "400 entries", Look(mode="dark", text="xl", contrast="more"))
    assert overflow(page) == []
    paper = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(paper) == "rgb(255, 255, 255)"
    assert page.locator(".balance__sum").is_visible()
    for left_out in (".nav", ".top__tools", ".languages >> nth=0", ".pager"):
        assert not page.locator(left_out).is_visible()
