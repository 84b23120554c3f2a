"""Going through a page with the keyboard alone."""

from typing import Any

from playwright.sync_api import Page

MOST_STOPS = 60
_FOCUSED = """() => {
  const it = document.activeElement;
  const {outlineStyle, outlineWidth} = getComputedStyle(it);
  const {top, bottom, width, height} = it.getBoundingClientRect();
  return {
    name: it.getAttribute("aria-label") || it.labels?.[0]?.innerText || it.innerText || it.tagName,
    outlined: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
    seen: width > 0 && height > 0 && bottom > 0 && top < innerHeight,
    page: it === document.body,
  };
}"""


def tab_to(page: Page, name: str) -> None:
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if " ".join(focused(page)["name"].split()).startswith(name):
            return
    raise AssertionError(f"Tab never comes to {name}")


def typed(page: Page, label: str, text: str) -> None:
    tab_to(page, label)
    page.keyboard.type(text)


def focused(page: Page) -> dict[str, Any]:
    told: dict[str, Any] = page.evaluate(_FOCUSED)
    return told
