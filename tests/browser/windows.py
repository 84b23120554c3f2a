"""The windows of one browser: a new one takes as long as many pages, so each serves many tests."""

from collections.abc import Sequence
from typing import Any

from playwright.sync_api import Browser, Page

from tests.browser.watching import Watch

PATIENCE_MS = 10_000

SignedIn = Sequence[Any]
"""Whoever has these cookies: as Playwright gives them, and, by another name, takes them."""


class Window:
    """A page in a context of its own, and whatever the browser has against what it shows."""

    def __init__(self, browser: Browser, url: str, *, java_script_enabled: bool = True) -> None:
        self.java_script_enabled = java_script_enabled
        self._context = browser.new_context(
            base_url=url,
            locale="pl-PL",
            reduced_motion="reduce",  # or a page would still scroll while it is judged
            java_script_enabled=java_script_enabled,
        )
        self._context.set_default_timeout(PATIENCE_MS)
        self.watch = Watch(self._context, url)
        self._page = self._context.new_page()

    def opened(self, width: int = 1280, signed_in: SignedIn = ()) -> Page:
        self._page.set_viewport_size({"width": width, "height": 900})
        self._page.emulate_media(media="null", color_scheme="light")
        self._context.add_cookies(signed_in)
        return self._page

    def left(self) -> list[str]:
        """What was wrong. Cookies are all that the portal keeps in a browser, but for its files."""
        self._page.goto("about:blank")
        self._context.clear_cookies()
        return self.watch.told()

    def close(self) -> None:
        self._context.close()


class Windows:
    def __init__(self, browser: Browser, url: str) -> None:
        self._browser = browser
        self._url = url
        self._free: list[Window] = []
        self._taken: list[Window] = []

    def visit(
        self,
        width: int = 1280,
        *,
        signed_in: SignedIn = (),
        java_script_enabled: bool = True,
        first: bool = False,
    ) -> Page:
        """A window until the test ends; `first`: nothing of the portal is in this browser yet."""
        alike = [it for it in self._free if it.java_script_enabled is java_script_enabled]
        if first or not alike:
            window = Window(self._browser, self._url, java_script_enabled=java_script_enabled)
        else:
            window = alike[0]
            self._free.remove(window)
        self._taken.append(window)
        return window.opened(width, signed_in)

    def left(self) -> list[str]:
        """By everybody: what was wrong in any of them."""
        taken, self._taken = self._taken, []
        told = [fault for window in taken for fault in window.left()]
        for window in taken:
            if window.watch.viewed:
                window.close()
            else:
                self._free.append(window)
        return told
