"""The demonstration as a process, one browser, and a context that forgives nothing per visitor."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.demonstration import Demonstration, demonstrated
from tests.browser.walking import State, signed_in
from tests.browser.watching import Watch

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 10_000

Visit = Callable[..., Page]
"""A page in a context of its own: `visit()`, `visit(390)`, `visit(java_script_enabled=False)`."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    with demonstrated(tmp_path_factory.mktemp("browser") / "demo") as served:
        yield served


@pytest.fixture(scope="module")
def browser(demonstration: Demonstration) -> Iterator[Browser]:
    """One for each file: while it is open, its event loop lets no asynchronous test run."""
    assert demonstration.slips  # made before: that takes an event loop, too
    with sync_playwright() as programs:
        chromium = programs.chromium.launch(executable_path=_program(), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: Browser, demonstration: Demonstration) -> Iterator[Visit]:
    """Whatever the browser has against any of the pages fails the test."""
    watches: list[Watch] = []

    def opened(width: int = 1280, **options: Any) -> Page:
        context = browser.new_context(
            base_url=demonstration.url,
            viewport={"width": width, "height": 900},
            locale="pl-PL",
            reduced_motion="reduce",  # or a page would still scroll while it is judged
            **options,
        )
        context.set_default_timeout(PATIENCE_MS)
        watches.append(Watch(context, demonstration.url))
        return context.new_page()

    yield opened
    for context in browser.contexts:
        context.close()
    assert [fault for watch in watches for fault in watch.faults] == []


@pytest.fixture(scope="module")
def resident(browser: Browser, demonstration: Demonstration) -> State:
    """Signed in, with two premises: for `visit(storage_state=resident)`."""
    return signed_in(browser, demonstration, "resident")


@pytest.fixture(scope="module")
def clerk(browser: Browser, demonstration: Demonstration) -> State:
    return signed_in(browser, demonstration, "staff")


def _program() -> str:
    found = os.environ.get("IOK_BROWSER") or next(filter(None, map(shutil.which, PROGRAMS)), None)
    assert found, "these tests need a Chromium: name one in IOK_BROWSER"
    return found
