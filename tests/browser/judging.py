"""Is a page in order: accessible to axe, and no wider than its window."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from playwright.sync_api import JSHandle, Page

from tests.browser.appearance import nothing_yet, unlike

WIDE, NARROW = 1280, 320
_OF_COLOUR = ["color-contrast", "link-in-text-block"]
EVERYTHING = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
BUT_COLOUR = EVERYTHING | {"rules": {rule: {"enabled": False} for rule in _OF_COLOUR}}
OF_COLOUR = {"runOnly": _OF_COLOUR}
"""All that can differ in the dark, and most of axe's time: of each look one text is asked."""
# To look for backgrounds in ::before and ::after takes most of the time, and finds doubts only.
_SET_UP = """() => {
  const {options} = axe._audit.checks["color-contrast"];
  axe.configure({checks: [{id: "color-contrast", options: {...options, ignorePseudo: true}}]});
}"""
_RUN = """async ([options, parts]) => {
  if (parts?.length === 0) return [];
  const context = parts ? {include: parts} : document;
  const {violations} = await axe.run(context, {...options, resultTypes: ["violations"]});
  return violations.flatMap(({id, nodes}) => nodes.map(({target, failureSummary}) =>
    `${id} at ${target.join(" ")}: ${failureSummary}`));
}"""
# Not window.innerWidth: a telephone widens that with the page.
_WIDER = """() => {
  const width = document.documentElement.clientWidth;
  const wide = [...document.body.querySelectorAll("*")]
    .filter((it) => it.getBoundingClientRect().right > width + 1).map((it) => it.outerHTML);
  const page = document.scrollingElement.scrollWidth;
  return page > width ? [`${page} px in ${width}`, ...wide.slice(0, 3)] : [];
}"""


# Of axe's own rules none sees that a label belongs to another element than to its field.
_TWICE = """() => {
  const ids = [...document.querySelectorAll("[id]")].map((it) => it.id);
  return ids.filter((id, at) => ids.indexOf(id) < at).map((id) => `two elements are called ${id}`);
}"""


def faults(page: Page) -> list[str]:
    """Of the page that is open, wide and narrow, light and dark; it stays as wide as it is."""
    before = page.viewport_size
    light, dark = nothing_yet(page), nothing_yet(page)
    found: list[str] = page.evaluate(_TWICE)
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width}: {fault}" for fault in overflow(page)]
        page.emulate_media(color_scheme="light")
        told = violations(page, BUT_COLOUR) + violations(page, OF_COLOUR, unlike(page, light))
        found += [f"{width} light: {fault}" for fault in told]
        page.emulate_media(color_scheme="dark")
        told = violations(page, OF_COLOUR, unlike(page, dark))
        found += [f"{width} dark: {fault}" for fault in told]
    page.emulate_media(color_scheme="light")
    if before:
        page.set_viewport_size(before)
    return found


def violations(
    page: Page, asked: Mapping[str, object] = EVERYTHING, parts: JSHandle | None = None
) -> list[str]:
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(_axe())
        page.evaluate(_SET_UP)
    told: list[str] = page.evaluate(_RUN, [dict(asked), parts])
    return told


def overflow(page: Page) -> list[str]:
    """Empty unless the page scrolls sideways; else how wide it is, and what makes it so."""
    told: list[Any] = page.evaluate(_WIDER)
    return [str(one) for one in told]


@cache
def _axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
