"""Which letters a typeface has: read from its cmap, as ISO/IEC 14496-22 describes it."""

import struct
from collections.abc import Iterator
from pathlib import Path


def letters_of(font: Path) -> frozenset[int]:
    """The code points that a TrueType or OpenType file can draw."""
    file = font.read_bytes()
    cmap = _cmap(file)
    (count,) = struct.unpack_from(">H", file, cmap + 2)
    offsets = (struct.unpack_from(">4xI", file, cmap + 4 + 8 * i)[0] for i in range(count))
    return frozenset(letter for offset in offsets for letter in _subtable(file, cmap + offset))


def _cmap(file: bytes) -> int:
    (tables,) = struct.unpack_from(">4xH", file)
    for i in range(tables):
        tag, offset = struct.unpack_from(">4s4xI", file, 12 + 16 * i)
        if tag == b"cmap":
            return int(offset)
    raise ValueError("the font has no cmap")


def _subtable(file: bytes, at: int) -> Iterator[int]:
    (kind,) = struct.unpack_from(">H", file, at)
    if kind == 4:
        yield from _segments(file, at)
    elif kind == 12:
        (groups,) = struct.unpack_from(">12xI", file, at)
        for i in range(groups):
            first, last = struct.unpack_from(">II", file, at + 16 + 12 * i)
            yield from range(first, last + 1)


def _segments(file: bytes, at: int) -> Iterator[int]:
    """Of a segment with a table of glyphs only letters whose glyph is not 0."""
    twice = struct.unpack_from(">6xH", file, at)[0]
    ends, starts = at + 14, at + 16 + twice
    deltas, ranges = starts + twice, starts + 2 * twice
    for i in range(0, twice, 2):
        first, last = _word(file, starts + i), _word(file, ends + i)
        delta, offset = _word(file, deltas + i), _word(file, ranges + i)
        for letter in range(first, min(last, 0xFFFE) + 1):
            glyph = letter
            if offset:
                glyph = _word(file, ranges + i + offset + 2 * (letter - first))
                if not glyph:
                    continue
            if (glyph + delta) & 0xFFFF:
                yield letter


def _word(file: bytes, at: int) -> int:
    return int(struct.unpack_from(">H", file, at)[0])
