"""What looks otherwise in a window of another width: the colours of all else are judged once."""

from playwright.sync_api import JSHandle, Page

# Whatever decides how well a text is to be read, of the text and of all that it stands in.
_LOOK = """(it) => {
  const style = getComputedStyle(it);
  const {color, backgroundColor, backgroundImage, opacity, textShadow, position} = style;
  const size = parseFloat(style.fontSize);
  const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
  const shown = it.checkVisibility({visibilityProperty: true});
  const {textDecorationLine, borderBottomWidth} = style;  // by these a link differs from a text
  return [shown, large, color, backgroundColor, backgroundImage, opacity, textShadow, position,
    textDecorationLine, borderBottomWidth].join();
}"""
_LOOKS = f"""() => {{
  const look = {_LOOK};
  return new Map([...document.querySelectorAll("*")].map((it) => [it, look(it)]));
}}"""
_CHANGED = f"""(looks) => {{
  const look = {_LOOK};
  return [...looks].filter(([it, was]) => look(it) !== was).map(([it]) => it);
}}"""


def looks(page: Page) -> JSHandle:
    """Of each element, to be compared."""
    return page.evaluate_handle(_LOOKS)


def changed(page: Page, before: JSHandle) -> JSHandle:
    """The elements, with all that stands in them, which do not look as they did."""
    return page.evaluate_handle(_CHANGED, before)
