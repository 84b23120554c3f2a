"""Which targets of a page may be too small to hit."""

CLOSE = """() => {
  const middle = ({left, right, top, bottom}) => [(left + right) / 2, (top + bottom) / 2];
  const places = [...document.querySelectorAll(
    "a[href], area, button, input, select, textarea, summary, iframe, audio, video, " +
    "[tabindex][role]:not([role=region]), [contenteditable]")]
    .filter((it) => it.checkVisibility({visibilityProperty: true}))
    .map((it) => [it, it.getBoundingClientRect()])
    .map(([it, place]) => [it, place, middle(place), place.width < 24 || place.height < 24]);
  const over = (one, other) => one.left < other.right && other.left < one.right
    && one.top < other.bottom && other.top < one.bottom;
  const past = (at, start, end) => Math.max(start - at, at - end, 0);
  const round = ([x, y], place) =>
    Math.hypot(past(x, place.left, place.right), past(y, place.top, place.bottom)) < 12;
  const apart = ([x, y], [otherX, otherY]) => Math.hypot(x - otherX, y - otherY) >= 24;
  const close = ([it, place, centre, small]) => places.some(([other, its, itsCentre, itIsSmall]) =>
    !other.contains(it) && (over(place, its)
      || (small && (round(centre, its) || (itIsSmall && !apart(centre, itsCentre))))));
  return places.filter(close).map(([it]) => it);
}"""
"""Targets upon which another one lies, or that are less than 24 px high or wide and have another
one within a circle of that width (WCAG 2.5.8).

To have axe measure each target's surroundings takes as long as all of its other rules.
"""
