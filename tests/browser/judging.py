"""Is a page in order: accessible to axe, and no wider than its window."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.browser.appearance import IN_ORDER, UNLIKE
from tests.browser.targets import CLOSE
from tests.turns import takes

Mode = Literal["light", "dark"]

WIDE, NARROW = 1280, 320
WAYS: tuple[tuple[int, Mode, Mode], ...] = ((WIDE, "light", "dark"), (NARROW, "dark", "light"))
_OF_COLOUR, _OF_SIZE = ["color-contrast", "link-in-text-block"], ["target-size"]
EVERYTHING = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
OF_STRUCTURE = EVERYTHING | {"rules": {it: {"enabled": False} for it in _OF_COLOUR + _OF_SIZE}}
OF_SIZE = {"runOnly": _OF_SIZE}
OF_COLOUR = {"runOnly": _OF_COLOUR}
"""All that can differ in the dark, and most of axe's time: of each look one text is asked."""
# To look for backgrounds in ::before and ::after takes most of the time, and finds doubts only.
_SET_UP = """() => {
  const {options} = axe._audit.checks["color-contrast"];
  axe.configure({checks: [{id: "color-contrast", options: {...options, ignorePseudo: true}}]});
}"""
_RUN = """async (options, parts = document) => {
  const {violations} = await axe.run(parts, {...options, resultTypes: ["violations"]});
  return violations.flatMap(({id, nodes}) => nodes.map(({target, failureSummary}) =>
    `${id} at ${target.join(" ")}: ${failureSummary}`));
}"""
_RUN_ON_PARTS = f"""async (options, parts) =>
  parts.length ? ({_RUN})(options, {{include: parts}}) : []"""
_RUN_ON_SHAPES = f"""async ([ofStructure, ofSize]) => [
  ...await ({_RUN})(ofStructure),
  ...await ({_RUN_ON_PARTS})(ofSize, ({CLOSE})()),
]"""
_RUN_ON_NEW_LOOKS = f"""async ([options, inOrder]) => {{
  const {{parts, looks}} = ({UNLIKE})(inOrder.split(" ").map(Number));
  return [await ({_RUN_ON_PARTS})(options, parts), looks];
}}"""
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


def faults(page: Page, *, in_turns: bool = True) -> list[str]:
    """Of the page that is open, wide and narrow, light and dark; it stays as wide as it is.

    A run that asks in turns has axe look at it in one width.
    """
    before = page.viewport_size
    found: list[str] = page.evaluate(_TWICE)
    chosen = takes(urlsplit(page.url).path, len(WAYS)) if in_turns else None
    for place, (width, *modes) in enumerate(WAYS):
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width}: {fault}" for fault in overflow(page)]
        if chosen not in (None, place):
            continue
        found += [f"{width}: {fault}" for fault in misshapen(page)]
        for mode in modes:
            page.emulate_media(color_scheme=mode)
            found += [f"{width} {mode}: {fault}" for fault in pale(page, mode)]
    if before:
        page.set_viewport_size(before)
    return found


def violations(page: Page, asked: Mapping[str, object] = EVERYTHING) -> list[str]:
    _bring_axe(page)
    told: list[str] = page.evaluate(_RUN, dict(asked))
    return told


def misshapen(page: Page) -> list[str]:
    """Everything but colours, in the window as wide as it is."""
    _bring_axe(page)
    told: list[str] = page.evaluate(_RUN_ON_SHAPES, [OF_STRUCTURE, OF_SIZE])
    return told


def pale(page: Page, mode: Mode) -> list[str]:
    """Texts that are hard to read where they stand, of looks that were in order nowhere yet."""
    _bring_axe(page)
    known = IN_ORDER[mode]
    told: list[str]
    told, looks = page.evaluate(_RUN_ON_NEW_LOOKS, [OF_COLOUR, " ".join(map(str, known))])
    if not told:
        known.update(looks)
    return told


def overflow(page: Page) -> list[str]:
    """Empty unless the page scrolls sideways; else how wide it is, and what makes it so."""
    told: list[Any] = page.evaluate(_WIDER)
    return [str(one) for one in told]


def _bring_axe(page: Page) -> None:
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(_axe())
        page.evaluate(_SET_UP)


@cache
def _axe() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
