"""Do texts stand upon each other, or reach over the edge of their box?"""

from playwright.sync_api import Page

_CROSSING = """() => {
  const edged = (style) => parseFloat(style.borderRightWidth) > 0
    || !["rgba(0, 0, 0, 0)", "transparent"].includes(style.backgroundColor);
  const around = (it) => {
    const found = {edge: Infinity, seen: true};
    for (let up = it; up; up = up.parentElement) {
      const style = getComputedStyle(up);
      found.seen &&= style.position !== "fixed" && style.clipPath === "none";
      if (style.overflowX !== "visible") break;
      if (edged(style)) found.edge = Math.min(found.edge, up.getBoundingClientRect().right);
    }
    return found;
  };
  const lines = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    const it = text.parentElement;
    if (!text.data.trim() || it.closest("option")) continue;
    if (!it.checkVisibility({visibilityProperty: true})) continue;
    const {edge, seen} = around(it);
    if (!seen) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const place of range.getClientRects()) lines.push({text, place, edge});
  }
  const over = lines.filter(({place, edge}) => place.right > edge + 1);
  const shared = (start, end, otherStart, otherEnd) =>
    Math.min(end, otherEnd) - Math.max(start, otherStart);
  const upon = lines.filter(({text, place}, at) => lines.slice(0, at).some((other) =>
    other.text !== text
    && shared(place.left, place.right, other.place.left, other.place.right) > 1
    && shared(place.top, place.bottom, other.place.top, other.place.bottom)
      > Math.min(place.height, other.place.height) / 2));
  const told = (what, found) => found.map(({text}) => `${what}: ${text.data.trim()}`);
  return [...told("over its edge", over), ...told("upon another", upon)];
}"""


def crossing(page: Page) -> list[str]:
    """Of texts that are to be seen, but for bars that stand still while the page scrolls."""
    told: list[str] = page.evaluate(_CROSSING)
    return told
