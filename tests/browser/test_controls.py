"""The checks of these tests find what is wrong: each is shown a page that is bad on purpose."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.crossing import crossing
from tests.browser.demonstration import Demonstration
from tests.browser.judging import faults, overflow, violations
from tests.browser.watching import Watch
from tests.browser.windows import Window


@pytest.fixture(scope="module")
def window(browser: Browser, demonstration: Demonstration) -> Window:
    return Window(browser, demonstration.url)


@pytest.fixture
def watched(window: Window) -> Iterator[tuple[Page, Watch]]:
    """A page of ours, and what is recorded of it, without the test failing by itself."""
    page = window.opened()
    page.goto("/logowanie")
    assert window.watch.faults == []
    yield page, window.watch
    window.left()


def test_axe_finds_a_picture_without_words(watched: tuple[Page, Watch]) -> None:
    page, _ = watched
    page.evaluate("document.querySelector('main img, main svg, main h1').outerHTML = '<img>'")
    assert [fault.split()[0] for fault in violations(page)][:1] == ["image-alt"]


def test_axe_finds_grey_on_grey_in_the_dark_only(watched: tuple[Page, Watch]) -> None:
    page, _ = watched
    styled(page, "@media (prefers-color-scheme: dark) { p { color: #ccc } }")
    assert kinds(page) == {"1280 dark: color-contrast", "320 dark: color-contrast"}


ONLY_NARROW = {
    "a text that is hidden": ("p { color: #ccc; display: none }", "p { display: block }"),
    "another colour": ("", "p { color: #ccc }"),
    "another ground": ("p { color: #333 }", "main { background: #444 }"),
    "smaller letters": ("p { color: #888; font-size: 24px }", "p { font-size: 12px }"),
    "half of the colour": ("", "main { opacity: 0.3 }"),
}


@pytest.mark.parametrize(("always", "narrow"), ONLY_NARROW.values(), ids=ONLY_NARROW)
def test_axe_finds_a_pale_text_in_the_narrow_window_only(
    watched: tuple[Page, Watch], always: str, narrow: str
) -> None:
    page, _ = watched
    styled(page, f"{always} @media (max-width: 400px) {{ {narrow} }}")
    assert kinds(page) == {"320 light: color-contrast", "320 dark: color-contrast"}


EVERYWHERE = {
    f"{width} {mode}: color-contrast" for width in (1280, 320) for mode in ("light", "dark")
}
ONE_OF_MANY = {
    "another colour": "section p { color: #ccc }",
    "another ground": "p { color: #555 } section { background: #444 }",
    "smaller letters": "p { color: #888; font-size: 24px } section p { font-size: 12px }",
    "half of the colour": "section { opacity: 0.3 }",
    "of a field": "input { color: #ccc }",
}


@pytest.mark.in_turns(1)  # or a run that asks in turns might ask nothing, and not know
def test_axe_looks_at_one_width_in_each_of_two_turns(
    watched: tuple[Page, Watch], monkeypatch: pytest.MonkeyPatch
) -> None:
    page, found = watched[0], list[set[str]]()
    styled(page, "p { color: #ccc }")
    for turn in ("0", "1"):
        monkeypatch.setenv("IOK_TURN", turn)
        found.append({fault.partition(" at ")[0] for fault in faults(page)})
    assert [len(told) for told in found] == [2, 2]
    assert found[0] | found[1] == EVERYWHERE


@pytest.mark.parametrize("style", ONE_OF_MANY.values(), ids=ONE_OF_MANY)
def test_axe_finds_the_one_pale_text_among_those_alike(
    watched: tuple[Page, Watch], style: str
) -> None:
    page, _ = watched
    field = "<input aria-label=x value=grey>"
    styled(page, style, f"<p>grey</p><section><p>grey</p></section>{field}")
    assert kinds(page) == EVERYWHERE


def test_what_was_found_pale_is_found_on_the_next_page_again(watched: tuple[Page, Watch]) -> None:
    page, _ = watched
    for _ in range(2):
        styled(page, "p { color: #ccc }")
        assert kinds(page) == EVERYWHERE


def test_axe_finds_a_picture_that_only_the_narrow_window_shows(
    watched: tuple[Page, Watch],
) -> None:
    page, _ = watched
    styled(page, "@media (min-width: 400px) { img { display: none } }", "<img src='data:,'>")
    assert kinds(page) == {"320: image-alt"}


NARROW = "@media (max-width: 400px)"
BESIDE = "<a href=/a class=a>aaa</a><a href=/b class=b>bbb</a>"
SHORT = "a { display: block; height: 20px }"
LAID_UPON = "a { display: block; height: 40px } .b { margin-top: -24px; position: relative }"
SHAPES = {
    "targets too small": (SHORT, BESIDE, {"1280: target-size", "320: target-size"}),
    "targets too small only there": (f"{NARROW} {{ {SHORT} }}", BESIDE, {"320: target-size"}),
    "a small target close to a large one": (
        "a { display: block; height: 40px } .b { height: 20px }",
        BESIDE,
        {"1280: target-size", "320: target-size"},
    ),
    "small targets close to each other": (
        "a { display: block; height: 16px; margin: 5px }",
        BESIDE,
        {"1280: target-size", "320: target-size"},
    ),
    "a target under another": (LAID_UPON, BESIDE, {"1280: target-size", "320: target-size"}),
    "a link without its words there": (
        f"a {{ display: block; height: 40px }} {NARROW} {{ i {{ display: none }} }}",
        "<a href=/a><svg></svg><i>aaa</i></a>",
        {"320: link-name"},
    ),
    "no heading there": (
        f"{NARROW} {{ h1 {{ display: none }} }}",
        "",
        {"320: page-has-heading-one"},
    ),
    "a word beside all landmarks": (
        f"div {{ display: none }} {NARROW} {{ div {{ display: block }} }}",
        "</main><div>x</div>",
        {"320: region"},
    ),
}


@pytest.mark.parametrize(("style", "more", "found"), SHAPES.values(), ids=SHAPES)
def test_axe_finds_a_shape_that_is_wrong_in_a_window(
    watched: tuple[Page, Watch], style: str, more: str, found: set[str]
) -> None:
    page, _ = watched
    styled(page, style, more)
    assert kinds(page) == found


def styled(page: Page, style: str, more: str = "") -> None:
    page.goto("about:blank")
    page.set_content(
        "<!doctype html><html lang=pl><title>x</title>"
        f"<style>body {{ background: #fff; color: #000 }} {style}</style>"
        f"<main><h1>x</h1><p>grey</p>{more}"
    )


def kinds(page: Page) -> set[str]:
    return {fault.partition(" at ")[0] for fault in faults(page, in_turns=False)}


def test_the_overflow_check_finds_one_wide_line(watched: tuple[Page, Watch]) -> None:
    page, _ = watched
    page.set_viewport_size({"width": 320, "height": 900})
    assert overflow(page) == []
    page.evaluate("document.querySelector('h1').style.width = '400px'")
    assert "320" in overflow(page)[0]


def test_texts_upon_each_other_and_over_the_edge_of_their_box_are_found(
    watched: tuple[Page, Watch],
) -> None:
    page, _ = watched
    beside = "<b>one</b><b style='margin-top: -12px'>two</b><b class=cut><i>beyond_it</i></b>"
    styled(page, "b { display: block; width: 40px } .cut { overflow: hidden }", beside)
    assert crossing(page) == ["upon another: two"]
    styled(page, "p { background: #eee; width: 20px }")
    assert crossing(page) == ["over its edge: grey"]


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
    told_by = time.monotonic() + 10
    while not watch.faults and time.monotonic() < told_by:
        page.wait_for_timeout(20)
    assert watch.faults


def test_the_watch_notices_another_host(watched: tuple[Page, Watch]) -> None:
    page, watch = watched
    with pytest.raises(Exception, match="ERR_"):
        page.goto("http://127.0.0.2:9/")
    page.wait_for_url("chrome-error://**")
    assert any(fault.startswith("another host: http://127.0.0.2:9/") for fault in watch.faults)
