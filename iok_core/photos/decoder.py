"""`python -P -m iok_core.photos.decoder PARENT MEMORY SECONDS PIXELS`: one photo, stdin to stdout.

Decoders of pictures are large programs in C that strangers feed: this process knows nothing, may
take little and does one photo, whatever happens to it.
"""

import resource
import sys
import warnings
from collections.abc import Mapping
from io import BytesIO

import msgspec
from PIL import Image
from PIL.ExifTags import Base

from iok_core.child.confine import confine
from iok_core.photos.clean_photo import (
    LONGEST,
    THUMBNAIL,
    CleanPhoto,
    PhotoProblem,
    Refused,
    problem_at_sight,
)

_FORMATS = ("JPEG", "PNG", "WEBP")
_TURNS: Mapping[object, Image.Transpose] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""By what EXIF calls orientation."""
_QUALITY, _THUMBNAIL_QUALITY = 85, 75


def main(parent: int, memory: int, seconds: int, pixels: int) -> None:
    confine(memory, parent, waited_for=True)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    warnings.simplefilter("ignore")
    answer = decoded(sys.stdin.buffer.read(), pixels)
    sys.stdout.buffer.write(msgspec.msgpack.encode(answer))
    sys.stdout.buffer.flush()


def decoded(content: bytes, pixels: int) -> CleanPhoto | Refused:
    try:
        if problem := problem_at_sight(content):
            return Refused(problem)
        with Image.open(BytesIO(content), formats=_FORMATS) as image:
            if image.width * image.height > pixels:
                return Refused(PhotoProblem.TOO_MANY_PIXELS)
            return _cleaned(image)
    except (Image.DecompressionBombError, MemoryError):
        return Refused(PhotoProblem.TOO_MANY_PIXELS)
    except Exception:  # noqa: BLE001  whatever a decoder says of it, it is not readable
        return Refused(PhotoProblem.DAMAGED)


def _cleaned(image: Image.Image) -> CleanPhoto:
    """First made small: of a large JPEG not even all pixels are decoded then."""
    image.draft(image.mode, (LONGEST, LONGEST))
    upright = _pixels_alone(_upright(_within(image, LONGEST)))
    return CleanPhoto(
        jpeg=_jpeg(upright, _QUALITY),
        thumbnail=_jpeg(_within(upright.copy(), THUMBNAIL), _THUMBNAIL_QUALITY),
        width=upright.width,
        height=upright.height,
    )


def _within(image: Image.Image, longest: int) -> Image.Image:
    """May change the image itself."""
    if image.mode in ("1", "P"):  # which could only be made small by leaving pixels out
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((longest, longest), reducing_gap=None)
    return image


def _upright(image: Image.Image) -> Image.Image:
    """As the device says that it was held."""
    turn = _TURNS.get(image.getexif().get(Base.Orientation))
    return image if turn is None else image.transpose(turn)


def _pixels_alone(image: Image.Image) -> Image.Image:
    """On white, in a new picture: no metadata of the old one can come along."""
    clean = Image.new("RGB", image.size, "white")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        clean.paste(image, mask=image.getchannel("A"))
    else:
        clean.paste(image.convert("RGB"))
    return clean


def _jpeg(image: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
