"""Which targets of a page may be too small to hit."""

SMALL = """() => {
  const places = [...document.querySelectorAll(
    "a[href], area, button, input, select, textarea, summary, iframe, audio, video, " +
    "[tabindex], [role], [contenteditable]")]
    .filter((it) => it.checkVisibility({visibilityProperty: true}))
    .map((it) => [it, it.getBoundingClientRect()]);
  const over = (one, other) => one.left < other.right && other.left < one.right
    && one.top < other.bottom && other.top < one.bottom;
  const covered = ([it, place]) =>
    places.some(([other, its]) => !other.contains(it) && over(place, its));
  return places.filter((one) => one[1].width < 24 || one[1].height < 24 || covered(one))
    .map(([it]) => it);
}"""
"""Targets that are less than 24 px high or wide, or may be so by what lies upon them (WCAG 2.5.8).

To have axe measure each target's surroundings takes as long as all of its other rules.
"""
