"""What looks like nothing that was found in order before: its colours need no second judgement.

Most of a page looks as on all others: the head, the menu, the foot, and every kind of part.
"""

IN_ORDER: dict[str, set[int]] = {"light": set(), "dark": set()}
"""By the mode, the looks in which this process of pytest has found nothing wrong, on any page."""

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
# Two looks that have the same number by chance are as likely as nothing: it has 53 bits.
_NUMBER = """(text) => {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0);
}"""
UNLIKE = f"""(before) => {{
  const seen = new Set(before);
  const look = {_LOOK};
  const number = {_NUMBER};
  const speaks = (it) => [...it.childNodes].some((one) => one.nodeType === 3 && one.data.trim());
  const looks = new Map();
  const found = {{parts: [], looks: []}};
  for (const it of document.querySelectorAll("*")) {{
    if (!it.checkVisibility()) continue;  // nor is anything within it seen
    const around = it.parentElement;
    const known = number(`${{looks.get(around)}} ${{around && speaks(around)}} > ${{look(it)}}`);
    looks.set(it, known);
    if (seen.has(known) || !(speaks(it) || it.matches("input, select, textarea"))) continue;
    if (!it.checkVisibility({{visibilityProperty: true}})) continue;
    seen.add(known);
    found.parts.push(it);
    found.looks.push(known);
  }}
  return found;
}}"""
"""Of the looks that were in order: elements with words in them, one for each other look; those."""
