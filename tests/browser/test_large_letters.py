"""The largest letters on the smallest telephone: all of a resident's pages fit and can be read."""

import re
from collections.abc import Iterator

from playwright.sync_api import Page

from iok_core.web.look import Look, written
from tests.browser.conftest import Visit
from tests.browser.crossing import crossing
from tests.browser.demonstration import Demonstration
from tests.browser.judging import overflow
from tests.browser.windows import SignedIn

SMALLEST = 320
ELSEWHERE = re.compile(r"^/jezyk/|[./](csv|ics|pdf|png|txt|xlsx|zip)\b|/(plik|zalaczniki|zdjecie)")
"""Files, and what changes the language."""


def test_k03_3_each_page_of_a_resident_fits_with_the_largest_letters(
    visit: Visit, resident: SignedIn, demonstration: Demonstration
) -> None:
    look = {"name": "iok-look", "value": written(Look(text="xl")), "url": demonstration.url}
    page = visit(SMALLEST, signed_in=[*resident, look])
    seen, told = set[str](), list[str]()
    for path in linked_pages(page, "/", seen):
        told += [f"{path}: {fault}" for fault in (*overflow(page), *crossing(page))]
    assert told == []
    assert len(seen) > 30
    assert page.locator("html").get_attribute("data-text") == "xl"


def linked_pages(page: Page, start: str, seen: set[str]) -> Iterator[str]:
    """Each page open in its turn; of those that differ in numbers or questions alone one."""
    waiting = [start]
    while waiting:
        path = waiting.pop(0)
        kind = re.sub(r"\d+", "1", path.partition("?")[0])
        if kind in seen:
            continue
        seen.add(kind)
        page.goto(path)
        yield path
        waiting += [link for link in links_of(page) if not ELSEWHERE.search(link)]


def links_of(page: Page) -> list[str]:
    found = page.locator("a[href^='/']").evaluate_all(
        "(links) => links.map((link) => link.getAttribute('href').split('#')[0])"
    )
    return [str(link) for link in found]
