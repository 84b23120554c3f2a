import segno
from markupsafe import Markup


def qr_picture(text: str) -> Markup:
    """Drawn here, on white in the dark too: an `svg` without styles, as wide as its frame."""
    drawn = segno.make(text, error="m").svg_inline(omitsize=True, svgclass="qr", light="#fff")
    return Markup(drawn)  # noqa: S704 (segno writes numbers and colours into it, never the text)
