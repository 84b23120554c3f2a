"""The demonstration as a process, one browser, and windows in which nothing is forgiven."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.demonstration import Demonstration, demonstrated
from tests.browser.walking import signed_in
from tests.browser.windows import SignedIn, Windows

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
UNWANTED = (
    # As Playwright has it, of whose list nothing counts once there is another.
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
    # What an address bar would show: two pages more for each window, which nobody sees.
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxPopup",
)
FLAGS = (
    f"--disable-features={','.join(UNWANTED)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # One process for all windows and pages: to start one takes as long as to show a page.
    "--disable-site-isolation-trials",
    "--process-per-site",
    "--renderer-process-limit=1",
)

Visit = Callable[..., Page]
"""`Windows.visit`: `visit()`, `visit(390, signed_in=clerk)`, `visit(java_script_enabled=False)`."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """First of all: one process asks all of them, and no other one waits for it at the end."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.in_turns(3))
    items.sort(key=lambda item: here not in item.path.parents)


@pytest.fixture(scope="package")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    with demonstrated(tmp_path_factory.mktemp("browser") / "demo") as served:
        yield served


@pytest.fixture(scope="package")
def browser(demonstration: Demonstration) -> Iterator[Browser]:
    assert demonstration.slips  # made before: that takes an event loop, too
    with sync_playwright() as programs:
        chromium = programs.chromium.launch(executable_path=_program(), args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def windows(browser: Browser, demonstration: Demonstration) -> Windows:
    return Windows(browser, demonstration.url)


@pytest.fixture
def visit(windows: Windows) -> Iterator[Visit]:
    """Whatever the browser has against any of the pages fails the test."""
    yield windows.visit
    assert windows.left() == []


@pytest.fixture(scope="module")
def resident(windows: Windows, demonstration: Demonstration) -> SignedIn:
    """With two premises: for `visit(signed_in=resident)`."""
    return signed_in(windows, demonstration.sign_ins["resident"])


@pytest.fixture(scope="module")
def clerk(windows: Windows, demonstration: Demonstration) -> SignedIn:
    """Once for all files: a code counts once, and they follow one another in no time."""
    if not demonstration.clerk:
        demonstration.clerk.extend(signed_in(windows, demonstration.sign_ins["staff"]))
    return demonstration.clerk


def _program() -> str:
    found = os.environ.get("IOK_BROWSER") or next(filter(None, map(shutil.which, PROGRAMS)), None)
    assert found, "these tests need a Chromium: name one in IOK_BROWSER"
    return found
