"""The checks of these tests find what is wrong: each is shown a page that is bad on purpose."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.demonstration import Demonstration
from tests.browser.judging import faults, overflow, violations
from tests.browser.watching import Watch


@pytest.fixture
def watched(browser: Browser, demonstration: Demonstration) -> Iterator[tuple[Page, Watch]]:
    """A page of ours, and what is recorded of it, without the test failing by itself."""
    with browser.new_context(base_url=demonstration.url, viewport=None) as context:
        watch = Watch(context, demonstration.url)
        page = context.new_page()
        page.goto("/logowanie")
        assert watch.faults == []
        yield page, watch


def test_a_page_of_ours_is_judged_good(watched: tuple[Page, Watch]) -> None:
    assert faults(watched[0]) == []


def test_axe_finds_a_picture_without_words(watched: tuple[Page, Watch]) -> None:
    page, _ = watched
    page.evaluate("document.querySelector('main img, main svg, main h1').outerHTML = '<img>'")
    assert [fault.split()[0] for fault in violations(page)][:1] == ["image-alt"]


def test_axe_finds_grey_on_grey_in_the_dark_only(watched: tuple[Page, Watch]) -> None:
    page = watched[0].context.new_page()
    page.set_content(
        "<!doctype html><html lang=pl><title>x</title><style>body { background: #fff; color: #000 }"
        "@media (prefers-color-scheme: dark) { p { color: #ccc } }</style>"
        "<main><h1>x</h1><p>grey"
    )
    told = faults(page)
    assert told
    assert all("dark: color-contrast" in fault for fault in told)


def test_the_overflow_check_finds_one_wide_line(watched: tuple[Page, Watch]) -> None:
    page, _ = watched
    page.set_viewport_size({"width": 320, "height": 900})
    assert overflow(page) == []
    page.evaluate("document.querySelector('h1').style.width = '400px'")
    assert "320" in overflow(page)[0]


BAD_NODES = {
    "an inline script": "const s = document.createElement('script'); s.textContent = '1';"
    "document.body.append(s)",
    "an inline style": "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">')",
    "a picture of another host": "document.body.insertAdjacentHTML("
    "'beforeend', '<img src=\"http://127.0.0.2:9/x.png\">')",
    "a missing picture": "document.body.insertAdjacentHTML('beforeend', '<img src=/none.png>')",
    "an error in a script": "setTimeout(() => { throw new Error('x') })",
    "a message": "console.log('x')",
}


@pytest.mark.parametrize("script", BAD_NODES.values(), ids=BAD_NODES.keys())
def test_the_watch_notices(watched: tuple[Page, Watch], script: str) -> None:
    page, watch = watched
    page.evaluate(f"() => {{ {script} }}")
    page.wait_for_function("() => true")
    page.wait_for_timeout(100)
    assert watch.faults


def test_the_watch_notices_another_host(watched: tuple[Page, Watch]) -> None:
    page, watch = watched
    with pytest.raises(Exception, match="ERR_"):
        page.goto("http://127.0.0.2:9/")
    assert any(fault.startswith("another host: http://127.0.0.2:9/") for fault in watch.faults)
