"""A photo that nobody had to take: a damp stain where a ceiling meets two walls."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

_SIZE = (800, 600)
_CORNER = (350, 200)
_CEILING, _LEFT, _RIGHT = (226, 222, 212), (198, 194, 178), (212, 208, 193)
_RINGS = (
    ((220, 60, 575, 315), (190, 172, 130), 14),
    ((265, 85, 520, 285), (170, 147, 101), 10),
    ((300, 125, 465, 265), (144, 119, 79), 9),
)


def stain() -> bytes:
    """A JPEG."""
    wide, high = _SIZE
    picture = Image.new("RGB", _SIZE, _CEILING)
    draw = ImageDraw.Draw(picture)
    draw.polygon([(0, 125), _CORNER, (_CORNER[0], high), (0, high)], fill=_LEFT)
    draw.polygon([(wide, 100), _CORNER, (_CORNER[0], high), (wide, high)], fill=_RIGHT)
    draw.line([(0, 125), _CORNER, (wide, 100)], fill=(168, 163, 150), width=3)
    for box, colour, blur in _RINGS:
        picture = _blotted(picture, box, colour, blur)
    written = BytesIO()
    picture.filter(ImageFilter.GaussianBlur(1)).save(written, "JPEG", quality=80)
    return written.getvalue()


def _blotted(
    picture: Image.Image,
    box: tuple[int, int, int, int],
    colour: tuple[int, int, int],
    blur: int,
) -> Image.Image:
    where = Image.new("L", _SIZE, 0)
    ImageDraw.Draw(where).ellipse(box, fill=150)
    return Image.composite(
        Image.new("RGB", _SIZE, colour), picture, where.filter(ImageFilter.GaussianBlur(blur))
    )
