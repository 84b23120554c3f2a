"""What looks like nothing that was judged before: the colours of all else need no second look."""

from playwright.sync_api import JSHandle, Page

# Whatever decides how well a text is to be read, of the text and of all that it stands in.
_LOOK = """(it) => {
  const style = getComputedStyle(it);
  const {color, backgroundColor, backgroundImage, opacity, textShadow, position} = style;
  const size = parseFloat(style.fontSize);
  const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
  const {textDecorationLine, borderBottomWidth} = style;  // by these a link differs from a text
  return [it.localName, large, color, backgroundColor, backgroundImage, opacity, textShadow,
    position, textDecorationLine, borderBottomWidth].join();
}"""
_UNLIKE = f"""(seen) => {{
  const look = {_LOOK};
  const speaks = (it) => [...it.childNodes].some((one) => one.nodeType === 3 && one.data.trim());
  const looks = new Map();
  const isNew = (it) => {{
    const around = it.parentElement;
    const known = `${{looks.get(around)}} ${{around && speaks(around)}} > ${{look(it)}}`;
    looks.set(it, known);
    if (seen.has(known) || !(speaks(it) || it.matches("input, select, textarea"))) return false;
    if (!it.checkVisibility({{visibilityProperty: true}})) return false;
    seen.add(known);
    return true;
  }};
  return [...document.querySelectorAll("*")].filter(isNew);
}}"""


def nothing_yet(page: Page) -> JSHandle:
    """For `unlike`, which adds to it, as long as the page is open."""
    return page.evaluate_handle("new Set()")


def unlike(page: Page, seen: JSHandle) -> JSHandle:
    """The elements with words in them which look like none before: one for each look."""
    return page.evaluate_handle(_UNLIKE, seen)
