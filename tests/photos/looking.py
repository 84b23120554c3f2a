"""What became of a photo, read by the decoder and by Pillow itself."""

import warnings
from io import BytesIO

from PIL import Image

from iok_core.photos.clean_photo import CleanPhoto
from iok_core.photos.decoder import decoded
from iok_core.photos.settings import PhotoSettings

PIXELS = PhotoSettings().megapixels * 1_000_000


def here(content: bytes) -> CleanPhoto:
    """As the decoder does it, in this process: for what is about pictures and not about harm."""
    with warnings.catch_warnings(action="ignore"):
        photo = decoded(content, PIXELS)
    assert isinstance(photo, CleanPhoto)
    return photo


def colours(photo: CleanPhoto) -> list[tuple[int, ...]]:
    """Of the corners, clockwise from the upper left one."""
    with Image.open(BytesIO(photo.jpeg)) as image:
        right, low = image.width - 1, image.height - 1
        found = [image.getpixel(at) for at in ((0, 0), (right, 0), (right, low), (0, low))]
        return [(*colour,) for colour in found if isinstance(colour, tuple)]


def near(found: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(found, wanted, strict=True))
