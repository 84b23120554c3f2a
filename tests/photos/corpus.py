"""Photos and what poses as one, made by code."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms
from PIL.ExifTags import GPS, IFD, Base

CANARY = b"CANARY-7"
LATITUDE = (51, 6, 28.123)
"""Its seconds stand in the file as the fraction 28123/1000."""


def picture(width: int = 60, height: int = 40, mode: str = "RGB") -> Image.Image:
    """Red in its left half, blue in its right one."""
    image = Image.new("RGB", (width, height), (0, 0, 255))
    image.paste((255, 0, 0), (0, 0, width // 2, height))
    return image.convert(mode)


def saved(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def with_metadata(kind: str = "JPEG") -> bytes:
    """As a telephone makes it: where, with which device, a comment, a profile of colours."""
    exif = Image.Exif()
    exif[Base.Make] = CANARY.decode()
    gps = exif.get_ifd(IFD.GPSInfo)
    gps.update({GPS.GPSLatitudeRef: "N", GPS.GPSLatitude: LATITUDE})
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + CANARY + b"</x:xmpmeta>"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    comment = {"comment": CANARY} if kind == "JPEG" else {}
    return saved(picture(), kind, exif=exif, xmp=xmp, icc_profile=profile, **comment)


def turned(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[Base.Orientation] = orientation
    return saved(picture(), exif=exif)


def gifar() -> bytes:
    """A photo to one reader, an archive to another."""
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("evil.class", CANARY)
    return saved(picture()) + archive.getvalue()


def page_in_a_photo() -> bytes:
    return saved(picture(), comment=b"*/<script>" + CANARY + b"</script>/*")


def png(width: int, height: int, pixels: bytes, *chunks: bytes) -> bytes:
    header = struct.pack("!IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(pixels, 1)
    parts = (chunk(b"IHDR", header), *chunks, chunk(b"IDAT", data), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def chunk(kind: bytes, content: bytes) -> bytes:
    check = struct.pack("!I", zlib.crc32(kind + content))
    return struct.pack("!I", len(content)) + kind + content + check


def webp_of(width: int, height: int) -> bytes:
    """A small file whose header promises a large picture."""
    sound = bytearray(saved(picture(), "WEBP", lossless=True))
    start = sound.index(b"VP8L") + 9
    bits = (width - 1) | (height - 1) << 14
    sound[start : start + 4] = struct.pack("<I", bits)
    return bytes(sound)


def segments(jpeg: bytes) -> Iterator[int]:
    """The markers of a JPEG up to its last byte, read by nobody's library but this one."""
    assert jpeg[:2] == b"\xff\xd8"
    at = 2
    while True:
        assert jpeg[at] == 0xFF
        marker = jpeg[at + 1]
        yield marker
        if marker == 0xD9:
            assert at + 2 == len(jpeg)
            return
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4])
        if marker == 0xDA:
            while jpeg[at] != 0xFF or jpeg[at + 1] == 0 or 0xD0 <= jpeg[at + 1] <= 0xD7:
                at += 1


NO_PHOTOS = {
    "nothing": b"",
    "a page": b"<!doctype html><script>alert(1)</script>",
    "a drawing": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "a GIF": saved(picture(), "GIF"),
    "a TIFF": saved(picture(), "TIFF"),
    "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n",
    "a PDF": b"%PDF-1.7\n%\xff\xd8\xff",
    "an AVIF": b"\0\0\0\x20ftypavif" + bytes(40),
}
DAMAGED = {
    "a JPEG cut off": saved(picture(400, 400))[:-60],
    "a PNG cut off": saved(picture(400, 400), "PNG")[:-40],
    "a WebP cut off": saved(picture(400, 400), "WEBP")[:-40],
    "the start of a JPEG": b"\xff\xd8\xff",
    "a page that begins as a JPEG": b"\xff\xd8\xff\xe0<script>alert(1)</script>" + bytes(999),
    "a page that begins as a PNG": b"\x89PNG\r\n\x1a\n<script>alert(1)</script>" + bytes(999),
    "a RIFF of another kind": b"RIFF\x24\0\0\0WEBPfmt " + bytes(40),
}
TOO_LARGE = {
    "a PNG of sixty million pixels": png(8000, 7500, bytes(1000)),
    "a PNG of a billion pixels": png(32_000, 32_000, bytes(1000)),
    "a PNG of 2^60 pixels": png(2**30, 2**30, bytes(1000)),
    "a WebP of 268 million pixels": webp_of(16_384, 16_384),
}
