"""What of a page is seen in a window, and which of it may be too small to hit.

Axe judges a whole page in the wide window. In the narrow one nothing else can be wrong than what is
seen only there, unless headings or landmarks come or go, or something appears beside all landmarks:
then the whole page is judged again.
"""

_SEEN = "(it) => it.checkVisibility({visibilityProperty: true})"

_LANDMARKS = "header, nav, main, aside, footer, section, form, [role]"
PARTS = f"""(first) => {{
  const seen = new Set([...document.querySelectorAll("*")].filter({_SEEN}));
  const outline = [...seen].filter((it) =>
    it.matches("h1, h2, h3, h4, h5, h6, [href^='#'], {_LANDMARKS}"));
  const before = first ? {{seen: new Set(), outline: []}} : window.judged;
  window.judged = {{seen, outline}};
  const only = new Set([...seen].filter((it) => !before.seen.has(it)));
  if (outline.length !== before.outline.length || outline.some((it) => only.has(it))
      || [...only].some((it) => !it.closest("{_LANDMARKS}"))) return document;
  return {{include: [...only].filter((it) => !only.has(it.parentElement))}};
}}"""
"""The document, or else the outermost elements that were not seen when it was asked before."""

SMALL = f"""() => {{
  const places = [...document.querySelectorAll(
    "a[href], button, input, select, textarea, summary, [tabindex], [role]")]
    .filter({_SEEN}).map((it) => [it, it.getBoundingClientRect()]);
  const over = (one, other) => one.left < other.right && other.left < one.right
    && one.top < other.bottom && other.top < one.bottom;
  const covered = ([it, place]) => places.some(([other, its]) =>
    over(place, its) && !it.contains(other) && !other.contains(it));
  return places.filter((one) => one[1].width < 24 || one[1].height < 24 || covered(one))
    .map(([it]) => it);
}}"""
"""Targets that are less than 24 px high or wide, or may be so by what lies upon them (WCAG 2.5.8).

To have axe measure each target's surroundings takes as long as all of its other rules.
"""
