"""The largest letters on the smallest telephone: all that links lead to fits and can be read.

The pages of a resident always, those of the office with `IOK_THOROUGH=1`: they are many.
"""

import os
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from iok_core.web.look import Look, written
from tests.browser.conftest import Visit
from tests.browser.crossing import crossing
from tests.browser.demonstration import Demonstration
from tests.browser.judging import overflow
from tests.browser.windows import SignedIn

SMALLEST = 320
ELSEWHERE = re.compile(
    r"^/jezyk/|[./](csv|ics|jsonl|pdf|png|toml|txt|xlsx|zip)\b|/(plik|zalaczniki|zdjeci[ae])"
)
"""Files, and what changes the language."""


HOMES = {"resident": ("/", 30), "clerk": ("/biuro", 60)}
"""Where each begins, and how many pages at least are to be found from there."""


@pytest.mark.parametrize("who", HOMES if "IOK_THOROUGH" in os.environ else ["resident"])
def test_k03_3_each_page_fits_with_the_largest_letters(
    visit: Visit, request: pytest.FixtureRequest, demonstration: Demonstration, who: str
) -> None:
    signed_in: SignedIn = request.getfixturevalue(who)
    look = {"name": "iok-look", "value": written(Look(text="xl")), "url": demonstration.url}
    page = visit(SMALLEST, signed_in=[*signed_in, look])
    home, many = HOMES[who]
    seen, told = set[str](), list[str]()
    for path in linked_pages(page, home, seen):
        told += [f"{path}: {fault}" for fault in (*overflow(page), *crossing(page))]
    assert told == []
    assert len(seen) > many
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
